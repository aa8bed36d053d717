"""What is good for an organisation depends on how many people work there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.yardstick import Standing, enough_for, standing

PERCENT, PEOPLE = st.integers(0, 100), st.integers(1, 5000)


@pytest.mark.parametrize(
    ("people", "enough"), [(1, 50), (10, 50), (11, 55), (25, 55), (26, 60), (5000, 60)]
)
def test_small_houses_need_less(people, enough):
    assert enough_for(people) == enough


@pytest.mark.parametrize(
    ("percent", "found"),
    [(50, Standing.SOLID), (49, Standing.UNDERWAY), (25, Standing.UNDERWAY), (24, "to-begin")],
)
def test_an_area_is_held_against_what_is_enough(percent, found):
    assert standing(percent, 8) == found


def test_without_a_maturity_nothing_stands_anywhere():
    assert standing(None, 8) is None


@given(PERCENT, PERCENT, PEOPLE)
def test_more_maturity_never_stands_worse(one, other, people):
    order = list(Standing)
    low, high = sorted((one, other))
    assert order.index(standing(high, people)) <= order.index(standing(low, people))


@given(PERCENT, PEOPLE, PEOPLE)
def test_the_same_maturity_never_stands_better_in_a_larger_house(percent, one, other):
    order = list(Standing)
    small, large = sorted((one, other))
    assert order.index(standing(percent, small)) <= order.index(standing(percent, large))
