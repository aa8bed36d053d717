"""What tips two neighbours, and what a score consists of, by example and by trying everything."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checks.domain.catalogue import Criterion
from measures.domain.ranking import Candidate, rank_measures
from measures.domain.tipping import Neighbours, Points, neighbours, points_of

EQUAL = (5, 5, 5, 5, 5)
FEASIBILITY, BENEFIT, CAPABILITY, INTEGRATION, REUSE = Criterion

weight_lists = st.tuples(*[st.sampled_from((0, 1)) | st.integers(0, 10)] * 5).filter(any)
rating_lists = st.tuples(*[st.integers(1, 5)] * 5)
fields = st.lists(rating_lists, min_size=2, max_size=6)


def between(
    upper: Sequence[int], lower: Sequence[int], weights: Sequence[int] = EQUAL
) -> Neighbours:
    (found,) = neighbours([Candidate(1, tuple(upper)), Candidate(2, tuple(lower))], weights)
    return found


def in_order(rows: Sequence[Sequence[int]], weights: Sequence[int]) -> list[Candidate]:
    candidates = {number: Candidate(number, tuple(row)) for number, row in enumerate(rows)}
    return [candidates[row.id] for row in rank_measures(list(candidates.values()), weights)]


# The reference: every whole percentage of every weight, and every corner of the weight box.


def leads(
    upper: Sequence[int], lower: Sequence[int], weights: Sequence[int | Fraction]
) -> Fraction:
    return sum(
        (Fraction(w) * (u - v) for w, u, v in zip(weights, upper, lower, strict=True)), Fraction()
    )


def with_change(weights: Sequence[int], index: int, share: Fraction) -> list[Fraction]:
    changed = [Fraction(weight) for weight in weights]
    changed[index] *= 1 + share
    return changed


def reference_tips(
    upper: Sequence[int], lower: Sequence[int], weights: Sequence[int]
) -> tuple[int | None, set[tuple[Criterion, bool]]]:
    """Return the smallest whole percentage that lets the lower one pass, and how it does."""
    for percent in range(1, 51):
        found = {
            (Criterion(list(Criterion)[index]), sign > 0)
            for index, sign in product(range(5), (1, -1))
            if leads(upper, lower, with_change(weights, index, sign * Fraction(percent, 100))) < 0
        }
        if found:
            return percent, found
    return None, set()


# By example.


def test_a_criterion_on_which_the_lower_one_is_better_tips_when_it_counts_more():
    found = between((5, 3, 3, 3, 3), (3, 4, 3, 3, 3), (5, 8, 5, 5, 5))
    assert found.lead == 2
    assert found.tip is not None
    assert (found.tip.criterion, found.tip.is_more) == (FEASIBILITY, False)
    assert (found.tip.limit, found.tip.weight) == (Fraction(1, 5), 3)


def test_the_weight_with_the_smaller_change_is_named():
    found = between((4, 3, 3, 3, 3), (3, 5, 3, 3, 1), (5, 5, 5, 5, 3))
    assert found.tip is not None
    assert (found.tip.criterion, found.tip.is_more, found.tip.limit) == (
        BENEFIT,
        True,
        Fraction(1, 10),
    )
    assert found.tip.weight == 6


def test_what_only_ties_at_half_the_weight_does_not_tip():
    # 5·1 more against 2.5·2 less: level at the very edge, nobody passes
    found = between((5, 3, 3, 3, 3), (3, 4, 3, 3, 3))
    assert found.lead == 5
    assert found.tip is None
    assert not found.is_certain


def test_a_measure_that_is_better_everywhere_is_certain():
    found = between((4, 4, 4, 4, 4), (3, 3, 3, 3, 3))
    assert (found.tip, found.is_certain, found.differ) == (None, True, True)


def test_level_measures_tip_at_once():
    found = between((4, 3, 3, 3, 3), (3, 4, 3, 3, 3))
    assert found.tip is not None
    assert (found.lead, found.tip.limit) == (0, 0)
    assert (found.tip.criterion, found.tip.is_more) == (FEASIBILITY, False)


def test_measures_that_differ_only_where_nothing_counts_never_tip():
    found = between((1, 3, 3, 3, 3), (5, 3, 3, 3, 3), (0, 5, 5, 5, 5))
    assert (found.tip, found.is_certain, found.differ) == (None, True, False)


def test_a_weight_beyond_the_scale_is_not_offered():
    tip = between((4, 4, 3, 3, 3), (5, 3, 3, 3, 3), (10, 10, 5, 5, 5)).tip
    assert tip is not None
    assert (tip.criterion, tip.is_more, tip.weight) == (FEASIBILITY, True, None)


def test_neighbours_are_as_many_as_the_gaps_between_places():
    order = in_order([(5,) * 5, (1,) * 5, (3,) * 5], EQUAL)
    assert [(gap.upper, gap.lower) for gap in neighbours(order, EQUAL)] == [(0, 2), (2, 1)]
    assert neighbours(order[:1], EQUAL) == []
    assert neighbours([], EQUAL) == []


def test_points_say_what_each_criterion_brings():
    found = points_of((5, 4, 3, 2, 1), (5, 10, 0, 5, 5))
    assert found[0] == Points(FEASIBILITY, 5, 5, Fraction(20), Fraction(20))
    assert [one.points for one in found] == [20, 30, 0, 5, 0]
    assert [one.most for one in found] == [20, 40, 0, 20, 20]


def test_points_need_a_weight():
    with pytest.raises(ValueError, match="more than 0"):
        points_of((3,) * 5, (0,) * 5)


# Against the reference.


@settings(deadline=None)
@given(fields, weight_lists)
@example([(5, 3, 3, 3, 3), (3, 4, 3, 3, 3)], EQUAL)
@example([(4, 3, 3, 3, 3), (3, 4, 3, 3, 3)], EQUAL)
def test_the_named_change_is_the_smallest_there_is(rows, weights):
    order = in_order(rows, weights)
    for gap, (upper, lower) in zip(neighbours(order, weights), pairwise(order), strict=True):
        percent, ways = reference_tips(upper.ratings, lower.ratings, weights)
        assert gap.lead == leads(upper.ratings, lower.ratings, weights)
        if gap.tip is None:
            assert percent is None
            continue
        assert int(gap.tip.limit * 100) + 1 == percent
        assert (gap.tip.criterion, gap.tip.is_more) in ways
        index, sign = list(Criterion).index(gap.tip.criterion), 1 if gap.tip.is_more else -1
        at_the_limit = with_change(weights, index, sign * gap.tip.limit)
        assert leads(upper.ratings, lower.ratings, at_the_limit) == 0


@settings(deadline=None)
@given(fields, weight_lists)
def test_certain_is_what_no_corner_of_the_weight_box_turns(rows, weights):
    bounds = [(Fraction(weight, 2), Fraction(3 * weight, 2)) for weight in weights]
    order = in_order(rows, weights)
    for gap, (upper, lower) in zip(neighbours(order, weights), pairwise(order), strict=True):
        turned = any(leads(upper.ratings, lower.ratings, box) < 0 for box in product(*bounds))
        assert gap.is_certain == (not turned)
        assert gap.tip is None or not gap.is_certain


@settings(deadline=None)
@given(fields, weight_lists)
def test_the_named_weight_is_the_first_whole_one_that_does_it(rows, weights):
    order = in_order(rows, weights)
    for gap, (upper, lower) in zip(neighbours(order, weights), pairwise(order), strict=True):
        if gap.tip is None:
            continue
        index = list(Criterion).index(gap.tip.criterion)
        if gap.tip.is_more:
            whole = range(weights[index] + 1, 11)
        else:
            whole = range(weights[index] - 1, -1, -1)
        tried = [[*weights[:index], weight, *weights[index + 1 :]] for weight in whole]
        turning = [
            changed[index]
            for changed in tried
            if any(changed) and leads(upper.ratings, lower.ratings, changed) < 0
        ]
        assert gap.tip.weight == (turning[0] if turning else None)


@given(rating_lists, weight_lists)
def test_the_points_together_are_the_score(ratings, weights):
    (ranked,) = rank_measures([Candidate(1, ratings)], weights)
    found = points_of(ratings, weights)
    assert sum(one.points for one in found) == ranked.score
    assert sum(one.most for one in found) == 100
    assert all(0 <= one.points <= one.most for one in found)
