"""How the order of an organisation's measures comes about, with its own figures, in German."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.domain.criteria import CRITERIA, TEXT_OF, CriterionText
from measures.domain.prioritising import TOP_GROUP, Row, given_ratings
from measures.domain.ranking import Candidate, RankedMeasure, rank_measures
from measures.domain.tipping import Neighbours, Points, neighbours, points_of
from measures.domain.wording import NUMBER_WORDS, criterion_name, listed
from measures.models import CriterionWeights, Measure


def decimal(value: Fraction) -> str:
    """Write a number with at most one decimal, halves rounded up: 12,5 or 20."""
    tenths = int(value * 10 + Fraction(1, 2))
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)


def _quoted(name: object) -> str:
    return f"„{name}“"


@dataclass(frozen=True)
class Share:
    """A criterion with its weight, and its share of all weights in percent."""

    text: CriterionText
    weight: int
    share: Fraction

    @property
    def percent(self) -> str:
        return decimal(self.share)

    @property
    def bar(self) -> int:
        """The share as a whole number, for drawing."""
        return int(self.share + Fraction(1, 2))


@dataclass(frozen=True)
class ExampleLine:
    """What one criterion brings to the example, and at most could."""

    text: CriterionText
    found: Points
    is_suggested: bool

    @property
    def points(self) -> str:
        return decimal(self.found.points)

    @property
    def most(self) -> str:
        return decimal(self.found.most)

    @property
    def meaning(self) -> str:
        return str(self.text.meanings[self.found.rating - 1])


@dataclass(frozen=True)
class ExplainedPlace:
    """A place in the order, how sure it is, and what would let the next measure pass."""

    measure: Measure
    ranked: RankedMeasure
    is_provisional: bool
    next_one: Measure | None = None
    between: Neighbours | None = None

    @property
    def is_certain(self) -> bool:
        """Whether no weights within the bounds put the measure elsewhere."""
        return self.ranked.best_rank == self.ranked.worst_rank

    @property
    def how_sure(self) -> str:
        """Between which places the measure lies while the weights move by half."""
        if self.is_certain:
            return _("ganz sicher")
        return _("zwischen Platz %(best)d und %(worst)d") % {
            "best": self.ranked.best_rank,
            "worst": self.ranked.worst_rank,
        }

    @property
    def what_tips(self) -> str:
        """What would let the next measure pass; empty for the last one."""
        if self.between is None or self.next_one is None:
            return ""
        words = {"next": self.next_one.title}
        if not self.between.differ:
            return _("In allem, was zählt, gleich bewertet wie „%(next)s“.") % words
        tip = self.between.tip
        if tip is None and self.between.is_certain:
            return _("Bleibt sicher vor „%(next)s“.") % words
        if tip is None:
            return (
                _("„%(next)s“ zieht nur vorbei, wenn sich mehrere Gewichte zugleich ändern.")
                % words
            )
        words |= {"criterion": criterion_name(tip.criterion), "percent": str(tip.percent)}
        if self.between.lead == 0:
            sentence = _(
                "Gleichauf mit „%(next)s“. Zählt „%(criterion)s“ nur %(percent)s Prozent "
                "weniger, liegt die andere vorn."
            )
            if tip.is_more:
                sentence = _(
                    "Gleichauf mit „%(next)s“. Zählt „%(criterion)s“ nur %(percent)s Prozent "
                    "mehr, liegt die andere vorn."
                )
            return sentence % words
        sentence = _(
            "„%(next)s“ zieht vorbei, wenn „%(criterion)s“ %(percent)s Prozent weniger zählt."
        )
        if tip.is_more:
            sentence = _(
                "„%(next)s“ zieht vorbei, wenn „%(criterion)s“ %(percent)s Prozent mehr zählt."
            )
        return sentence % words

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
        whole = sum(self.weights.as_tuple())
        return [
            Share(text, weight, Fraction(100 * weight, whole))
            for text, weight in zip(CRITERIA, self.weights.as_tuple(), strict=True)
        ]

    @property
    def how_weights_differ(self) -> str:
        """Which criteria count most, and which do not count at all."""
        counting = [share for share in self.shares if share.weight]
        silent = [_quoted(share.text.name) for share in self.shares if not share.weight]
        if len(counting) == 1:
            return _("Nur %(criterion)s zählt.") % {"criterion": _quoted(counting[0].text.name)}
        highest = max(share.weight for share in counting)
        most = [_quoted(share.text.name) for share in counting if share.weight == highest]
        if len(most) < len(counting):
            sentence = ngettext(
                "Am meisten zählt %(most)s.", "Am meisten zählen %(most)s.", len(most)
            ) % {"most": listed(most)}
        elif silent:
            sentence = _("Alle übrigen Kriterien zählen gleich viel.")
        else:
            sentence = _("Alle Kriterien zählen gleich viel.")
        if not silent:
            return sentence
        without = ngettext(
            "%(silent)s zählt nicht mit.", "%(silent)s zählen nicht mit.", len(silent)
        ) % {"silent": listed(silent)}
        return f"{without} {sentence}"

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
        """How the score of the first measure comes about."""
        parts = [
            _("%(points)s für %(criterion)s")
            % {"points": line.points, "criterion": _quoted(line.text.name)}
            for line in self.example
            if line.found.weight
        ]
        points = [line.found.points for line in self.example]
        score = sum(points, Fraction())
        words = {"measure": self.first.measure.title, "parts": listed(parts)}
        if all((one * 10).denominator == 1 for one in points):
            words["score"] = decimal(score)
            return _("„%(measure)s“ bekommt %(parts)s: zusammen %(score)s von 100 Punkten.") % words
        words["score"] = str(int(score + Fraction(1, 2)))
        return (
            _("„%(measure)s“ bekommt %(parts)s: zusammen rund %(score)s von 100 Punkten.") % words
        )

    @cached_property
    def places(self) -> list[ExplainedPlace]:
        order = _candidates(self.ranked_rows)
        between: list[Neighbours | None] = [*neighbours(order, self.weights.as_tuple()), None]
        following = [row.measure for row in self.ranked_rows[1:]]
        return [
            ExplainedPlace(row.measure, row.ranked, row.is_provisional, next_one, gap)
            for row, next_one, gap in zip(
                self.ranked_rows, [*following, None], between, strict=True
            )
            if row.ranked
        ]

    @property
    def how_certain(self) -> str:
        """How many places are certain."""
        number, certain = len(self.places), sum(place.is_certain for place in self.places)
        if number == 1:
            return _("Eine einzige Maßnahme steht immer auf Platz 1.")
        if certain == number:
            return _("Alle %(n)d Plätze sind ganz sicher.") % {"n": number}
        if certain == 0:
            return _("Keiner der %(n)d Plätze ist ganz sicher.") % {"n": number}
        return ngettext(
            "Einer von %(n)d Plätzen ist ganz sicher.",
            "%(certain)d von %(n)d Plätzen sind ganz sicher.",
            certain,
        ) % {"n": number, "certain": certain}


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
        up = self.places_up
        if up > 0:
            return ngettext("1 Platz nach oben", "%(n)d Plätze nach oben", up) % {"n": up}
        if up < 0:
            return ngettext("1 Platz nach unten", "%(n)d Plätze nach unten", -up) % {"n": -up}
        return _("bleibt")


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
        if not self.differs:
            return _("Das ist die Gewichtung, die heute gilt.")
        moved = sum(move.places_up != 0 for move in self.moves)
        if not moved:
            return _("Mit dieser Gewichtung bleiben alle Maßnahmen auf ihrem Platz.")
        sentence = ngettext(
            "Eine von %(whole)d Maßnahmen wechselt den Platz.",
            "%(moved)d von %(whole)d Maßnahmen wechseln den Platz.",
            moved,
        ) % {"moved": moved, "whole": len(self.moves)}
        entering = [
            _quoted(move.measure.title)
            for move in self.moves
            if move.then.in_top_group and not move.today.in_top_group
        ]
        words = {"top": NUMBER_WORDS[TOP_GROUP], "names": listed(entering)}
        first_ones = _("Die ersten %(top)s bleiben dieselben.")
        if entering:
            first_ones = _("Neu unter den ersten %(top)s: %(names)s.")
        return f"{sentence} {first_ones % words}"


def _candidates(rows: Sequence[Row]) -> list[Candidate]:
    return [Candidate(row.measure.pk, row.values) for row in rows if row.values]
