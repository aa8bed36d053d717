"""What changed between checks, on the questions that can be compared and no others."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.catalogue import CatalogueDocument, Given
from checks.domain.comparing import (
    AreaChange,
    CheckComparison,
    CheckSnapshot,
    Coverage,
    Trend,
    compare,
    follow,
)
from checks.domain.conditions import visible_keys
from checks.domain.maturity import area_maturity, assess
from tests.factories.checks import small_question

UNKNOWN, NOT_APPLICABLE = Given("unknown"), Given("not_applicable")


def level(number: int) -> Given:
    return Given("answered", level=number)


def document(**areas: list[Any]) -> CatalogueDocument:
    """A catalogue with these areas; a question is its key or the whole of it."""
    return CatalogueDocument.model_validate(
        {
            "key": "small",
            "version": 1,
            "title": "Klein",
            "intro": "Ein kleiner Katalog.",
            "areas": [
                {
                    "key": key,
                    "title": "Handlungsfeld",
                    "intro": "Worum es geht.",
                    "requirement_prompt": {"text": "Was noch?", "starters": ["Muss a", "Muss b"]},
                    "questions": [
                        small_question(one) if isinstance(one, str) else one for one in questions
                    ],
                }
                for key, questions in areas.items()
            ],
        }
    )


def taken(asked: CatalogueDocument, **answers: Any) -> CheckSnapshot:
    """A check with these answers; a number is a level."""
    said = {key: level(one) if isinstance(one, int) else one for key, one in answers.items()}
    return CheckSnapshot(asked, said, visible_keys(asked, said))


TWO_AREAS = document(first=["a", "b"], second=["c", "d"])


def test_each_area_is_computed_on_the_questions_that_have_a_level_both_times():
    found = compare(taken(TWO_AREAS, a=1, b=4, c=0), taken(TWO_AREAS, a=3, b=UNKNOWN, c=2, d=4))

    first, second = found.areas
    assert (first.before, first.after) == (Fraction(1, 4), Fraction(3, 4))
    assert (first.compared, first.asked) == (1, 2)
    assert (second.before, second.after) == (0, Fraction(1, 2))
    assert (found.overall.before, found.overall.after) == (Fraction(1, 8), Fraction(5, 8))
    assert found.coverage == Coverage(
        asked=4,
        compared=2,
        new=0,
        regrouped=0,
        other_kind=0,
        without_level=2,
        dropped=0,
        reworded=0,
    )


def test_new_dropped_and_changed_questions_are_counted_and_left_out():
    old = document(first=["a", "gone", {"key": "b", "kind": "yes_no", "text": "Ist es so?"}])
    new = document(first=["a", "b", "fresh"])

    found = compare(
        taken(old, a=1, gone=4, b=Given("answered", value=True)), taken(new, a=2, b=4, fresh=0)
    )

    assert found.coverage == Coverage(
        asked=3,
        compared=1,
        new=1,
        regrouped=0,
        other_kind=1,
        without_level=0,
        dropped=1,
        reworded=0,
    )
    assert [(one.question.key, one.before, one.after) for one in found.changes] == [("a", 1, 2)]


def test_a_question_is_followed_under_its_new_key_and_into_another_area():
    old = document(first=["a", "b"])
    new = document(first=["b"], second=[small_question("now-a", formerly=["a"])])

    found = compare(taken(old, a=1, b=2), taken(new, **{"now-a": 4, "b": 1}))

    assert [(one.question.key, one.area_key, one.trend) for one in found.changes] == [
        ("b", "first", Trend.WORSE),
        ("now-a", "second", Trend.BETTER),
    ]


def test_of_what_was_split_only_the_question_that_kept_its_key_is_compared():
    old = document(first=["a"])
    new = document(first=[small_question("a", text="Neu?"), small_question("b", formerly=["a"])])

    found = compare(taken(old, a=1), taken(new, a=3, b=4))

    assert [(one.question.key, one.before, one.after) for one in found.changes] == [("a", 1, 3)]
    assert (found.coverage.regrouped, found.coverage.reworded) == (1, 1)
    assert follow([taken(old, a=1), taken(new, a=3, b=4)]).compared == 1


def test_what_several_questions_became_is_not_compared_but_under_a_key_it_kept():
    old = document(first=["a", "b", "c", "d"])
    new = document(
        first=[small_question("ab", formerly=["a", "b"]), small_question("c", formerly=["d"])]
    )

    found = compare(taken(old, a=1, b=2, c=3, d=4), taken(new, ab=3, c=4))

    assert [(one.question.key, one.before, one.after) for one in found.changes] == [("c", 3, 4)]
    assert (found.coverage.regrouped, found.coverage.dropped) == (1, 0)


def test_what_conditions_hide_is_not_compared():
    asked = document(
        first=["a", small_question("b", condition={"answer": "a", "at_least": 2}), "c"]
    )

    found = compare(taken(asked, a=3, b=4, c=1), taken(asked, a=1, b=0, c=1))

    assert [one.question.key for one in found.changes] == ["a", "c"]
    assert found.coverage.asked == 2


def test_improvements_are_told_by_area_and_what_moved_as_a_whole():
    found = compare(taken(TWO_AREAS, a=1, b=2, c=3, d=3), taken(TWO_AREAS, a=2, b=1, c=4, d=3))

    assert [one.question.key for one in found.improved_in("first")] == ["a"]
    assert [one.question.key for one in found.improved_in("second")] == ["c"]
    assert [one.question.key for one in found.moved] == ["a", "b", "c"]


def test_an_area_without_anything_to_compare_has_no_change():
    found = compare(taken(TWO_AREAS, a=1), taken(TWO_AREAS, a=2, c=4))

    assert found.areas[1] == AreaChange("second", None, None, compared=0, asked=2)
    assert found.areas[1].trend is None
    assert found.areas[1].percents == (None, None)
    assert found.areas[1].points == 0
    assert found.areas[0].points == 25


def answer_sets(keys: list[str]) -> st.SearchStrategy[dict[str, Given]]:
    return st.dictionaries(
        st.sampled_from(keys),
        st.integers(0, 4).map(level) | st.sampled_from([UNKNOWN, NOT_APPLICABLE]),
    )


CATALOGUES = [
    TWO_AREAS,
    document(first=["a", "b", "e"], second=["d"]),
    document(
        first=[small_question("x", formerly=["a"]), "b"],
        third=["c", {"key": "d", "kind": "text", "text": "Was?"}],
    ),
    document(
        first=[small_question("a", formerly=["d"]), small_question("x", formerly=["a", "b"])],
        second=[small_question("y", formerly=["a", "c"])],
    ),
    document(
        first=["a", small_question("c", condition={"answer": "a", "at_least": 2})], second=["d"]
    ),
]


@st.composite
def checks(draw: Any) -> CheckSnapshot:
    """A check on one of several catalogues with any answers."""
    asked = draw(st.sampled_from(CATALOGUES))
    said = draw(answer_sets([question.key for question in asked.questions]))
    return CheckSnapshot(asked, said, visible_keys(asked, said))


@given(checks(), checks())
def test_every_question_asked_is_compared_or_there_is_a_reason(old, new):
    found = compare(old, new).coverage

    reasons = (found.new, found.regrouped, found.other_kind, found.without_level)
    assert found.asked == found.compared + sum(reasons)
    assert min(found.compared, *reasons) >= 0
    assert 0 <= found.reworded <= found.compared
    assert 0 <= found.dropped <= len(old.asked)


@given(checks())
def test_a_check_compared_with_itself_has_not_changed(check):
    found = compare(check, check)

    assert found.moved == ()
    assert found.coverage.compared == len(check.levels)
    assert all(area.trend in (None, Trend.SAME) for area in (*found.areas, found.overall))


@given(checks(), checks())
def test_the_way_back_is_the_same_way(old, new):
    there, back = compare(old, new), compare(new, old)

    assert sorted((one.before, one.after) for one in there.changes) == sorted(
        (one.after, one.before) for one in back.changes
    )


@given(answer_sets(["a", "b", "c", "d"]), answer_sets(["a", "b", "c", "d"]))
def test_maturity_is_that_of_the_compared_questions_alone(before, after):
    found = compare(taken(TWO_AREAS, **before), taken(TWO_AREAS, **after))

    keys = {one.question.key for one in found.changes}
    only = {key: one for key, one in after.items() if key in keys}
    expected = assess(TWO_AREAS, only, tuple(TWO_AREAS.by_key))
    assert [area.after for area in found.areas] == [area.maturity for area in expected.areas]
    assert found.overall.after == expected.overall


@given(checks(), checks(), st.integers(0, 3))
def test_a_higher_level_never_makes_an_area_worse(old, new, place):
    found = compare(old, new)
    if not found.changes:
        return
    change = found.changes[place % len(found.changes)]
    raised = {**new.given, change.question.key: level(4)}
    better: CheckComparison = compare(old, CheckSnapshot(new.document, raised, new.visible))

    for area, higher in zip(found.areas, better.areas, strict=True):
        assert area.after is None or higher.after >= area.after


class TestFollowing:
    def test_every_area_has_a_point_for_every_check(self):
        found = follow(
            [taken(TWO_AREAS, a=0, c=4), taken(TWO_AREAS, a=2, c=3), taken(TWO_AREAS, a=4, c=2)]
        )

        assert found.shown == (0, 1, 2)
        assert found.areas[0].points == (0, Fraction(1, 2), 1)
        assert found.areas[1].points == (1, Fraction(3, 4), Fraction(1, 2))
        assert found.overall.points == (Fraction(1, 2), Fraction(5, 8), Fraction(3, 4))
        assert (found.compared, found.asked) == (2, 4)

    def test_lines_rest_on_questions_with_a_level_in_all_checks(self):
        found = follow(
            [taken(TWO_AREAS, a=0, b=4), taken(TWO_AREAS, a=1, b=UNKNOWN), taken(TWO_AREAS, a=2)]
        )

        assert found.areas[0].points == (0, Fraction(1, 4), Fraction(1, 2))
        assert found.areas[0].compared == found.compared == 1
        assert found.areas[1].points == ()

    def test_a_check_that_shares_too_little_is_left_out(self):
        short = document(first=["a"])
        found = follow(
            [
                taken(short, a=4),
                taken(TWO_AREAS, a=1, b=1, c=1),
                taken(TWO_AREAS, a=2, b=2, c=2),
            ]
        )

        assert (found.shown, found.left_out) == ((1, 2), (0,))
        assert found.compared == 3

    def test_without_any_level_there_are_no_lines(self):
        found = follow([taken(TWO_AREAS, a=1), taken(TWO_AREAS)])

        assert found.overall.points == ()
        assert [line.points for line in found.areas] == [(), ()]

    def test_there_has_to_be_a_check(self):
        with pytest.raises(ValueError, match="nothing to follow"):
            follow([])


@given(st.lists(checks(), min_size=1, max_size=5))
def test_lines_have_a_point_for_every_check_shown_or_none(several):
    found = follow(several)

    assert sorted((*found.shown, *found.left_out)) == list(range(len(several)))
    assert found.shown[-1] == len(several) - 1
    for line in (*found.areas, found.overall):
        assert len(line.points) in (0, len(found.shown))
        assert all(0 <= point <= 1 for point in line.points)
    assert found.compared == sum(line.compared for line in found.areas) <= found.asked


@given(answer_sets(["a", "b", "c", "d"]), answer_sets(["a", "b", "c", "d"]))
def test_two_checks_on_the_same_questions_say_the_same_as_line_and_as_comparison(before, after):
    old, new = taken(TWO_AREAS, **before), taken(TWO_AREAS, **after)
    lines, change = follow([old, new]), compare(old, new)

    if lines.left_out:
        return
    for line, area in zip(lines.areas, change.areas, strict=True):
        assert line.points == (() if area.before is None else (area.before, area.after))


def test_a_line_ends_at_the_maturity_of_the_area_when_all_is_comparable():
    found = follow([taken(TWO_AREAS, a=1, b=2), taken(TWO_AREAS, a=3, b=4)])

    assert found.areas[0].points[-1] == area_maturity([3, 4])
