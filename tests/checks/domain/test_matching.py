"""Which questions of an older catalogue are which of a newer one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.catalogue import CatalogueDocument, Given, Question
from checks.domain.matching import Pair, carried, match
from tests.factories.checks import small_question


def document(*questions: dict[str, Any], facts: tuple[dict[str, Any], ...] = ()) -> Any:
    """A catalogue of one area with these questions."""
    return CatalogueDocument.model_validate(
        {
            "key": "small",
            "version": 1,
            "title": "Klein",
            "intro": "Ein kleiner Katalog.",
            "facts": list(facts),
            "areas": [
                {
                    "key": "only",
                    "title": "Handlungsfeld",
                    "intro": "Worum es geht.",
                    "requirement_prompt": {"text": "Was noch?", "starters": ["Muss a", "Muss b"]},
                    "questions": list(questions),
                }
            ],
        }
    )


def choice(key: str, *options: str, kind: str = "choice", **more: Any) -> dict[str, Any]:
    offered = [{"key": option, "label": f"Antwort {option}"} for option in options]
    return {"key": key, "kind": kind, "text": "Was trifft zu?", "options": offered} | more


def keys(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
    return [(pair.old.key, pair.new.key) for pair in pairs]


def names(questions: tuple[Question, ...]) -> list[str]:
    return [question.key for question in questions]


def answered(value: Any) -> Given:
    return Given("answered", value=value)


def test_the_same_key_is_the_same_question():
    found = match(
        document(small_question("a"), small_question("b")),
        document(small_question("b"), small_question("c")),
    )

    assert keys(found.pairs) == [("b", "b")]
    assert names(found.only_old) == ["a"]
    assert names(found.only_new) == ["c"]


def test_a_question_is_found_by_an_earlier_key():
    found = match(
        document(small_question("a")),
        document(small_question("b", formerly=["x", "a"])),
    )

    assert keys(found.pairs) == [("a", "b")]
    assert found.by_new_key["b"].is_renamed
    assert found.only_old == found.only_new == ()


def test_of_several_earlier_keys_the_first_that_was_there_counts():
    found = match(
        document(small_question("a"), small_question("b")),
        document(small_question("c", formerly=["x", "b", "a"])),
    )

    assert keys(found.pairs) == [("b", "c")]
    assert names(found.only_old) == ["a"]


def test_a_later_check_on_the_earlier_version_finds_its_questions_too():
    found = match(
        document(small_question("b", formerly=["a"])),
        document(small_question("a"), small_question("c")),
    )

    assert keys(found.pairs) == [("b", "a")]
    assert names(found.only_new) == ["c"]


def test_the_same_key_goes_before_an_earlier_one():
    found = match(
        document(small_question("a"), small_question("b", formerly=["c"])),
        document(small_question("b"), small_question("c")),
    )

    assert keys(found.pairs) == [("b", "b")]
    assert names(found.only_new) == ["c"]


def test_opening_facts_are_matched_like_questions():
    fact = {"key": "staff", "kind": "number", "text": "Wie viele?"}
    found = match(document(small_question("a"), facts=(fact,)), document({**fact, "key": "staff"}))

    assert keys(found.pairs) == [("staff", "staff")]


def test_levels_are_compared_with_levels_only():
    found = match(
        document(
            small_question("a"), choice("b", "x", "y"), {"key": "c", "kind": "text", "text": "Was?"}
        ),
        document(
            small_question("a"), small_question("b"), {"key": "c", "kind": "text", "text": "Was?"}
        ),
    )

    assert keys(found.comparable) == [("a", "a")]
    assert keys(found.of_same_kind) == [("a", "a"), ("c", "c")], (
        "one without levels, one with others"
    )


@pytest.mark.parametrize(
    ("change", "reworded"),
    [
        ({}, False),
        ({"help": "Neu erklärt."}, False),
        ({"text": "Wie ist es heute?"}, True),
        ({"levels": ["Anders."] * 5}, True),
    ],
)
def test_other_words_are_noticed(change, reworded):
    found = match(document(small_question("a")), document(small_question("a", **change)))

    assert found.pairs[0].is_reworded is reworded
    assert found.pairs[0].is_comparable


YES_NO = {"key": "q", "kind": "yes_no", "text": "Ist es so?"}
NUMBER = {"key": "q", "kind": "number", "text": "Wie viele?"}
TEXT = {"key": "q", "kind": "text", "text": "Was?"}


@pytest.mark.parametrize(
    ("old", "new", "said", "fits"),
    [
        (small_question("q"), small_question("q"), Given("answered", level=0), True),
        (small_question("q"), YES_NO, Given("answered", level=1), False),
        (small_question("q"), YES_NO, Given("unknown"), True),
        (TEXT, small_question("q"), Given("not_applicable"), True),
        (YES_NO, YES_NO, answered(False), True),
        (TEXT, TEXT, answered("Im Keller"), True),
        (choice("q", "a", "b"), choice("q", "b", "c"), answered("b"), True),
        (choice("q", "a", "b"), choice("q", "b", "c"), answered("a"), False),
        (
            choice("q", "a", "b", kind="choices"),
            choice("q", "b", "c", kind="choices"),
            answered(["b"]),
            True,
        ),
        (
            choice("q", "a", "b", kind="choices"),
            choice("q", "b", "c", kind="choices"),
            answered(["a", "b"]),
            False,
        ),
        (
            choice("q", "a", "b", kind="choices"),
            choice("q", "b", "c", kind="choices"),
            answered("a"),
            False,
        ),
        (NUMBER, NUMBER, answered(7), True),
        (NUMBER, {**NUMBER, "minimum": 7, "maximum": 7}, answered(7), True),
        (NUMBER, {**NUMBER, "minimum": 8}, answered(7), False),
        (NUMBER, {**NUMBER, "maximum": 6}, answered(7), False),
        (NUMBER, NUMBER, answered("viele"), False),
    ],
    ids=str,
)
def test_an_old_answer_is_carried_when_it_still_says_something(old, new, said, fits):
    pair = match(document(old), document(new)).pairs[0]

    assert carried(pair, said) == (said if fits else None)


KEYS = ["a", "b", "c", "d", "e"]


@st.composite
def catalogues(draw: Any) -> CatalogueDocument:
    """A catalogue whose questions have earlier keys, each claimed once and none of today."""
    today = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    free = draw(st.permutations([key for key in [*KEYS, "x", "y"] if key not in today]))
    questions = []
    for key in today:
        count = draw(st.integers(0, len(free)))
        formerly, free = free[:count], free[count:]
        questions.append(small_question(key, formerly=formerly))
    return document(*questions)


@given(catalogues(), catalogues())
def test_no_question_is_lost_or_matched_twice(old, new):
    found = match(old, new)

    assert sorted([*names(found.only_new), *(pair.new.key for pair in found.pairs)]) == sorted(
        new.by_key
    )
    assert sorted([*names(found.only_old), *(pair.old.key for pair in found.pairs)]) == sorted(
        old.by_key
    )


@given(catalogues(), catalogues())
def test_the_same_key_is_always_matched(old, new):
    pairs = match(old, new).by_new_key

    for key in set(old.by_key) & set(new.by_key):
        assert pairs[key].old.key == key


@given(catalogues())
def test_a_catalogue_matches_itself_in_whole(one):
    found = match(one, one)

    assert keys(found.pairs) == [(key, key) for key in one.by_key]
