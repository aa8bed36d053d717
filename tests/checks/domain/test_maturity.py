"""Maturity: means of levels, and what counts and what does not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.catalogue import CatalogueDocument, Given
from checks.domain.maturity import (
    AreaMaturity,
    Maturity,
    area_maturity,
    assess,
    gaps,
    overall_maturity,
    percent,
    strengths,
)

UNKNOWN, NOT_APPLICABLE = Given("unknown"), Given("not_applicable")


def level(number: int) -> Given:
    return Given("answered", level=number)


def question(key: str) -> dict[str, Any]:
    return {
        "key": key,
        "text": "Wie ist es?",
        "help": "Hilfe.",
        "reason": "Grund.",
        "levels": ["Ein Satz."] * 5,
    }


def area(key: str, *questions: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": key,
        "title": "Handlungsfeld",
        "intro": "Worum es geht.",
        "requirement_prompt": {"text": "Was noch?", "starters": ["Muss eins", "Muss zwei"]},
        "questions": list(questions),
    }


DOCUMENT = CatalogueDocument.model_validate(
    {
        "key": "small",
        "version": 1,
        "title": "Klein",
        "intro": "Ein kleiner Katalog.",
        "facts": [{"key": "fact", "kind": "number", "text": "Wie viele?"}],
        "areas": [
            area("first", question("a1"), question("a2"), question("a3"), question("a4")),
            area("second", question("b1"), question("b2")),
            area("third", {"key": "c1", "kind": "yes_no", "text": "Ist es so?"}),
        ],
    }
)
KEYS = tuple(asked.key for asked in DOCUMENT.questions)
LEVEL_KEYS = KEYS[:-1]
answer_sets = st.dictionaries(
    st.sampled_from(LEVEL_KEYS),
    st.integers(0, 4).map(level) | st.sampled_from([UNKNOWN, NOT_APPLICABLE]),
)
key_sets = st.sets(st.sampled_from(KEYS))


def test_the_maturity_of_an_area_is_the_mean_of_its_levels():
    assert area_maturity([4, 4]) == 1
    assert area_maturity([0]) == 0
    assert area_maturity(iter([1, 2, 4])) == Fraction(7, 12)


def test_without_any_level_there_is_no_maturity():
    assert area_maturity([]) is None
    assert overall_maturity([]) is None
    assert overall_maturity([None, None]) is None
    assert percent(None) is None


def test_the_whole_is_the_mean_of_the_areas_that_have_one():
    assert overall_maturity([Fraction(1), None, Fraction(1, 2)]) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("maturity", "shown"), [((0, 1), 0), ((1, 8), 13), ((1, 3), 33), ((2, 3), 67), ((1, 1), 100)]
)
def test_maturity_is_shown_in_whole_percent_with_halves_rounded_up(maturity, shown):
    assert percent(Fraction(*maturity)) == shown


def test_an_assessment_tells_how_every_area_was_answered():
    answers = {
        "fact": Given("answered", value=3),
        "a1": level(3),
        "a2": UNKNOWN,
        "a3": NOT_APPLICABLE,
        "b1": level(1),
        "b2": level(2),
        "c1": Given("answered", value=True),
    }
    found = assess(DOCUMENT, answers, KEYS)
    assert found == Maturity(
        overall=Fraction(9, 16),
        areas=(
            AreaMaturity("first", Fraction(3, 4), 1, 1, 1, 1, 4),
            AreaMaturity("second", Fraction(3, 8), 2, 0, 0, 0, 2),
            AreaMaturity("third", None, 1, 0, 0, 0, 1),
        ),
    )
    assert found.percent == 56
    assert [part.percent for part in found.areas] == [75, 38, None]


def test_hidden_questions_have_no_part_in_it():
    found = assess(DOCUMENT, {"a1": level(4), "a2": level(0)}, {"a1"})
    assert found.overall == 1
    assert found.areas[0] == AreaMaturity("first", Fraction(1), 1, 0, 0, 0, 1)
    assert found.areas[1] == AreaMaturity("second", None, 0, 0, 0, 0, 0)


def test_before_the_first_answer_there_is_nothing_to_show():
    found = assess(DOCUMENT, {}, KEYS)
    assert (found.overall, found.percent) == (None, None)
    assert [part.open for part in found.areas] == [4, 2, 1]


@given(answer_sets, key_sets)
def test_every_question_asked_is_counted_once(answers, visible):
    for part in assess(DOCUMENT, answers, visible).areas:
        assert part.answered + part.unknown + part.not_applicable + part.open == part.total
        assert part.maturity is None or 0 <= part.maturity <= 1


@given(answer_sets, key_sets, st.sampled_from([UNKNOWN, NOT_APPLICABLE]))
def test_what_is_unknown_or_does_not_apply_never_changes_maturity(answers, visible, other):
    without = assess(DOCUMENT, answers, visible)
    found = assess(DOCUMENT, dict.fromkeys(KEYS, other) | answers, visible)
    assert found.overall == without.overall
    assert [part.maturity for part in found.areas] == [part.maturity for part in without.areas]


@given(answer_sets, key_sets, st.sampled_from(LEVEL_KEYS))
def test_a_higher_level_never_lowers_maturity(answers, visible, key):
    before = assess(DOCUMENT, answers | {key: level(2)}, visible).overall
    after = assess(DOCUMENT, answers | {key: level(3)}, visible).overall
    assert before == after if key not in visible else before < after


ANSWERS = {
    "fact": level(4),
    "a1": level(3),
    "a2": level(4),
    "a3": level(1),
    "a4": level(2),
    "b1": level(0),
    "b2": level(3),
    "c1": Given("answered", value=True),
}


def test_strengths_are_the_high_levels_the_best_first():
    assert strengths(DOCUMENT, ANSWERS, KEYS, 5) == ("a2", "a1", "b2")
    assert strengths(DOCUMENT, ANSWERS, KEYS, 2) == ("a2", "a1")


def test_gaps_are_the_low_levels_the_lowest_first():
    assert gaps(DOCUMENT, ANSWERS, KEYS, 5) == ("b1", "a3")
    assert gaps(DOCUMENT, ANSWERS, KEYS, 1) == ("b1",)


def test_hidden_questions_are_neither_strengths_nor_gaps():
    assert strengths(DOCUMENT, ANSWERS, {"a1", "a4"}, 5) == ("a1",)
    assert gaps(DOCUMENT, ANSWERS, {"a1", "a4"}, 5) == ()


def test_what_is_not_answered_is_neither_strength_nor_gap():
    answers = dict.fromkeys(KEYS, UNKNOWN) | {"a1": NOT_APPLICABLE}
    assert strengths(DOCUMENT, answers, KEYS, 5) == gaps(DOCUMENT, answers, KEYS, 5) == ()
