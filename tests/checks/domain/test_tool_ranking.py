"""Comparing tools: what must be decides before any points, and is never hidden."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.tool_ranking import (
    LEAST_FIRST,
    Demand,
    MustGroup,
    ToolVerdict,
    Weight,
    compare,
    least_favourable,
)
from checks.models import Priority, VerdictChoice

MUST, SHOULD, COULD = Weight
MET, PARTLY, NOT_MET, OPEN = ToolVerdict
DEMANDS = [Demand(1, MUST), Demand(2, MUST), Demand(3, SHOULD), Demand(4, COULD)]

ANY_DEMANDS = st.lists(st.sampled_from(Weight), max_size=7).map(
    lambda weights: [Demand(key, weight) for key, weight in enumerate(weights)]
)
ANY_VERDICTS = st.dictionaries(
    st.integers(1, 6),
    st.dictionaries(st.integers(0, 8), st.sampled_from(ToolVerdict), max_size=8),
    max_size=6,
)


def judged(*verdicts):
    return dict(enumerate(verdicts, start=1))


def test_an_unmet_must_stands_behind_everyone_without_whatever_its_points():
    rich = judged(MET, NOT_MET, MET, MET)
    poor = judged(MET, OPEN, NOT_MET, NOT_MET)
    first, last = compare(DEMANDS, {1: rich, 2: poor})
    assert (first.tool, last.tool) == (2, 1)
    assert last.points > first.points
    assert (first.group, last.group) == (MustGroup.MUSTS_UNCERTAIN, MustGroup.MUSTS_UNMET)
    assert (last.unmet_musts, first.open_musts) == ((2,), (2,))


def test_who_meets_every_must_stands_before_who_might():
    sure = judged(MET, MET, NOT_MET, NOT_MET)
    unsure = judged(MET, PARTLY, MET, MET)
    first, second = compare(DEMANDS, {1: unsure, 2: sure})
    assert (first.tool, first.group, first.place) == (2, MustGroup.ALL_MUSTS, 1)
    assert (second.partly_musts, second.place) == ((2,), 2)


def test_points_weigh_must_three_times_should_twice_and_partly_by_half():
    (outcome,) = compare(DEMANDS, {1: judged(MET, PARTLY, MET, OPEN)})
    assert outcome.points == Fraction(100) * (3 + Fraction(3, 2) + 2) / 9
    assert outcome.shown_points == 72
    assert [outcome.number(verdict) for verdict in ToolVerdict] == [2, 1, 0, 1]


def test_without_requirements_there_are_no_points():
    (outcome,) = compare([], {1: judged(MET)})
    assert (outcome.points, outcome.shown_points, outcome.group) == (
        None,
        None,
        MustGroup.ALL_MUSTS,
    )


def test_equal_tools_share_a_place():
    same = judged(MET, MET, MET, MET)
    worse = judged(MET, MET, MET, PARTLY)
    assert [outcome.place for outcome in compare(DEMANDS, {1: same, 2: worse, 3: same})] == [
        1,
        1,
        3,
    ]


def test_what_nobody_judged_is_open():
    (outcome,) = compare(DEMANDS, {1: {}})
    assert outcome.open_musts == (1, 2)
    assert outcome.points == 0


@given(ANY_DEMANDS, ANY_VERDICTS)
def test_no_must_that_is_not_met_is_ever_hidden_or_outweighed(demands, verdicts):
    outcomes = compare(demands, verdicts)
    assert {outcome.tool for outcome in outcomes} == set(verdicts)
    musts = {demand.key for demand in demands if demand.weight is MUST}
    for outcome in outcomes:
        named = {*outcome.unmet_musts, *outcome.partly_musts, *outcome.open_musts}
        met = {key for key in musts if verdicts[outcome.tool].get(key) is MET}
        assert named == musts - met
        assert sum(outcome.counts.values()) == len(demands)
    for better in outcomes:
        for worse in outcomes:
            if worse.unmet_musts and not better.unmet_musts:
                assert worse.place > better.place


@given(ANY_DEMANDS, ANY_VERDICTS)
def test_places_do_not_depend_on_the_order_of_tools(demands, verdicts):
    backwards = dict(reversed(verdicts.items()))
    assert compare(demands, verdicts) == compare(demands, backwards)


@given(ANY_DEMANDS.filter(bool), ANY_VERDICTS, st.data())
def test_meeting_one_more_never_makes_a_place_worse(demands, verdicts, data):
    if not verdicts:
        return
    tool = data.draw(st.sampled_from(sorted(verdicts)))
    key = data.draw(st.sampled_from([demand.key for demand in demands]))
    better = verdicts | {tool: verdicts[tool] | {key: MET}}

    def place(given):
        return next(outcome.place for outcome in compare(demands, given) if outcome.tool == tool)

    assert place(better) <= place(verdicts)


@given(st.lists(st.sampled_from(ToolVerdict)))
def test_the_least_favourable_verdict_is_no_better_than_any(verdicts):
    least = least_favourable(verdicts)
    assert all(LEAST_FIRST.index(least) <= LEAST_FIRST.index(one) for one in verdicts)
    assert verdicts or least is OPEN


@pytest.mark.parametrize(("ours", "stored"), [(ToolVerdict, VerdictChoice), (Weight, Priority)])
def test_the_database_knows_the_same_words(ours, stored):
    assert [str(one) for one in ours] == list(stored.values)
