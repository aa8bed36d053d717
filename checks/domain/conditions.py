"""Which questions are asked, depending on what was answered so far.

Conditions are judged in three values, after Kleene: true, false, and undecided (`None`).
A comparison with a question that has no answer yet, or „Weiß ich nicht“, is undecided; one
with „Trifft nicht zu“ or with a question that is itself hidden is false. Only a condition that
is false hides its question, so nothing disappears before something speaks against it. Answers
of hidden questions are left as they are and only not looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Any, TypeGuard

from checks.domain.catalogue import (
    CatalogueDocument,
    Condition,
    Given,
    Question,
    QuestionKind,
    Value,
)

Truth = bool | None
MOST_TRIED = 2000


def visible_keys(document: CatalogueDocument, answers: Mapping[str, Given]) -> tuple[str, ...]:
    """Return the keys of the opening facts and questions to be asked, in the document's order.

    Raises `ValueError` when conditions depend on each other in a circle or on a key that the
    document does not have, whatever the answers are.
    """
    hidden: set[str] = set()
    for key, condition in document.conditions_in_order:
        if judge(condition, document, answers, hidden) is False:
            hidden.add(key)
    return tuple(key for key in document.by_key if key not in hidden)


def judge(
    condition: Condition,
    document: CatalogueDocument,
    answers: Mapping[str, Given],
    hidden: Collection[str],
) -> Truth:
    """Return whether a condition holds; None while that is undecided.

    `hidden` are the keys, among those the condition looks at, of questions that are not asked.
    """
    if condition.answer is not None:
        if condition.answer in hidden:
            return False
        return _compare(condition, document.by_key[condition.answer], answers.get(condition.answer))
    if condition.not_ is not None:
        return negation(judge(condition.not_, document, answers, hidden))
    parts = condition.all_ or condition.any_ or ()
    truths = [judge(part, document, answers, hidden) for part in parts]
    return conjunction(truths) if condition.all_ else disjunction(truths)


def can_be_asked(question: Question, document: CatalogueDocument) -> bool:
    """Return whether some answers to the opening facts let a question be asked.

    So many combinations are tried as `MOST_TRIED`; where there are more, it is assumed.
    """
    looked_at = [
        fact
        for fact in document.facts
        if question.condition and fact.key in question.condition.keys
    ]
    turns = _numbers_in(question.condition) if question.condition else set()
    for tried, values in enumerate(product(*(_answers(fact, turns) for fact in looked_at))):
        given = {
            fact.key: Given("answered", value=value)
            for fact, value in zip(looked_at, values, strict=True)
        }
        if tried == MOST_TRIED or question.key in visible_keys(document, given):
            return True
    return False


def _numbers_in(condition: Condition) -> set[int]:
    """Return the numbers at which a condition may turn, and their neighbours."""
    named = (condition.is_, condition.at_least, condition.at_most, *(condition.in_ or ()))
    numbers = {one + step for one in named if _is_number(one) for step in (-1, 0, 1)}
    parts = (*(condition.all_ or ()), *(condition.any_ or ()))
    for part in (*parts, *((condition.not_,) if condition.not_ else ())):
        numbers |= _numbers_in(part)
    return numbers


def _answers(fact: Question, turns: Collection[int]) -> Sequence[Value]:
    """Return the answers to a fact among which a condition can make a difference."""
    keys = [option.key for option in fact.options]
    if fact.kind is QuestionKind.CHOICE:
        return keys
    if fact.kind is QuestionKind.CHOICES:
        return [(), keys, *([key] for key in keys)]
    if fact.kind is QuestionKind.NUMBER:
        lowest = fact.minimum or 0
        return [lowest, *(one for one in turns if lowest < one <= (fact.maximum or one))]
    return [True, False]


def conjunction(truths: Collection[Truth]) -> Truth:
    """Return whether all hold: false if one is false, else undecided if one is."""
    if False in truths:
        return False
    return None if None in truths else True


def disjunction(truths: Collection[Truth]) -> Truth:
    """Return whether any holds: true if one is true, else undecided if one is."""
    if True in truths:
        return True
    return None if None in truths else False


def negation(truth: Truth) -> Truth:
    """Return the opposite; what is undecided stays so."""
    return None if truth is None else not truth


def _compare(condition: Condition, question: Question, given: Given | None) -> Truth:
    if given is None or given.is_unknown:
        return None
    if given.is_not_applicable:
        return False
    said = _parts_said(question, given)
    if condition.at_least is not None:
        return any(_is_number(part) and part >= condition.at_least for part in said)
    if condition.at_most is not None:
        return any(_is_number(part) and part <= condition.at_most for part in said)
    wanted = condition.in_ or (condition.is_,)
    return any(_is_same(part, one) for part in said for one in wanted)


def _parts_said(question: Question, given: Given) -> tuple[Any, ...]:
    """Return what an answer says: the chosen options for `choices`, one thing otherwise."""
    if question.kind is QuestionKind.CHOICES:
        return tuple(given.value) if isinstance(given.value, list | tuple) else ()
    return (given.level if question.kind is QuestionKind.LEVEL else given.value,)


def _is_number(part: object) -> TypeGuard[int]:
    return isinstance(part, int) and not isinstance(part, bool)


def _is_same(part: object, wanted: object) -> bool:
    """Whether both are the same; Python alone would take yes for 1."""
    return type(part) is type(wanted) and part == wanted
