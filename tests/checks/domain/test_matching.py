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


def test_several_questions_become_one_and_the_first_that_was_there_is_nearest():
    found = match(
        document(small_question("a"), small_question("b")),
        document(small_question("c", formerly=["x", "b", "a"])),
    )

    assert (keys(found.pairs), keys(found.further)) == ([("b", "c")], [("a", "c")])
    assert keys(found.origins("c")) == [("b", "c"), ("a", "c")]
    assert found.only_old == found.only_new == found.comparable == ()
    assert found.pairs[0].is_merged
    assert not found.pairs[0].is_split
    assert found.new_key_of == {"b": "c", "a": "c"}
    assert found.one_to_one == {"b": "c"}


def test_one_question_becomes_two_and_neither_is_compared():
    found = match(
        document(small_question("a")),
        document(small_question("b", formerly=["a"]), small_question("c", formerly=["a"])),
    )

    assert keys(found.pairs) == [("a", "b"), ("a", "c")]
    assert all(pair.is_split and pair.is_to_check and not pair.is_merged for pair in found.pairs)
    assert found.only_old == found.only_new == found.comparable == ()
    assert found.new_key_of == found.one_to_one == {"a": "b"}


def test_a_question_that_was_split_goes_on_under_its_own_key():
    found = match(
        document(small_question("a")),
        document(small_question("b", formerly=["a"]), small_question("a")),
    )

    assert keys(found.pairs) == [("a", "b"), ("a", "a")]
    assert keys(found.comparable) == [("a", "a")]
    assert found.new_key_of == found.one_to_one == {"a": "a"}
    assert all(pair.is_to_check for pair in found.pairs)


def test_a_question_that_took_another_one_in_goes_on_as_itself():
    found = match(
        document(small_question("b"), small_question("a")),
        document(small_question("a", formerly=["b"])),
    )

    assert keys(found.origins("a")) == [("a", "a"), ("b", "a")]
    assert keys(found.comparable) == [("a", "a")]


def test_a_question_that_another_catalogue_has_word_for_word_was_not_split():
    short = document(small_question("a")).model_copy(update={"key": "short"})
    large = document(small_question("a"), small_question("b", formerly=["a"]))

    assert keys(match(short, large).pairs) == keys(match(large, short).pairs) == [("a", "a")]
    assert names(match(short, large).only_new) == ["b"]


def test_what_was_split_in_an_earlier_version_stays_apart():
    one = document(small_question("a"), small_question("b", formerly=["a"]))

    assert keys(match(one, one).pairs) == [("a", "a"), ("b", "b")]
    assert not any(pair.is_to_check for pair in match(one, one).pairs)


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

    assert keys(found.pairs) == [("b", "b"), ("b", "c")]
    assert keys(found.comparable) == [("b", "b")]


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
    """A catalogue whose questions name any earlier keys, also ones of today."""
    today = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    questions = []
    for key in today:
        others = st.sampled_from([one for one in [*KEYS, "x", "y"] if one != key])
        questions.append(small_question(key, formerly=draw(st.lists(others, unique=True))))
    return document(*questions)


@given(catalogues(), catalogues())
def test_no_question_is_lost_and_each_new_one_has_one_that_is_nearest(old, new):
    found = match(old, new)
    every = (*found.pairs, *found.further)

    assert sorted([*names(found.only_new), *(pair.new.key for pair in found.pairs)]) == sorted(
        new.by_key
    )
    assert {*names(found.only_old), *(pair.old.key for pair in every)} == set(old.by_key)
    assert not set(names(found.only_old)) & {pair.old.key for pair in every}
    assert len(set(keys(every))) == len(every)


@given(catalogues(), catalogues())
def test_each_old_question_goes_on_at_one_place_with_a_way_back(old, new):
    found = match(old, new)

    assert set(found.new_key_of) == set(old.by_key) - set(names(found.only_old))
    assert len(set(found.one_to_one.values())) == len(found.one_to_one)
    for key in set(old.by_key) & set(new.by_key):
        assert found.new_key_of[key] == found.one_to_one[key] == key


@given(catalogues(), catalogues())
def test_looking_back_sees_the_same_pairs(old, new):
    there, back = match(old, new), match(new, old)

    assert set(keys((*there.pairs, *there.further))) == {
        (after, before) for before, after in keys((*back.pairs, *back.further))
    }


@given(catalogues(), catalogues())
def test_nothing_is_compared_with_two_questions(old, new):
    compared = match(old, new).comparable

    assert len({pair.old.key for pair in compared}) == len(compared)


@given(catalogues(), catalogues())
def test_the_same_key_is_always_matched(old, new):
    pairs = match(old, new).by_new_key

    for key in set(old.by_key) & set(new.by_key):
        assert pairs[key].old.key == key


@given(catalogues())
def test_a_catalogue_matches_itself_in_whole(one):
    found = match(one, one)

    assert keys(found.pairs) == [(key, key) for key in one.by_key]
