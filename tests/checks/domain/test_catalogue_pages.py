"""Rules that keep the way through a check clear: keys of pages, opening facts, numbers."""

from __future__ import annotations

from typing import Any

import pytest

from checks.domain.catalogue import CatalogueDocument
from checks.domain.catalogue_rules import find_problems
from tests.factories import small_document


def problems(place: str, value: Any) -> list[tuple[Any, str]]:
    """Return the problems of the small catalogue with another value at `a.0.b`."""
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    part: Any = content
    for step in way:
        part = part[step]
    part[last] = value
    document = CatalogueDocument.model_validate(content)
    return [(problem.place, problem.reason) for problem in find_problems(document)]


@pytest.mark.parametrize(
    ("place", "value", "where", "reason"),
    [
        (
            "areas.1.questions.2.key",
            "leadership",
            ("areas", 1, "questions", 2),
            "Den Schlüssel „leadership“ hat schon ein Handlungsfeld.",
        ),
        (
            "areas.1.questions.2.key",
            "facts",
            ("areas", 1, "questions", 2),
            "Der Schlüssel „facts“ ist vergeben, bitte anders nennen.",
        ),
        (
            "areas.1.key",
            "facts",
            ("areas", 1),
            "Der Schlüssel „facts“ ist vergeben, bitte anders nennen.",
        ),
        (
            "facts.3.condition",
            {"answer": "donations", "is": True},
            ("facts", 3, "condition"),
            "Eine Angabe unter „facts“ kann keine Bedingung haben.",
        ),
        (
            "facts.1.prefill",
            "field_of_work",
            ("facts", 1, "prefill"),
            "„prefill: field_of_work“ braucht „kind: choice“.",
        ),
        (
            "facts.1.maximum",
            -1,
            ("facts", 1, "maximum"),
            "„maximum“ ist kleiner als „minimum“.",
        ),
    ],
)
def test_what_would_lead_astray_is_refused(place, value, where, reason):
    assert problems(place, value) == [(where, reason)]


def test_a_fact_has_no_levels():
    level = small_document().questions[0].model_dump(mode="json", exclude_none=True)
    found = problems("facts.2", level | {"key": "donations", "kind": "level"})
    assert (("facts", 2), "Eine Angabe unter „facts“ kann keine Stufen haben.") in found


def test_a_fact_may_be_called_like_an_area():
    assert problems("facts.3.key", "security") == []
