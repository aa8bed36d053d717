"""Places given by hand in an order by points."""

from hypothesis import given
from hypothesis import strategies as st

from measures.domain.ranking import put_in_places

ORDERS = st.lists(st.integers(1, 30), unique=True, max_size=12)
PLACES = st.dictionaries(st.integers(1, 40), st.integers(1, 15), max_size=6)


def test_without_places_nothing_moves():
    assert put_in_places([3, 1, 2], {}) == [3, 1, 2]


def test_a_measure_stands_where_it_was_put_and_the_others_close_up():
    assert put_in_places([1, 2, 3, 4], {4: 1}) == [4, 1, 2, 3]
    assert put_in_places([1, 2, 3, 4], {1: 3, 4: 1}) == [4, 2, 1, 3]


def test_of_two_with_the_same_place_the_later_one_stands_there():
    assert put_in_places([1, 2, 3], {3: 1, 2: 1}) == [2, 3, 1]


def test_a_place_behind_the_end_is_the_end():
    assert put_in_places([1, 2, 3], {1: 99}) == [2, 3, 1]


@given(ORDERS, PLACES)
def test_nothing_is_lost_and_the_others_keep_their_order(order, places):
    found = put_in_places(order, places)
    assert sorted(found) == sorted(order)
    assert [one for one in found if one not in places] == [
        one for one in order if one not in places
    ]


@given(ORDERS, PLACES)
def test_different_places_within_the_list_are_kept_exactly(order, places):
    kept = {one: place for one, place in places.items() if one in order and place <= len(order)}
    if len(set(kept.values())) == len(kept):
        found = put_in_places(order, kept)
        assert all(found[place - 1] == one for one, place in kept.items())


@given(ORDERS, PLACES)
def test_putting_it_in_places_again_changes_nothing(order, places):
    once = put_in_places(order, places)
    assert put_in_places(once, places) == once
