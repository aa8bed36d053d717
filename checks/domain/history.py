"""A check among the other closed checks of its organisation: what changed, over all of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from checks import queries
from checks.domain.check_state import CheckState, given_by
from checks.domain.comparing import CheckComparison, CheckSnapshot, Progression, compare, follow
from checks.domain.conditions import visible_keys
from checks.domain.publishing import document_of
from checks.models import Check

MOST_CHECKS = 8


def taken_from(check: Check, answers: Iterable[Any]) -> CheckSnapshot:
    """Return a check as it was taken, from its answers or their rows."""
    document = document_of(check.catalogue_id)
    said = {row.question_key: given_by(row) for row in answers}
    given = {key: one for key, one in said.items() if one is not None}
    return CheckSnapshot(document, given, visible_keys(document, given))


class History:
    """What came before a check, fetched in two queries however many checks there are."""

    def __init__(self, check_state: CheckState) -> None:
        self.check_state = check_state

    @cached_property
    def _earlier(self) -> list[tuple[Check, CheckSnapshot]]:
        """Closed checks before this one with their answers, the earliest first."""
        checks = list(Check.objects.closed_before(self.check_state.check)[: MOST_CHECKS - 1])
        answers = queries.answers_by_check(checks)
        found = []
        for check in reversed(checks):
            found.append((check, taken_from(check, answers[check.pk])))
        return found

    @cached_property
    def _now(self) -> CheckSnapshot:
        return CheckSnapshot(
            self.check_state.document, self.check_state.given, self.check_state.flow.visible
        )

    @property
    def last(self) -> Check | None:
        """The closed check before this one."""
        return self._earlier[-1][0] if self._earlier else None

    @cached_property
    def comparison(self) -> CheckComparison | None:
        """What changed since the last check, None for a first one."""
        return compare(self._earlier[-1][1], self._now) if self._earlier else None

    @property
    def checks(self) -> list[Check]:
        """The checks that the lines may show, this one last."""
        return [*(check for check, _taken in self._earlier), self.check_state.check]

    @cached_property
    def progression(self) -> Progression | None:
        """The lines over all closed checks, None while there are fewer than two."""
        if not self._earlier or not self.check_state.check.is_finished:
            return None
        return follow([*(taken for _check, taken in self._earlier), self._now])
