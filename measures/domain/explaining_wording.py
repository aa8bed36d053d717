"""How the order comes about, in German sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.domain.prioritising import TOP_GROUP, Row
from measures.domain.ranking import CRITERIA, RankedMeasure
from measures.domain.tipping import Neighbours, Points
from measures.domain.wording import NUMBER_WORDS, criterion_name, listed


def number(value: Fraction) -> str:
    """Write a number with at most one decimal, halves rounded up: 12,5 or 20."""
    tenths = int(value * 10 + Fraction(1, 2))
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)


def weights(values: Sequence[int]) -> str:
    """Say which criteria count most, and which do not count at all."""
    counting = [value for value in values if value]
    silent = [
        _quoted(criterion) for criterion, value in zip(CRITERIA, values, strict=True) if not value
    ]
    if len(counting) == 1:
        (only,) = (key for key, value in zip(CRITERIA, values, strict=True) if value)
        return _("Nur %(criterion)s zählt.") % {"criterion": _quoted(only)}
    if len(set(counting)) == 1:
        sentence = _("Alle Kriterien zählen gleich viel.")
        if silent:
            sentence = _("Alle übrigen Kriterien zählen gleich viel.")
    else:
        most = [
            _quoted(criterion)
            for criterion, value in zip(CRITERIA, values, strict=True)
            if value == max(values)
        ]
        sentence = ngettext(
            "Am meisten zählt %(most)s.", "Am meisten zählen %(most)s.", len(most)
        ) % {"most": listed(most)}
    if silent:
        without = ngettext(
            "%(silent)s zählt nicht mit.", "%(silent)s zählen nicht mit.", len(silent)
        ) % {"silent": listed(silent)}
        return f"{without} {sentence}"
    return sentence


def example(row: Row, found: Sequence[Points]) -> str:
    """Say how the score of a measure comes about."""
    parts = [
        _("%(points)s für %(criterion)s")
        % {"points": number(one.points), "criterion": _quoted(one.criterion)}
        for one in found
        if one.weight
    ]
    words = {"measure": row.measure.title, "parts": listed(parts)}
    score = sum((one.points for one in found), Fraction())
    if all((one.points * 10).denominator == 1 for one in found):
        words["score"] = number(score)
        return _("„%(measure)s“ bekommt %(parts)s: zusammen %(score)s von 100 Punkten.") % words
    words["score"] = str(int(score + Fraction(1, 2)))
    return _("„%(measure)s“ bekommt %(parts)s: zusammen rund %(score)s von 100 Punkten.") % words


def certainty(ranked: RankedMeasure) -> str:
    """Say between which places a measure lies while the weights move by half."""
    if ranked.best_rank == ranked.worst_rank:
        return _("ganz sicher")
    return _("zwischen Platz %(best)d und %(worst)d") % {
        "best": ranked.best_rank,
        "worst": ranked.worst_rank,
    }


def how_certain(ranked: Sequence[RankedMeasure]) -> str:
    """Say how many places are certain."""
    certain = sum(one.best_rank == one.worst_rank for one in ranked)
    if len(ranked) == 1:
        return _("Eine einzige Maßnahme steht immer auf Platz 1.")
    if certain == len(ranked):
        return _("Alle %(n)d Plätze sind ganz sicher.") % {"n": certain}
    if certain == 0:
        return _("Keiner der %(n)d Plätze ist ganz sicher.") % {"n": len(ranked)}
    return ngettext(
        "Einer von %(n)d Plätzen ist ganz sicher.",
        "%(certain)d von %(n)d Plätzen sind ganz sicher.",
        certain,
    ) % {"n": len(ranked), "certain": certain}


def what_tips(between: Neighbours, next_title: str) -> str:
    """Say what would let the next measure pass."""
    words = {"next": next_title}
    if not between.differ:
        return _("In allem, was zählt, gleich bewertet wie „%(next)s“.") % words
    if between.tip is None:
        if between.is_certain:
            return _("Bleibt sicher vor „%(next)s“.") % words
        return _("„%(next)s“ zieht nur vorbei, wenn sich mehrere Gewichte zugleich ändern.") % words
    tip = between.tip
    words |= {"criterion": criterion_name(tip.criterion), "percent": str(tip.percent)}
    if between.lead == 0:
        if tip.is_more:
            return (
                _(
                    "Gleichauf mit „%(next)s“. Zählt „%(criterion)s“ nur %(percent)s Prozent "
                    "mehr, liegt die andere vorn."
                )
                % words
            )
        return (
            _(
                "Gleichauf mit „%(next)s“. Zählt „%(criterion)s“ nur %(percent)s Prozent "
                "weniger, liegt die andere vorn."
            )
            % words
        )
    if tip.is_more:
        return (
            _("„%(next)s“ zieht vorbei, wenn „%(criterion)s“ %(percent)s Prozent mehr zählt.")
            % words
        )
    return (
        _("„%(next)s“ zieht vorbei, wenn „%(criterion)s“ %(percent)s Prozent weniger zählt.")
        % words
    )


def move(today: int, then: int) -> str:
    """Say how a measure would move from its place of today."""
    up = today - then
    if up > 0:
        return ngettext("1 Platz nach oben", "%(n)d Plätze nach oben", up) % {"n": up}
    if up < 0:
        return ngettext("1 Platz nach unten", "%(n)d Plätze nach unten", -up) % {"n": -up}
    return _("bleibt")


def trial(moved: int, whole: int, entering: Sequence[str], *, differs: bool) -> str:
    """Say what other weights would change."""
    if not differs:
        return _("Das ist die Gewichtung, die heute gilt.")
    if not moved:
        return _("Mit dieser Gewichtung bleiben alle Maßnahmen auf ihrem Platz.")
    sentence = ngettext(
        "Eine von %(whole)d Maßnahmen wechselt den Platz.",
        "%(moved)d von %(whole)d Maßnahmen wechseln den Platz.",
        moved,
    ) % {"moved": moved, "whole": whole}
    top = NUMBER_WORDS[TOP_GROUP]
    if not entering:
        return sentence + " " + _("Die ersten %(top)s bleiben dieselben.") % {"top": top}
    names = listed(f"„{title}“" for title in entering)
    return (
        sentence
        + " "
        + _("Neu unter den ersten %(top)s: %(names)s.")
        % {
            "top": top,
            "names": names,
        }
    )


def _quoted(criterion: str) -> str:
    return f"„{criterion_name(criterion)}“"
