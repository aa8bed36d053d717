"""What ranking promises, by example and against a reference that tries everything."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checks.domain.catalogue import Criterion
from measures.domain.ranking import Candidate, Lift, RankedMeasure, rank_measures

EQUAL = (5, 5, 5, 5, 5)
FEASIBILITY, BENEFIT, CAPABILITY, INTEGRATION, REUSE = Criterion

weight_lists = st.tuples(*[st.sampled_from((0, 1)) | st.integers(0, 10)] * 5).filter(any)
rating_lists = st.tuples(*[st.integers(1, 5)] * 5)
fields = st.lists(rating_lists, min_size=1, max_size=6)


def measures(*rows: Sequence[int]) -> list[Candidate]:
    return [Candidate(number, tuple(row)) for number, row in enumerate(rows, start=1)]


def ranked(
    rows: Sequence[Sequence[int]], weights: Sequence[int] = EQUAL, top_group: int = 3
) -> dict[int, RankedMeasure]:
    return {row.id: row for row in rank_measures(measures(*rows), weights, top_group)}


# The reference: Fractions, every corner of the weight box, every possible rating.


def weighted(ratings: Sequence[int], weights: Sequence[int | Fraction]) -> Fraction:
    return sum((Fraction(w) * r for w, r in zip(weights, ratings, strict=True)), Fraction())


def corners(weights: Sequence[int]) -> list[tuple[Fraction, ...]]:
    bounds = [(Fraction(weight, 2), Fraction(3 * weight, 2)) for weight in weights]
    return list(product(*bounds))


def rank_among(
    position: int, rows: Sequence[Sequence[int]], weights: Sequence[int | Fraction]
) -> int:
    scores = [weighted(row, weights) for row in rows]
    return 1 + sum(score > scores[position] for score in scores)


def reference_interval(
    position: int, rows: Sequence[Sequence[int]], weights: Sequence[int]
) -> tuple[int, int]:
    certainly = possibly = 0
    for other in rows:
        above = [
            weighted(other, corner) > weighted(rows[position], corner)
            for corner in corners(weights)
        ]
        certainly += all(above)
        possibly += any(above)
    return 1 + certainly, 1 + possibly


def reference_lift(
    position: int, rows: Sequence[Sequence[int]], weights: Sequence[int], top_group: int
) -> Lift | None:
    if rank_among(position, rows, weights) <= top_group:
        return None
    found = []
    for index, value in product(range(5), range(1, 6)):
        changed = [list(row) for row in rows]
        changed[position][index] = value
        if rank_among(position, changed, weights) <= top_group:
            before = rows[position][index]
            order = (abs(value - before), -weights[index], index)
            found.append((order, Lift(tuple(Criterion)[index], before, value)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


# By example.


def test_the_score_goes_from_0_to_100():
    rows = ranked([(1, 1, 1, 1, 1), (3, 3, 3, 3, 3), (5, 5, 5, 5, 5)])
    assert [rows[number].score for number in (1, 2, 3)] == [0, 50, 100]


def test_the_score_is_the_weighted_mean_of_the_ratings():
    only = ranked([(5, 1, 1, 1, 3)], weights=(3, 1, 0, 0, 2))[1]
    assert only.score == Fraction(100 * (4 * 3 + 0 + 2 * 2), 4 * 6)


@pytest.mark.parametrize(
    ("weights", "score", "shown"),
    [
        ((1, 0, 0, 0, 2), Fraction(25, 3), 8),
        ((1, 0, 0, 0, 1), Fraction(25, 2), 13),
        ((2, 0, 0, 0, 1), Fraction(50, 3), 17),
    ],
)
def test_the_score_is_shown_as_a_whole_number_with_halves_rounded_up(weights, score, shown):
    row = ranked([(2, 1, 1, 1, 1)], weights)[1]
    assert (row.score, row.shown_score) == (score, shown)


def test_the_best_measure_comes_first():
    order = [row.id for row in rank_measures(measures((1,) * 5, (4,) * 5, (3,) * 5), EQUAL)]
    assert order == [2, 3, 1]


def test_equals_share_a_rank_and_keep_the_order_given():
    order = rank_measures(measures((3,) * 5, (2, 4, 3, 3, 3), (5,) * 5, (1,) * 5), EQUAL)
    assert [(row.id, row.rank) for row in order] == [(3, 1), (1, 2), (2, 2), (4, 4)]


def test_a_measure_that_is_better_everywhere_is_surely_above():
    rows = ranked([(4, 4, 4, 4, 4), (3, 3, 3, 3, 3)])
    assert (rows[1].best_rank, rows[1].worst_rank) == (1, 1)
    assert (rows[2].best_rank, rows[2].worst_rank) == (2, 2)


def test_a_narrow_lead_can_turn_when_weights_move():
    rows = ranked([(5, 3, 3, 3, 3), (3, 4, 3, 3, 3)])
    assert (rows[1].rank, rows[1].best_rank, rows[1].worst_rank) == (1, 1, 2)
    assert (rows[2].rank, rows[2].best_rank, rows[2].worst_rank) == (2, 1, 2)


def test_a_lead_that_shrinks_to_nothing_at_a_corner_is_neither_certain_nor_possible():
    # +3 at half the weight against -1 at one and a half times the weight: a tie at the corner
    rows = ranked([(4, 3, 3, 3, 3), (1, 4, 3, 3, 3)])
    assert (rows[1].best_rank, rows[1].worst_rank) == (1, 1)
    assert (rows[2].best_rank, rows[2].worst_rank) == (1, 2)


def test_measures_with_the_same_ratings_never_overtake_each_other():
    rows = ranked([(2, 4, 1, 5, 3), (2, 4, 1, 5, 3)])
    assert {(row.rank, row.best_rank, row.worst_rank) for row in rows.values()} == {(1, 1, 1)}


def test_a_criterion_without_weight_has_no_part_in_anything():
    rows = ranked([(1, 3, 3, 3, 3), (5, 3, 3, 3, 3), (3, 4, 3, 3, 3)], (0, 1, 1, 1, 1), 1)
    for row in (rows[1], rows[2]):
        assert (row.rank, row.best_rank, row.worst_rank) == (2, 2, 2)
    assert rows[1].holding == rows[2].lifting == ()
    assert rows[1].lift == Lift(BENEFIT, 3, 4)


def test_high_ratings_lift_and_low_ones_hold_down_the_strongest_first():
    row = ranked([(4, 5, 1, 2, 3)], weights=(9, 4, 1, 3, 10))[1]
    assert row.lifting == (FEASIBILITY, BENEFIT)
    assert row.holding == (INTEGRATION, CAPABILITY)


def test_equally_strong_reasons_keep_the_order_of_the_criteria():
    row = ranked([(4, 2, 4, 2, 5)])[1]
    assert row.lifting == (REUSE, FEASIBILITY, CAPABILITY)
    assert row.holding == (BENEFIT, INTEGRATION)


def test_the_smallest_change_into_the_top_group_is_named():
    rows = ranked([(4,) * 5, (4,) * 5, (3,) * 5, (2, 3, 3, 3, 3)], weights=(5, 7, 5, 5, 5))
    assert rows[4].lift == Lift(BENEFIT, 3, 4)
    assert not rows[4].in_top_group


def test_among_equally_small_changes_of_equal_weight_the_first_criterion_is_named():
    rows = ranked([(3,) * 5, (2, 3, 3, 3, 3)], top_group=1)
    assert rows[2].lift == Lift(FEASIBILITY, 2, 3)


def test_a_rating_that_is_already_the_highest_cannot_be_raised():
    rows = ranked([(5, 5, 3, 3, 3), (5, 5, 3, 3, 1)], top_group=1)
    assert rows[2].lift == Lift(CAPABILITY, 3, 5)


def test_no_change_is_named_inside_the_top_group_or_when_none_is_enough():
    rows = ranked([(5,) * 5, (1,) * 5], top_group=1)
    assert rows[1].in_top_group
    assert rows[1].lift is None
    assert not rows[2].in_top_group
    assert rows[2].lift is None


def test_a_list_shorter_than_the_top_group_is_the_top_group():
    assert all(row.in_top_group for row in ranked([(1,) * 5, (5,) * 5]).values())


def test_equals_at_the_border_all_belong_to_the_top_group():
    rows = ranked([(5,) * 5, (3,) * 5, (3,) * 5, (1,) * 5], top_group=2)
    assert [number for number, row in rows.items() if row.in_top_group] == [1, 2, 3]


def test_nothing_is_ranked_when_there_is_nothing():
    assert rank_measures([], EQUAL) == []


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        ((1, 1, 1, 1), "five weights"),
        ((1, 1, 1, 1, 1, 1), "five weights"),
        ((1, 1, 1, 1, 11), "from 0 to 10"),
        ((1, 1, -1, 1, 1), "from 0 to 10"),
        ((0, 0, 0, 0, 0), "more than 0"),
    ],
)
def test_weights_out_of_place_are_refused(weights, reason):
    with pytest.raises(ValueError, match=reason):
        rank_measures(measures((3,) * 5), weights)


def test_a_top_group_without_places_is_refused():
    with pytest.raises(ValueError, match="at least one place"):
        rank_measures([], EQUAL, top_group=0)


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ((3, 3, 3, 3), "five ratings"),
        ((3, 3, 3, 3, 3, 3), "five ratings"),
        ((3, 3, 0, 3, 3), "from 1 to 5"),
        ((3, 3, 3, 3, 6), "from 1 to 5"),
    ],
)
def test_ratings_out_of_place_are_refused(ratings, reason):
    with pytest.raises(ValueError, match=reason):
        Candidate(1, ratings)


# Against the reference.


@settings(deadline=None)
@given(fields, weight_lists, st.integers(1, 4))
@example([(4, 3, 3, 3, 3), (1, 4, 3, 3, 3)], EQUAL, 1)
@example([(1, 3, 3, 3, 3), (5, 3, 3, 3, 3)], (0, 1, 1, 1, 1), 1)
def test_score_rank_interval_and_change_are_those_of_the_reference(rows, weights, top_group):
    found = ranked(rows, weights, top_group)
    for position, ratings in enumerate(rows):
        row = found[position + 1]
        rank = rank_among(position, rows, weights)
        assert row.score == (weighted(ratings, weights) / sum(weights) - 1) / 4 * 100
        assert row.rank == rank
        assert (row.best_rank, row.worst_rank) == reference_interval(position, rows, weights)
        assert row.in_top_group == (rank <= top_group)
        assert row.lift == reference_lift(position, rows, weights, top_group)


@settings(deadline=None)
@given(fields, weight_lists)
def test_the_rank_at_every_corner_lies_in_the_interval(rows, weights):
    found = ranked(rows, weights)
    for position, corner in product(range(len(rows)), [*corners(weights), weights]):
        row = found[position + 1]
        assert row.best_rank <= rank_among(position, rows, corner) <= row.worst_rank


@given(fields, weight_lists)
def test_the_effects_of_the_criteria_explain_the_score(rows, weights):
    for number, row in ranked(rows, weights).items():
        effects = {
            criterion: weight * (rating - 3)
            for criterion, weight, rating in zip(Criterion, weights, rows[number - 1], strict=True)
        }
        assert set(row.lifting) == {key for key, effect in effects.items() if effect > 0}
        assert set(row.holding) == {key for key, effect in effects.items() if effect < 0}
        for named in (row.lifting, row.holding):
            sizes = [abs(effects[key]) for key in named]
            assert sizes == sorted(sizes, reverse=True)
        assert row.score - 50 == Fraction(25 * sum(effects.values()), sum(weights))


@given(fields, st.tuples(*[st.integers(0, 3)] * 5).filter(any), st.integers(2, 3))
def test_weights_that_are_all_multiplied_change_nothing(rows, weights, factor):
    multiplied = tuple(weight * factor for weight in weights)
    assert ranked(rows, weights) == ranked(rows, multiplied)


@given(fields, weight_lists, st.data())
def test_a_better_rating_never_worsens_a_place(rows, weights, data):
    position = data.draw(st.integers(0, len(rows) - 1))
    index = data.draw(st.integers(0, 4))
    raised = [list(row) for row in rows]
    raised[position][index] = data.draw(st.integers(rows[position][index], 5))
    before = ranked(rows, weights)[position + 1]
    after = ranked(raised, weights)[position + 1]
    assert after.score >= before.score
    assert after.rank <= before.rank
    assert after.best_rank <= before.best_rank
    assert after.worst_rank <= before.worst_rank
    assert after.in_top_group >= before.in_top_group


@given(fields, weight_lists, st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing_but_the_order_of_equals(rows, weights, random):
    candidates = measures(*rows)
    shuffled = random.sample(candidates, len(candidates))
    one, other = rank_measures(candidates, weights), rank_measures(shuffled, weights)
    assert {row.id: row for row in one} == {row.id: row for row in other}
    assert [row.rank for row in one] == [row.rank for row in other]


@given(fields, weight_lists)
def test_the_list_goes_down_and_every_interval_contains_the_rank(rows, weights):
    found = rank_measures(measures(*rows), weights)
    assert [row.score for row in found] == sorted((row.score for row in found), reverse=True)
    assert all(row.best_rank <= row.rank <= row.worst_rank for row in found)


@given(fields, weight_lists, st.integers(1, 4))
def test_the_named_change_does_what_it_says(rows, weights, top_group):
    for number, row in ranked(rows, weights, top_group).items():
        if row.lift:
            changed = [list(ratings) for ratings in rows]
            index = list(Criterion).index(row.lift.criterion)
            assert changed[number - 1][index] == row.lift.from_value
            changed[number - 1][index] = row.lift.to_value
            assert ranked(changed, weights, top_group)[number].in_top_group
