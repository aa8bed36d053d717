"""Which points a score consists of, and which change of one weight lets two neighbours swap.

Everything is exact: whole numbers and fractions, nothing is sampled or rounded on the way.

**Points**: a criterion brings at most its share of all weights, of 100 points. A rating of 5
brings all of them, a rating of 1 none, every step between them a quarter. The points of the
five criteria together are the score.

**Tipping**: let a stand directly above b, with the lead L = Σ wᵢ·(aᵢ − bᵢ) ≥ 0. When only
weight i becomes (1 + s)·wᵢ, the lead becomes L − s·wᵢ·(bᵢ − aᵢ). So b passes as soon as s goes
beyond L / (wᵢ·(bᵢ − aᵢ)): more weight where b is better, less where a is. Of the criteria whose
limit is below one half, the one with the smallest is named, of equals the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from checks.domain.catalogue import Criterion
from measures.domain.ranking import (
    CRITERIA,
    HIGHEST_RATING,
    HIGHEST_WEIGHT,
    LOWEST_RATING,
    Candidate,
    Weights,
)


@dataclass(frozen=True, slots=True)
class Points:
    """What one criterion brings to the score of a measure, of at most so many points."""

    criterion: Criterion
    rating: int
    weight: int
    points: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Tip:
    """The smallest change of one weight that lets the lower of two neighbours pass.

    They are level when the weight of `criterion` moves by `limit` of itself, up if `is_more`,
    down otherwise; beyond that the lower one leads. `weight` is the first whole weight from 0 to
    10 with which it does, None without one.
    """

    criterion: Criterion
    is_more: bool
    limit: Fraction
    weight: int | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two measures, one directly above the other.

    `lead` is the difference of their weighted sums, `differ` whether they differ in anything
    that counts. `tip` is None when no change of a single weight by up to half lets the lower
    one pass, and `is_certain` says that not even changes of several weights do.
    """

    upper: int
    lower: int
    lead: int
    differ: bool
    tip: Tip | None
    is_certain: bool


def points_of(ratings: Sequence[int], weights: Sequence[int]) -> list[Points]:
    """Return what each criterion brings, in the order of `Criterion`; together it is the score.

    Raises `ValueError` when all weights are 0.
    """
    whole = sum(weights)
    if whole == 0:
        raise ValueError("at least one weight is more than 0")
    found = []
    for criterion, rating, weight in zip(CRITERIA, ratings, weights, strict=True):
        most = Fraction(100 * weight, whole)
        share = Fraction(rating - LOWEST_RATING, HIGHEST_RATING - LOWEST_RATING)
        found.append(Points(criterion, rating, weight, share * most, most))
    return found


def neighbours(in_order: Sequence[Candidate], weights: Sequence[int]) -> list[Neighbours]:
    """Return what lies between each measure and the next one, from the first place down.

    `in_order` are the measures as `rank_measures` orders them by `weights`.
    """
    return [_between(upper, lower, tuple(weights)) for upper, lower in pairwise(in_order)]


def _between(upper: Candidate, lower: Candidate, weights: Weights) -> Neighbours:
    gains = tuple(
        weight * (below - above)
        for weight, above, below in zip(weights, upper.ratings, lower.ratings, strict=True)
    )
    lead = -sum(gains)
    return Neighbours(
        upper=upper.id,
        lower=lower.id,
        lead=lead,
        differ=any(gains),
        tip=_tip(gains, lead, weights),
        is_certain=2 * lead >= sum(map(abs, gains)),
    )


def _tip(gains: Sequence[int], lead: int, weights: Weights) -> Tip | None:
    """Return the smallest change that turns a lead; a gain is what doubling a weight brings."""
    limits = [
        (Fraction(lead, abs(gain)), position)
        for position, gain in enumerate(gains)
        if 2 * lead < abs(gain)
    ]
    if not limits:
        return None
    limit, position = min(limits)
    is_more = gains[position] > 0
    whole = _whole_weight(weights[position], limit, is_more=is_more)
    return Tip(CRITERIA[position], is_more, limit, whole)


def _whole_weight(weight: int, limit: Fraction, *, is_more: bool) -> int | None:
    """Return the first whole weight beyond the limit, as far as it can be set."""
    step = int(limit * weight) + 1
    wanted = weight + step if is_more else weight - step
    return wanted if wanted <= HIGHEST_WEIGHT else None
