"""The ranking explained in German sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks.domain.catalogue import Criterion
from measures.domain.criteria import TEXT_OF
from measures.domain.ranking import TOP_GROUP, RankedMeasure
from measures.models import Measure

# More reasons in one sentence would not be read.
MOST_NAMED = 3
NUMBER_WORDS = {2: "zwei", 3: "drei", 4: "vier", 5: "fünf"}


def listed(phrases: Iterable[object]) -> str:
    """Join phrases as one says them: „a, b und c“."""
    parts = [str(phrase) for phrase in phrases]
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s und %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def why(ranked: RankedMeasure) -> str:
    """Say in brief what lifts a measure most and what holds it down."""
    for_it = [TEXT_OF[criterion].for_it for criterion in ranked.lifting[:MOST_NAMED]]
    against_it = [TEXT_OF[criterion].against_it for criterion in ranked.holding]
    said = []
    if for_it:
        is_all = len(ranked.lifting) <= MOST_NAMED
        said.append((_("Dafür: %s.") if is_all else _("Dafür vor allem: %s.")) % listed(for_it))
    if against_it:
        said.append(_("Dagegen: %s.") % listed(against_it))
    nothing = _("Alle Bewertungen liegen in der Mitte, nichts hebt sie heraus.")
    return " ".join(said) or nothing


def not_ranked(measure: Measure) -> str:
    if measure.is_open:
        return _("Noch ohne Platz: Bitte auf allen fünf Kriterien bewerten.")
    return _("Ohne Platz, weil sie nicht mehr offen ist.")


def how_sure(ranked: RankedMeasure) -> str:
    """Say in plain words how firmly a measure stands on its place, without naming it."""
    if ranked.best_rank == ranked.worst_rank <= TOP_GROUP:
        return _("steht sicher auf Platz %d") % ranked.rank
    if ranked.worst_rank <= TOP_GROUP:
        return _("steht sicher unter den ersten %s") % NUMBER_WORDS[TOP_GROUP]
    if ranked.rank <= TOP_GROUP:
        return _("steht oben, aber knapp")
    if ranked.best_rank <= TOP_GROUP:
        return _("kann noch nach oben kommen")
    return _("bleibt weiter unten")


def in_figures(ranked: RankedMeasure) -> str:
    """Return between which places the measure stays while the weights move by half."""
    words = {"rank": ranked.rank, "best": ranked.best_rank, "worst": ranked.worst_rank}
    sentence = _(
        "Auch wenn jedes Gewicht um die Hälfte steigt oder sinkt, liegt sie zwischen "
        "Platz %(best)d und %(worst)d."
    )
    if ranked.best_rank == ranked.worst_rank:
        sentence = _(
            "Auch wenn jedes Gewicht um die Hälfte steigt oder sinkt, bleibt sie auf "
            "Platz %(rank)d."
        )
    return sentence % words


def how_clear(order: Sequence[tuple[str, RankedMeasure]]) -> list[str]:
    """Say in at most three sentences what is sure about an order and where it is close.

    `order` are the titles with their places, the best first.
    """
    if len(order) < 2:
        return [_("Bisher hat nur eine Maßnahme einen Platz.")] if order else []
    ranked = [one for _title, one in order]
    movable = [one for one in ranked if one.best_rank < one.worst_rank]
    if not movable:
        return [_("Alle Plätze sind sicher, auch mit anderen Gewichten.")]
    if len(order) <= TOP_GROUP:
        return [_close(movable)]
    contested = [one for one in movable if one.best_rank <= TOP_GROUP < one.worst_rank]
    said = [_on_top([title for title, one in order if one.worst_rank <= TOP_GROUP])]
    said.append(_close(contested or movable))
    if contested and ranked[-1].best_rank > TOP_GROUP:
        said.append(_("Was dahinter steht, kommt auch mit anderen Gewichten nicht nach oben."))
    return said


def _on_top(titles: Sequence[str]) -> str:
    if not titles:
        return _("Noch steht keine Maßnahme sicher oben.")
    words = {"number": NUMBER_WORDS.get(len(titles), str(len(titles)))}
    if len(titles) not in NUMBER_WORDS and len(titles) > 1:
        return _("Die ersten %(number)s stehen sicher oben.") % words
    words["titles"] = listed(f"„{title}“" for title in titles)
    return (
        ngettext(
            "Sicher oben steht %(titles)s.",
            "Diese %(number)s stehen sicher oben: %(titles)s.",
            len(titles),
        )
        % words
    )


def _close(ranked: Sequence[RankedMeasure]) -> str:
    words = {"first": ranked[0].rank, "last": ranked[-1].rank}
    sentence = _(
        "Zwischen Platz %(first)d und %(last)d ist es knapp: Andere Gewichte können sie "
        "vertauschen."
    )
    if ranked[0].rank == ranked[-1].rank:
        sentence = _("Um Platz %(first)d ist es knapp: Andere Gewichte können ihn neu vergeben.")
    return sentence % words


def what_would_change(ranked: RankedMeasure) -> str:
    """Say which smallest change of one rating would lift a measure into the top group.

    Empty for a measure that is there already.
    """
    top = NUMBER_WORDS[TOP_GROUP]
    if ranked.in_top_group:
        return ""
    if ranked.lift is None:
        return _("Auch mit einer anderen Bewertung käme sie nicht unter die ersten %s.") % top
    return _("Mit %(to)d statt %(from)d bei „%(criterion)s“ käme sie unter die ersten %(top)s.") % {
        "to": ranked.lift.to_value,
        "from": ranked.lift.from_value,
        "criterion": criterion_name(ranked.lift.criterion),
        "top": top,
    }


def criterion_name(criterion: Criterion | str) -> str:
    return str(TEXT_OF[str(criterion)].name)
