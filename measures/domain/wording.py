"""The ranking explained in German sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from checks.domain.catalogue import Criterion
from measures.domain.criteria import TEXT_OF
from measures.domain.ranking import RankedMeasure
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
    if not for_it and not against_it:
        return _("Alle Bewertungen liegen in der Mitte, nichts hebt sie heraus.")
    in_favour = _("Dafür: %s.") % listed(for_it)
    if len(ranked.lifting) > MOST_NAMED:
        in_favour = _("Dafür vor allem: %s.") % listed(for_it)
    opposed = _("Dagegen: %s.") % listed(against_it)
    if not against_it:
        opposed = _("Dagegen spricht nichts Deutliches.")
    if not for_it:
        return _("%s Dafür spricht nichts Deutliches.") % opposed
    return f"{in_favour} {opposed}"


def not_ranked(measure: Measure) -> str:
    if measure.is_open:
        return _("Noch ohne Platz: Bitte auf allen fünf Kriterien bewerten.")
    return _("Ohne Platz, weil sie nicht mehr offen ist.")


def how_sure(ranked: RankedMeasure) -> str:
    """Return the rank with the interval in which it lies while weights move by half."""
    if ranked.best_rank == ranked.worst_rank:
        return _("Platz %(rank)d, ganz sicher") % {"rank": ranked.rank}
    return _("Platz %(rank)d, sicher zwischen %(best)d und %(worst)d") % {
        "rank": ranked.rank,
        "best": ranked.best_rank,
        "worst": ranked.worst_rank,
    }


def what_would_change(ranked: RankedMeasure, top_group: int) -> str:
    """Say which smallest change of one rating would lift a measure into the top group."""
    top = NUMBER_WORDS.get(top_group, str(top_group))
    if ranked.in_top_group:
        return _("Gehört zu den ersten %s.") % top
    if ranked.lift is None:
        return _("Eine einzelne andere Bewertung brächte sie nicht unter die ersten %s.") % top
    return _("Mit %(to)d statt %(from)d bei „%(criterion)s“ käme sie unter die ersten %(top)s.") % {
        "to": ranked.lift.to_value,
        "from": ranked.lift.from_value,
        "criterion": criterion_name(ranked.lift.criterion),
        "top": top,
    }


def criterion_name(criterion: Criterion | str) -> str:
    return str(TEXT_OF[str(criterion)].name)
