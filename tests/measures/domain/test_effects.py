"""What measures do to the landscape, by example and whatever the landscape."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.islands import Flow, FlowMethod
from measures.domain.effects import Effect, Touch, effect_of

ROSTER, PAYROLL, BOOKS, FILES, NEW = 1, 2, 3, 4, 9
SYSTEMS = (ROSTER, PAYROLL, BOOKS, FILES)
# Two islands: the roster, and the files on paper.
FLOWS = (
    Flow(ROSTER, PAYROLL, FlowMethod.TYPED),
    Flow(PAYROLL, BOOKS, FlowMethod.FILE),
    Flow(FILES, BOOKS, FlowMethod.PAPER),
)


def effect(*touches: tuple[int, Touch]) -> Effect:
    return effect_of(SYSTEMS, FLOWS, touches)


def ratings(*touches: tuple[int, Touch]) -> tuple[int, int]:
    found = effect(*touches)
    return found.integration, found.reuse


def test_connecting_an_island_takes_it_away():
    found = effect((ROSTER, Touch.CONNECTS), (PAYROLL, Touch.CONNECTS))
    assert found.joined == (ROSTER, PAYROLL)
    assert (found.islands, found.by_hand, found.new_flows) == (-1, -1, 0)
    assert (found.integration, found.reuse) == (5, 5)


def test_connecting_one_system_means_with_those_it_uses():
    found = effect((ROSTER, Touch.CONNECTS), (PAYROLL, Touch.USES))
    assert found.joined == (ROSTER, PAYROLL)
    assert found.islands == -1


def test_connecting_a_single_system_with_nothing_changes_nothing():
    found = effect((ROSTER, Touch.CONNECTS))
    assert (found.joined, found.uses) == ((), (ROSTER,))
    assert (found.integration, found.reuse) == (3, 5)


def test_new_flows_between_what_is_no_island_are_some_progress():
    assert ratings((PAYROLL, Touch.CONNECTS), (BOOKS, Touch.CONNECTS)) == (3, 5)
    flows = (*FLOWS, Flow(ROSTER, BOOKS, FlowMethod.TYPED), Flow(ROSTER, FILES, FlowMethod.FILE))
    found = effect_of(SYSTEMS, flows, [(ROSTER, Touch.CONNECTS), (PAYROLL, Touch.CONNECTS)])
    assert (found.islands, found.integration) == (0, 4)
    found = effect_of((ROSTER, PAYROLL), (), [(ROSTER, Touch.CONNECTS), (PAYROLL, Touch.CONNECTS)])
    assert (found.new_flows, found.integration) == (2, 4)


def test_only_using_what_is_there_changes_nothing_about_islands():
    assert ratings((ROSTER, Touch.USES), (FILES, Touch.USES)) == (3, 5)


def test_a_new_system_on_its_own_is_a_new_island():
    found = effect((NEW, Touch.INTRODUCES))
    assert found.isolated == (NEW,)
    assert (found.integration, found.reuse) == (1, 1)


def test_a_new_system_that_is_connected_is_no_new_island():
    found = effect((NEW, Touch.INTRODUCES), (ROSTER, Touch.CONNECTS))
    assert (found.joined, found.isolated, found.islands) == ((ROSTER, NEW), (), -1)
    assert (found.integration, found.reuse) == (5, 1)


def test_a_new_system_takes_over_the_connections_of_the_one_it_replaces():
    found = effect((NEW, Touch.INTRODUCES), (ROSTER, Touch.REPLACES))
    assert (found.islands, found.by_hand) == (0, 0)
    assert (found.integration, found.reuse) == (3, 2)
    found = effect((NEW, Touch.INTRODUCES), (ROSTER, Touch.REPLACES), (PAYROLL, Touch.CONNECTS))
    assert (found.islands, found.integration) == (-1, 5)


def test_a_new_system_for_several_old_ones_counts_as_half_reuse():
    found = effect((NEW, Touch.INTRODUCES), (ROSTER, Touch.REPLACES), (FILES, Touch.REPLACES))
    assert (found.islands, found.reuse) == (-1, 3)


def test_an_old_system_that_nothing_takes_over_is_gone_with_its_connections():
    found = effect((FILES, Touch.REPLACES))
    assert (found.islands, found.by_hand) == (-1, -1)
    assert (found.integration, found.reuse) == (5, 5)


def test_another_system_takes_over_and_what_was_between_the_two_is_gone():
    found = effect((ROSTER, Touch.REPLACES), (PAYROLL, Touch.USES))
    assert (found.islands, found.by_hand) == (-1, -1)


def test_an_introduced_system_does_not_count_as_being_there_before():
    flows = (*FLOWS, Flow(NEW, BOOKS, FlowMethod.TYPED))
    found = effect_of((*SYSTEMS, NEW), flows, [(NEW, Touch.INTRODUCES)])
    assert (found.islands, found.isolated) == (1, (NEW,))


def test_a_touched_system_that_is_not_in_use_yet_does_no_harm():
    assert ratings((NEW, Touch.USES)) == (3, 5)


@st.composite
def landscapes(draw):
    keys = draw(st.lists(st.integers(1, 12), unique=True, min_size=1, max_size=7))
    pairs = [(one, other) for one, other in product(keys, keys) if one != other]
    flows = st.builds(
        lambda pair, way: Flow(*pair, way),
        st.sampled_from(pairs or [(0, 0)]),
        st.sampled_from(FlowMethod),
    )
    touches = st.dictionaries(st.integers(1, 15), st.sampled_from(Touch), min_size=1, max_size=5)
    return keys, draw(st.lists(flows, max_size=12)) if pairs else [], draw(touches)


@given(landscapes())
def test_every_effect_gives_ratings_and_keeps_its_promises(landscape):
    keys, flows, touches = landscape
    found = effect_of(keys, flows, touches.items())
    assert found.integration in range(1, 6)
    assert found.reuse in range(1, 6)
    assert set(found.isolated) <= set(found.introduces)
    assert (found.reuse == 5) == (not found.introduces)
    if Touch.CONNECTS not in touches.values():
        assert found.new_flows == 0
    if set(touches.values()) == {Touch.USES}:
        assert (found.islands, found.by_hand, found.integration) == (0, 0, 3)
    if not found.introduces:
        # What is there already can only be joined or go: no new island, no new typing.
        assert found.by_hand <= 0


@given(landscapes())
def test_connecting_everything_leaves_no_island(landscape):
    keys, flows, _touches = landscape
    found = effect_of(keys, flows, [(key, Touch.CONNECTS) for key in keys])
    islands = effect_of(keys, flows, [(key, Touch.REPLACES) for key in keys])
    if len(keys) > 1:
        # Replacing everything by nothing leaves none either, so both take all islands away.
        assert found.islands == islands.islands


@pytest.mark.parametrize("touch", Touch)
def test_the_same_touch_twice_counts_once(touch):
    once = effect_of(SYSTEMS, FLOWS, [(ROSTER, touch)])
    assert effect_of(SYSTEMS, FLOWS, [(ROSTER, touch), (ROSTER, touch)]) == once
