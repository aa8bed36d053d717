"""The order of measures: score, rank, how sure the rank is, and what would change it.

Everything is exact: whole numbers and fractions, nothing is sampled or rounded on the way.

The **score** is the weighted mean of the five ratings, stretched from 1…5 to 0…100.

The **interval** of ranks answers: what if each weight were up to half as large or half as
much larger, each for itself? Whether measure b stands above measure a is a linear function of
the weights, so its extremes lie at corners of the box of weights. With the difference of the
weighted sums D = Σ wᵢ·(bᵢ − aᵢ) and their distance A = Σ wᵢ·|bᵢ − aᵢ|, twice the extremes are
2·D + A and 2·D − A. So b is *possibly* above a when 2·D + A > 0 and *certainly* above a when
2·D − A > 0. A measure ranks no better than behind all that are certainly above it, and no
worse than behind all that are possibly above it; no choice of weights puts it elsewhere.

What **lifts** a measure or **holds it down**: a rating of 3 is neutral, wᵢ·(ratingᵢ − 3) is the
effect of a criterion, and the effects together are exactly the distance of the score from 50.
Criteria with a positive effect lift, criteria with a negative effect hold down, the strongest
first, equally strong ones in the order of the criteria.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from checks.domain.catalogue import Criterion

CRITERIA = tuple(Criterion)
LOWEST_RATING, NEUTRAL_RATING, HIGHEST_RATING = 1, 3, 5
RATING_VALUES = range(LOWEST_RATING, HIGHEST_RATING + 1)
HIGHEST_WEIGHT = 10
TOP_GROUP = 3

# The criteria are compared in two groups, so that a pair of measures costs two table look-ups.
FIRST_GROUP, SECOND_GROUP = slice(0, 3), slice(3, 5)

Ratings = tuple[int, ...]
Weights = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure with its five ratings, in the order of `Criterion`.

    Raises `ValueError` unless there are five ratings from 1 to 5.
    """

    id: int
    ratings: Ratings

    def __post_init__(self) -> None:
        if len(self.ratings) != len(CRITERIA):
            raise ValueError(f"five ratings are needed: {self.ratings}")
        if any(rating not in RATING_VALUES for rating in self.ratings):
            raise ValueError(f"ratings go from 1 to 5: {self.ratings}")


@dataclass(frozen=True, slots=True)
class Lift:
    """Another rating of one criterion."""

    criterion: Criterion
    from_value: int
    to_value: int


@dataclass(frozen=True, slots=True)
class RankedMeasure:
    """Where a measure stands, why, how surely, and what would lift it.

    `score` goes from 0 to 100. `rank` is 1 plus the number of better measures, equals share
    it. `best_rank` and `worst_rank` bound the rank while each weight moves by up to half.
    `lift` is the smallest change of one rating that brings it into the top group; None when it
    is there already or no single change does it.
    """

    id: int
    score: Fraction
    rank: int
    best_rank: int
    worst_rank: int
    lifting: tuple[Criterion, ...]
    holding: tuple[Criterion, ...]
    lift: Lift | None
    in_top_group: bool

    @property
    def shown_score(self) -> int:
        """The score as a whole number; halves are rounded up."""
        return int(self.score + Fraction(1, 2))


def rank_measures(
    candidates: Sequence[Candidate], weights: Sequence[int], top_group: int = TOP_GROUP
) -> list[RankedMeasure]:
    """Return the measures in order, the best first; equals keep the order given.

    `weights` are five whole numbers from 0 to 10 in the order of `Criterion`. The top group
    are the measures whose rank is at most `top_group`.

    Raises `ValueError` when the weights are not five, out of range or all 0, and when the top
    group is smaller than 1.
    """
    weights = _checked(tuple(weights))
    if top_group < 1:
        raise ValueError(f"a top group has at least one place: {top_group}")
    if not candidates:
        return []
    profiles = [_profile(candidate.ratings, weights) for candidate in candidates]
    standings = _standings(Counter(profiles), weights)
    best_first = sorted(
        zip(candidates, profiles, strict=True), key=lambda pair: -standings[pair[1]].total
    )
    _last, last_in_group = best_first[:top_group][-1]
    entrance = standings[last_in_group].total
    return [
        _explained(candidate.id, profile, standings[profile], weights, entrance)
        for candidate, profile in best_first
    ]


def _checked(weights: Weights) -> Weights:
    if len(weights) != len(CRITERIA):
        raise ValueError(f"five weights are needed: {weights}")
    if any(weight not in range(HIGHEST_WEIGHT + 1) for weight in weights):
        raise ValueError(f"weights go from 0 to {HIGHEST_WEIGHT}: {weights}")
    if not any(weights):
        raise ValueError("at least one weight is more than 0")
    return weights


def _profile(ratings: Ratings, weights: Weights) -> Ratings:
    """Return the ratings as far as they count: without weight, a rating is as good as neutral.

    Measures of the same profile stand at the same place, whatever the weights become.
    """
    return tuple(
        rating if weight else NEUTRAL_RATING
        for rating, weight in zip(ratings, weights, strict=True)
    )


def _explained(
    measure_id: int, profile: Ratings, standing: _Standing, weights: Weights, entrance: int
) -> RankedMeasure:
    """Return what is to be said of a measure; `entrance` is the least sum of the top group."""
    lifting, holding = _reasons(profile, weights)
    return RankedMeasure(
        id=measure_id,
        score=_score(standing.total, weights),
        rank=standing.rank,
        best_rank=standing.best_rank,
        worst_rank=standing.worst_rank,
        lifting=lifting,
        holding=holding,
        lift=_lift(profile, weights, entrance - standing.total),
        in_top_group=standing.total >= entrance,
    )


def _score(total: int, weights: Weights) -> Fraction:
    """Return the weighted mean that belongs to a weighted sum, stretched to 0…100."""
    lowest, highest = LOWEST_RATING * sum(weights), HIGHEST_RATING * sum(weights)
    return Fraction(100 * (total - lowest), highest - lowest)


def _reasons(
    profile: Ratings, weights: Weights
) -> tuple[tuple[Criterion, ...], tuple[Criterion, ...]]:
    """Return the criteria that lift and those that hold down, the strongest first."""
    effects = [
        (weight * (rating - NEUTRAL_RATING), criterion)
        for criterion, weight, rating in zip(CRITERIA, weights, profile, strict=True)
    ]
    strongest_first = sorted(effects, key=lambda pair: -abs(pair[0]))
    return (
        tuple(criterion for effect, criterion in strongest_first if effect > 0),
        tuple(criterion for effect, criterion in strongest_first if effect < 0),
    )


def _lift(profile: Ratings, weights: Weights, missing: int) -> Lift | None:
    """Return the smallest change of one rating that adds what is missing to the weighted sum.

    Among equally small ones the criterion with the largest weight, then the first one. None
    when nothing is missing or no change is enough.
    """
    if missing <= 0:
        return None
    possible = []
    for position, (rating, weight) in enumerate(zip(profile, weights, strict=True)):
        if weight:
            step = -(-missing // weight)  # rounded up
            if rating + step <= HIGHEST_RATING:
                possible.append((step, -weight, position))
    if not possible:
        return None
    step, _weight, position = min(possible)
    return Lift(CRITERIA[position], profile[position], profile[position] + step)


@dataclass(slots=True)
class _Standing:
    """The weighted sum of a profile and its places."""

    total: int
    rank: int
    best_rank: int
    worst_rank: int


def _standings(counts: Counter[Ratings], weights: Weights) -> dict[Ratings, _Standing]:
    """Return the places of every profile; `counts` says how many measures have it.

    Going down from the best total, every pair of profiles is looked at once: the upper one is
    possibly above the lower one in any case, certainly if the distance is smaller than twice
    the lead, and the lower one is possibly above if the distance is larger.
    """
    sums = {profile: sum(map(mul, weights, profile)) for profile in counts}
    order = sorted(counts, key=sums.__getitem__, reverse=True)
    totals = [sums[profile] for profile in order]
    many = [counts[profile] for profile in order]
    firsts = [_code(profile[FIRST_GROUP]) for profile in order]
    seconds = [_code(profile[SECOND_GROUP]) for profile in order]
    first_distances = _distances(weights[FIRST_GROUP])
    second_distances = _distances(weights[SECOND_GROUP])
    overtaken_by = [0] * len(order)
    standings: list[_Standing] = []
    above = 0
    for lower, total in enumerate(totals):
        first, second = first_distances[firsts[lower]], second_distances[seconds[lower]]
        certainly_above = 0
        for upper in range(lower):
            lead = 2 * (totals[upper] - total)
            distance = first[firsts[upper]] + second[seconds[upper]]
            if distance < lead:
                certainly_above += many[upper]
            elif distance > lead:
                overtaken_by[upper] += many[lower]
        tied = lower > 0 and totals[lower - 1] == total
        rank = standings[-1].rank if tied else above + 1
        standings.append(_Standing(total, rank, certainly_above + 1, above + 1))
        above += many[lower]
    for standing, more in zip(standings, overtaken_by, strict=True):
        standing.worst_rank += more
    return dict(zip(order, standings, strict=True))


def _code(ratings: Ratings) -> int:
    """Return the place of these ratings among all combinations of as many."""
    code = 0
    for rating in ratings:
        code = code * len(RATING_VALUES) + rating - LOWEST_RATING
    return code


def _distances(weights: Weights) -> list[list[int]]:
    """Return the weighted distance of any two combinations of ratings, by their codes."""
    table = [[0]]
    for weight in weights:
        steps = [[weight * abs(one - other) for other in RATING_VALUES] for one in RATING_VALUES]
        table = [[part + more for part in row for more in step] for row in table for step in steps]
    return table


def put_in_places(order: Sequence[int], places: Mapping[int, int]) -> list[int]:
    """Return `order` with the measures of `places` on the places named there, counted from 1.

    The others keep their order among one another and fill the gaps. Where two have the same
    place, the one that `places` names later stands there, and the other one right behind.
    A place behind the end means the end. Measures of `places` that are not in `order` are
    ignored.
    """
    there = set(order)
    moved = [one for one in places if one in there]
    found = [one for one in order if one not in places]
    # Sorting is stable: of two with the same place, the later one is put in later, and before.
    for one in sorted(moved, key=places.__getitem__):
        found.insert(places[one] - 1, one)
    return found
