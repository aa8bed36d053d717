"""What an answer does not hold for: which exceptions can be noted at a question, and which are.

One level is chosen for the larger part; what differs is noted beside it („gilt nicht für einen
Standort“). Pure calculation on a catalogue document and answers.
"""

from __future__ import annotations

from collections.abc import Collection

from checks.domain.catalogue import (
    CatalogueDocument,
    ExceptionOption,
    Given,
    Question,
    QuestionKind,
)
from checks.domain.check_flow import CheckFlow
from checks.domain.conditions import judge


def offered_at(
    flow: CheckFlow, question: Question, noted: Collection[str] = ()
) -> tuple[ExceptionOption, ...]:
    """Return the exceptions that can be noted at a question, in the order of the catalogue.

    Those that make sense there and have no condition that is false, and those that are `noted`
    already: what an answer elsewhere hides is not lost with the next save.
    """
    if question.kind is not QuestionKind.LEVEL:
        return ()
    return tuple(
        one
        for one in flow.document.exceptions
        if one.key in noted or (_makes_sense(one, question) and _may_hold(one, flow))
    )


def _makes_sense(one: ExceptionOption, question: Question) -> bool:
    return not question.exceptions or one.key in question.exceptions


def _may_hold(one: ExceptionOption, flow: CheckFlow) -> bool:
    hidden = flow.document.by_key.keys() - flow.visible
    return one.condition is None or (
        judge(one.condition, flow.document, flow.given, hidden) is not False
    )


def noted_in(document: CatalogueDocument, given: Given | None) -> tuple[ExceptionOption, ...]:
    """Return the exceptions from the level of an answer, none where no level is chosen."""
    if given is None or given.level is None:
        return ()
    return tuple(one for one in document.exceptions if one.key in given.exceptions)
