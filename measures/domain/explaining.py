"""How the order of an organisation's measures comes about, with its own figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from measures.domain import explaining_wording as wording
from measures.domain.criteria import CRITERIA, TEXT_OF, CriterionText
from measures.domain.prioritising import Row, given_ratings
from measures.domain.ranking import Candidate, RankedMeasure, rank_measures
from measures.domain.tipping import Neighbours, Points, neighbours, points_of
from measures.models import CriterionWeights, Measure


@dataclass(frozen=True)
class Share:
    """A criterion with its weight, and its share of all weights in percent."""

    text: CriterionText
    weight: int
    share: Fraction

    @property
    def percent(self) -> str:
        """The share of all weights in percent, with at most one decimal."""
        return wording.number(self.share)

    @property
    def bar(self) -> int:
        """The share as a whole number, for drawing."""
        return int(self.share + Fraction(1, 2))


@dataclass(frozen=True)
class ExampleLine:
    """What one criterion brings to the example."""

    text: CriterionText
    found: Points
    is_suggested: bool

    @property
    def points(self) -> str:
        """The points as one writes them, with at most one decimal."""
        return wording.number(self.found.points)

    @property
    def most(self) -> str:
        """The most points this criterion can bring."""
        return wording.number(self.found.most)

    @property
    def meaning(self) -> str:
        """What the rating means."""
        return str(self.text.meanings[self.found.rating - 1])


@dataclass(frozen=True)
class ExplainedPlace:
    """A place in the order, how sure it is, and what would let the next measure pass."""

    measure: Measure
    ranked: RankedMeasure
    next_one: Measure | None = None
    between: Neighbours | None = None

    @property
    def is_certain(self) -> bool:
        """Whether no weights within the bounds put the measure elsewhere."""
        return self.ranked.best_rank == self.ranked.worst_rank

    @property
    def how_sure(self) -> str:
        """Whether the place is certain, or between which places it lies."""
        return wording.certainty(self.ranked)

    @property
    def what_tips(self) -> str:
        """What would let the next measure pass; empty for the last one."""
        if self.between is None or self.next_one is None:
            return ""
        return wording.what_tips(self.between, self.next_one.title)

    @property
    def trial(self) -> dict[str, int]:
        """The one weight with which the next measure has passed, to be tried out."""
        tip = self.between.tip if self.between else None
        if tip is None or tip.weight is None:
            return {}
        return {str(tip.criterion): tip.weight}


class Explanation:
    """Everything said on the page that explains the order.

    `rows` are all measures as `ranked_list` returns them, by `weights`.
    """

    def __init__(self, rows: Sequence[Row], weights: CriterionWeights) -> None:
        self.weights = weights
        self.moved_rows = [row for row in rows if row.moved]
        ranked = [(row.ranked.rank, row.measure.pk, row) for row in rows if row.ranked]
        # By points, whatever was moved by hand; equals in the order of their ids, as always.
        self.ranked_rows = [row for _rank, _pk, row in sorted(ranked, key=lambda one: one[:2])]

    @cached_property
    def shares(self) -> list[Share]:
        """The criteria with their weights."""
        whole = sum(self.weights.as_tuple())
        return [
            Share(text, weight, Fraction(100 * weight, whole))
            for text, weight in zip(CRITERIA, self.weights.as_tuple(), strict=True)
        ]

    @property
    def how_weights_differ(self) -> str:
        """One sentence on which criteria count most."""
        return wording.weights(self.weights.as_tuple())

    @property
    def first(self) -> Row:
        """The measure on the first place, which serves as the example."""
        return self.ranked_rows[0]

    @cached_property
    def example(self) -> list[ExampleLine]:
        """What every criterion brings to the first measure."""
        given = given_ratings(self.first.measure)
        return [
            ExampleLine(TEXT_OF[one.criterion], one, one.criterion not in given)
            for one in points_of(self.first.values or (), self.weights.as_tuple())
        ]

    @property
    def example_in_words(self) -> str:
        """The example as one sentence."""
        return wording.example(self.first, [line.found for line in self.example])

    @cached_property
    def places(self) -> list[ExplainedPlace]:
        """All places from the first down."""
        order = _candidates(self.ranked_rows)
        between: list[Neighbours | None] = [*neighbours(order, self.weights.as_tuple()), None]
        following = [row.measure for row in self.ranked_rows[1:]]
        return [
            ExplainedPlace(row.measure, row.ranked, next_one, gap)
            for row, next_one, gap in zip(
                self.ranked_rows, [*following, None], between, strict=True
            )
            if row.ranked
        ]

    @property
    def how_certain(self) -> str:
        """One sentence on how many places are certain."""
        return wording.how_certain([place.ranked for place in self.places])


@dataclass(frozen=True)
class TrialMove:
    """A measure under other weights: where it would stand, and where it stands today."""

    measure: Measure
    today: RankedMeasure
    then: RankedMeasure

    @property
    def places_up(self) -> int:
        """How many places it would rise; negative when it would fall."""
        return self.today.rank - self.then.rank

    @property
    def in_words(self) -> str:
        """How it would move."""
        return wording.move(self.today.rank, self.then.rank)


class Trial:
    """The order under other weights beside today's. Nothing is stored."""

    def __init__(self, explanation: Explanation, weights: Sequence[int]) -> None:
        self.weights = tuple(weights)
        self.differs = self.weights != explanation.weights.as_tuple()
        rows = {row.measure.pk: row for row in explanation.ranked_rows}
        # As they are fetched for the list, so that equals come in the order they would have there.
        candidates = _candidates([rows[pk] for pk in sorted(rows)])
        self.moves = [
            TrialMove(rows[then.id].measure, today, then)
            for then in rank_measures(candidates, self.weights)
            for today in [rows[then.id].ranked]
            if today
        ]

    @property
    def in_words(self) -> str:
        """One sentence on what would change."""
        moved = sum(move.places_up != 0 for move in self.moves)
        entering = [
            move.measure.title
            for move in self.moves
            if move.then.in_top_group and not move.today.in_top_group
        ]
        return wording.trial(moved, len(self.moves), entering, differs=self.differs)


def _candidates(rows: Sequence[Row]) -> list[Candidate]:
    return [Candidate(row.measure.pk, row.values) for row in rows if row.values]
