"""An answer says exactly one of three things."""

from __future__ import annotations

import pytest

from checks.domain.catalogue import Given


@pytest.mark.parametrize("state", ["answered", "unknown", "not_applicable"])
def test_an_answer_is_in_one_state(state):
    given = Given(state)
    found = {
        "answered": given.is_answered,
        "unknown": given.is_unknown,
        "not_applicable": given.is_not_applicable,
    }
    assert [name for name, holds in found.items() if holds] == [state]
