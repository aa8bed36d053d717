"""How the order of an organisation's measures comes about, with its own figures, in German."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.domain import wording
from measures.domain.criteria import CRITERIA, TEXT_OF, CriterionText
from measures.domain.prioritising import Row, given_ratings
from measures.domain.ranking import TOP_GROUP, Candidate, RankedMeasure, rank_measures
from measures.domain.tipping import Neighbours, Points, neighbours, points_of
from measures.domain.wording import NUMBER_WORDS, criterion_name, listed
from measures.models import CriterionWeights, Measure


def decimal(value: Fraction) -> str:
    """Write a number with at most one decimal, halves rounded up: 12,5 or 20."""
    tenths = int(value * 10 + Fraction(1, 2))
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)


@dataclass(frozen=True)
class Share:
    """A criterion with its weight, and its share of all weights in percent."""

    text: CriterionText
    weight: int
    share: Fraction

    @property
    def bar(self) -> int:
        """The share as a whole number, for drawing."""
        return int(self.share + Fraction(1, 2))

    @property
    def in_words(self) -> str:
        if not self.weight:
            return _("zählt nicht mit")
        return _("%s von 100 Punkten") % decimal(self.share)


@dataclass(frozen=True)
class PointsLine:
    """What one criterion brings to a measure, and at most could."""

    found: Points
    is_suggested: bool

    @property
    def in_words(self) -> str:
        """The points with the rating they come from."""
        text = TEXT_OF[self.found.criterion]
        if not self.found.weight:
            return _("„%s“ zählt nicht mit") % text.name
        sentence = _("%(points)s von %(most)s Punkten für „%(criterion)s“, bewertet mit %(rating)d")
        if self.is_suggested:
            sentence = _(
                "%(points)s von %(most)s Punkten für „%(criterion)s“, vorgeschlagen ist %(rating)d"
            )
        return sentence % {
            "points": decimal(self.found.points),
            "most": decimal(self.found.most),
            "criterion": text.name,
            "rating": self.found.rating,
        }


@dataclass(frozen=True)
class ExplainedPlace:
    """A place in the order, how sure it is, and what would let the next measure pass.

    `today` is where the measure stands by the weights that hold.
    """

    row: Row
    ranked: RankedMeasure
    today: RankedMeasure
    weights: tuple[int, ...]
    next_one: Measure | None = None
    between: Neighbours | None = None

    @property
    def measure(self) -> Measure:
        return self.row.measure

    @property
    def how_sure(self) -> str:
        """How firmly it stands there, in plain words."""
        return wording.capitalised(wording.how_sure(self.ranked))

    @property
    def in_figures(self) -> str:
        """Between which places it stays while the weights move."""
        return wording.in_figures(self.ranked)

    @property
    def points(self) -> list[PointsLine]:
        """What every criterion brings."""
        given = given_ratings(self.measure)
        return [
            PointsLine(one, one.criterion not in given)
            for one in points_of(self.row.values or (), self.weights)
        ]

    @property
    def what_tips(self) -> str:
        """What would let the next measure pass; empty for the last one."""
        if self.between is None or self.next_one is None:
            return ""
        words = {"next": self.next_one.title}
        tip = self.between.tip
        if not self.between.differ:
            sentence = _("In allem, was zählt, gleich bewertet wie „%(next)s“.")
        elif tip is None and self.between.is_certain:
            sentence = _("Bleibt sicher vor „%(next)s“.")
        elif tip is None or tip.weight is None:
            sentence = _("„%(next)s“ zieht nur vorbei, wenn sich mehrere Gewichte zugleich ändern.")
        else:
            words |= {"criterion": criterion_name(tip.criterion), "weight": str(tip.weight)}
            sentence = _("„%(next)s“ zieht vorbei, sobald „%(criterion)s“ Gewicht %(weight)s hat.")
            if self.between.lead == 0:
                sentence = _(
                    "„%(next)s“ hat gleich viele Punkte und zieht vorbei, sobald „%(criterion)s“ "
                    "Gewicht %(weight)s hat."
                )
        return sentence % words

    @property
    def trial(self) -> dict[str, int]:
        """The one weight with which the next measure has passed, to be tried out."""
        tip = self.between.tip if self.between else None
        if tip is None or tip.weight is None:
            return {}
        return {str(tip.criterion): tip.weight}

    @property
    def places_up(self) -> int:
        """How many places above today's it stands; negative below it."""
        return self.today.rank - self.ranked.rank

    @property
    def move_in_words(self) -> str:
        up = self.places_up
        if up > 0:
            return ngettext("1 Platz nach oben", "%(n)d Plätze nach oben", up) % {"n": up}
        return ngettext("1 Platz nach unten", "%(n)d Plätze nach unten", -up) % {"n": -up}


class Explanation:
    """Everything said on the page that explains the order. Nothing is stored.

    `rows` are all measures as `ranked_list` returns them by the weights that hold, `today`.
    `weights` are those to explain: the same, or others that somebody tries.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        today: CriterionWeights,
        weights: CriterionWeights | None = None,
    ) -> None:
        self.weights = (weights or today).as_tuple()
        self.differs = self.weights != today.as_tuple()
        self.moved_rows = [row for row in rows if row.moved]
        # As they are fetched for the list, so that equals come in the order they have there.
        self._rows = {row.measure.pk: row for row in sorted(rows, key=_by_id) if row.ranked}

    @cached_property
    def shares(self) -> list[Share]:
        whole = sum(self.weights)
        return [
            Share(text, weight, Fraction(100 * weight, whole))
            for text, weight in zip(CRITERIA, self.weights, strict=True)
        ]

    @cached_property
    def places(self) -> list[ExplainedPlace]:
        """The order by points, whatever was moved by hand."""
        candidates = {pk: Candidate(pk, row.values) for pk, row in self._rows.items() if row.values}
        order = rank_measures(list(candidates.values()), self.weights)
        gaps = neighbours([candidates[one.id] for one in order], self.weights)
        following = [self._rows[one.id].measure for one in order[1:]]
        return [
            ExplainedPlace(row, one, row.ranked, self.weights, next_one, gap)
            for one, next_one, gap in zip(order, [*following, None], [*gaps, None], strict=False)
            for row in [self._rows[one.id]]
            if row.ranked
        ]

    @property
    def how_clear(self) -> list[str]:
        """What is sure about the order and where it is close, in at most three sentences."""
        return wording.how_clear([(one.measure.title, one.ranked) for one in self.places])

    @property
    def what_moves(self) -> str:
        """What becomes of the order of today; empty when these are the weights of today."""
        if not self.differs:
            return ""
        moved = sum(place.places_up != 0 for place in self.places)
        if not moved:
            return _("Mit dieser Gewichtung bleiben alle Maßnahmen auf ihrem Platz.")
        sentence = ngettext(
            "Eine von %(whole)d Maßnahmen wechselt den Platz.",
            "%(moved)d von %(whole)d Maßnahmen wechseln den Platz.",
            moved,
        ) % {"moved": moved, "whole": len(self.places)}
        entering = [
            f"„{place.measure.title}“"
            for place in self.places
            if place.ranked.in_top_group and not place.today.in_top_group
        ]
        words = {"top": NUMBER_WORDS[TOP_GROUP], "names": listed(entering)}
        first_ones = _("Die ersten %(top)s bleiben dieselben.")
        if entering:
            first_ones = _("Neu unter den ersten %(top)s: %(names)s.")
        return f"{sentence} {first_ones % words}"


def _by_id(row: Row) -> int:
    return row.measure.pk
