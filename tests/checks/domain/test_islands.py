"""Islands, groups, double entries: by example, by invariants, and against the plain definition."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.islands import BY_HAND, Flow, FlowMethod, Survey, SystemStanding, survey

ROSTER, PAYROLL, BOOKS, WEBSITE, FILES = range(1, 6)
SYSTEMS = (ROSTER, PAYROLL, BOOKS, WEBSITE, FILES)


def standings(*flows: Flow) -> dict[int, SystemStanding]:
    return dict(survey(SYSTEMS, flows).standings)


class TestStanding:
    @pytest.mark.parametrize("way", [FlowMethod.TYPED, FlowMethod.PAPER])
    def test_a_system_whose_data_leaves_only_by_hand_is_an_island(self, way):
        found = standings(Flow(ROSTER, PAYROLL, way))
        assert found[ROSTER] is SystemStanding.ISLAND
        assert found[PAYROLL] is SystemStanding.END

    @pytest.mark.parametrize("way", [FlowMethod.AUTOMATIC, FlowMethod.FILE])
    def test_one_flow_that_leaves_is_enough_to_be_no_island(self, way):
        found = standings(Flow(ROSTER, PAYROLL, FlowMethod.TYPED), Flow(ROSTER, BOOKS, way))
        assert found[ROSTER] is SystemStanding.OPEN

    def test_what_arrives_does_not_take_an_island_away(self):
        found = standings(
            Flow(BOOKS, ROSTER, FlowMethod.AUTOMATIC), Flow(ROSTER, PAYROLL, FlowMethod.PAPER)
        )
        assert found[ROSTER] is SystemStanding.ISLAND

    def test_a_system_where_everything_ends_is_no_island(self):
        assert standings(Flow(FILES, WEBSITE, FlowMethod.TYPED))[WEBSITE] is SystemStanding.END

    def test_a_system_without_connections_is_alone_and_no_island(self):
        found = survey(SYSTEMS, [])
        assert found.alone == SYSTEMS
        assert found.islands == ()


class TestFigures:
    def test_count_what_goes_by_hand_and_nothing_else(self):
        found = survey(
            SYSTEMS,
            [
                Flow(ROSTER, PAYROLL, FlowMethod.TYPED, Fraction(5, 2), 12),
                Flow(PAYROLL, BOOKS, FlowMethod.PAPER, Fraction(4), 15),
                Flow(BOOKS, FILES, FlowMethod.FILE, Fraction(100), 100),
            ],
        )
        assert found.double_entries_a_week == Fraction(13, 2)
        assert found.minutes_a_week == 90
        assert found.unmeasured == 0

    def test_say_how_much_nobody_measured(self):
        found = survey(
            SYSTEMS,
            [
                Flow(ROSTER, PAYROLL, FlowMethod.TYPED, Fraction(3), None),
                Flow(ROSTER, BOOKS, FlowMethod.TYPED, None, 20),
                Flow(ROSTER, FILES, FlowMethod.FILE),
            ],
        )
        assert (found.double_entries_a_week, found.minutes_a_week, found.unmeasured) == (3, 0, 2)


def test_groups_are_joined_by_what_flows_in_any_direction():
    found = survey(
        SYSTEMS,
        [
            Flow(PAYROLL, ROSTER, FlowMethod.AUTOMATIC),
            Flow(PAYROLL, FILES, FlowMethod.FILE),
            Flow(FILES, BOOKS, FlowMethod.TYPED),
        ],
    )
    assert found.groups == ((ROSTER, PAYROLL, FILES), (BOOKS,), (WEBSITE,))


@pytest.mark.parametrize(
    "flow", [Flow(1, 1, FlowMethod.FILE), Flow(1, 9, FlowMethod.FILE), Flow(9, 1, FlowMethod.FILE)]
)
def test_a_connection_needs_two_systems_that_are_there(flow):
    with pytest.raises(ValueError, match="no connection"):
        survey(SYSTEMS, [flow])


@st.composite
def landscapes(draw) -> tuple[list[int], list[Flow]]:
    keys = draw(st.lists(st.integers(1, 99), unique=True, max_size=8))
    pairs = [(one, other) for one, other in product(keys, keys) if one != other]
    flows = draw(
        st.lists(
            st.builds(
                lambda pair, way, times, minutes: Flow(*pair, way, times, minutes),
                st.sampled_from(pairs),
                st.sampled_from(FlowMethod),
                st.none() | st.fractions(0, 50, max_denominator=100),
                st.none() | st.integers(0, 240),
            ),
            max_size=16,
        )
        if pairs
        else st.just([])
    )
    return keys, flows


def reached(key: int, keys: list[int], flows: list[Flow]) -> frozenset[int]:
    """Return what flows lead to from a system, by trying all of them again and again."""
    found = {key}
    for _ in keys:
        for flow in flows:
            ends = {flow.source, flow.target}
            if flow.method not in BY_HAND and found & ends:
                found |= ends
    return frozenset(found)


@given(landscapes())
def test_agrees_with_the_definition_tried_on_every_system(landscape):
    keys, flows = landscape
    found = survey(keys, flows)
    for key in keys:
        out = {flow.method for flow in flows if flow.source == key}
        incoming = any(flow.target == key for flow in flows)
        assert (found.standings[key] is SystemStanding.ISLAND) == (bool(out) and out <= BY_HAND)
        assert (found.standings[key] is SystemStanding.OPEN) == bool(out - BY_HAND)
        assert (found.standings[key] is SystemStanding.ALONE) == (not out and not incoming)
    assert {frozenset(group) for group in found.groups} == {
        reached(key, keys, flows) for key in keys
    }
    assert sorted(key for group in found.groups for key in group) == sorted(keys)


def figures(found: Survey) -> tuple[Fraction, Fraction, int]:
    return found.double_entries_a_week, found.minutes_a_week, found.unmeasured


@given(landscapes())
def test_the_order_of_connections_does_not_matter(landscape):
    keys, flows = landscape
    there, back = survey(keys, flows), survey(keys, flows[::-1])
    assert there.standings == back.standings
    assert set(there.groups) == set(back.groups)
    assert figures(there) == figures(back)


@given(landscapes(), st.data())
def test_letting_a_connection_flow_never_makes_an_island_nor_costs_time(landscape, data):
    keys, flows = landscape
    if not flows:
        return
    number = data.draw(st.integers(0, len(flows) - 1))
    better = [*flows]
    better[number] = replace(flows[number], method=FlowMethod.AUTOMATIC)
    before, after = survey(keys, flows), survey(keys, better)
    assert set(after.islands) <= set(before.islands)
    assert len(after.groups) <= len(before.groups)
    assert after.double_entries_a_week <= before.double_entries_a_week
    assert after.minutes_a_week <= before.minutes_a_week


@given(landscapes())
def test_without_work_by_hand_there_is_neither_an_island_nor_a_double_entry(landscape):
    keys, flows = landscape
    found = survey(keys, [replace(flow, method=FlowMethod.FILE) for flow in flows])
    assert found.islands == ()
    assert figures(found) == (0, 0, 0)
