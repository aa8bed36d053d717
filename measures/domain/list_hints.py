"""What of the list should be seen to, in German sentences with the page where one can act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks.domain.catalogue import Criterion
from checks.models import Priority, Requirement
from measures.domain.list_warnings import Judged, ListWarning, Must, WarningKind, find_warnings
from measures.domain.prioritising import Row, given_ratings
from measures.domain.wording import capitalised, criterion_name, listed
from measures.models import CriterionWeights, MeasureRequirement, Status
from organisations.models import Organisation

BEGUN = (Status.PLANNED, Status.IN_PROGRESS)


def collect_warnings(
    organisation: Organisation, rows: Sequence[Row], weights: CriterionWeights
) -> list[ListWarning]:
    """Return what is amiss with the list, the gravest first.

    `rows` are all measures as `ranked_list` returns them. It takes three queries, one as long as
    nothing must be met.
    """
    judged = [_judged(row) for row in rows if row.measure.is_open]
    return find_warnings(judged, weights.as_tuple(), _musts(organisation, rows))


def _judged(row: Row) -> Judged:
    measure, ranked = row.measure, row.ranked
    return Judged(
        id=measure.pk,
        title=measure.title,
        ratings=row.values,
        rank=ranked.rank if ranked else None,
        is_top=bool(ranked and ranked.in_top_group),
        rated=frozenset(Criterion(key) for key in given_ratings(measure)),
        touches=frozenset(touch.system_id for touch in measure.touches.all()),
        has_begun=measure.status in BEGUN,
        has_person=measure.responsible_id is not None,
    )


def _musts(organisation: Organisation, rows: Iterable[Row]) -> list[Must]:
    requirements = list(
        Requirement.objects.filter(organisation=organisation)
        .current()
        .filter(priority=Priority.MUST)
        .prefetch_related("systems")
    )
    if not requirements:
        return []
    status = {row.measure.pk: row.measure.status for row in rows}
    met_by: dict[int, set[int]] = {}
    for link in MeasureRequirement.objects.filter(
        organisation=organisation, requirement__in=requirements
    ):
        if status.get(link.measure_id, Status.REJECTED) != Status.REJECTED:
            met_by.setdefault(link.requirement_id, set()).add(link.measure_id)
    return [
        Must(
            id=one.pk,
            text=one.text,
            systems=frozenset(link.system_id for link in one.systems.all()),
            met_by=frozenset(meeting := met_by.get(one.pk, set())),
            met_by_done=any(status[measure] == Status.DONE for measure in meeting),
        )
        for one in requirements
    ]


# More of a title or a requirement would bury the sentence.
LONGEST_QUOTE = 90
MOST_NAMED = 3


@dataclass(frozen=True)
class Hint:
    """A sentence with the page where one can act: its URL name, ids, query and what to call it."""

    sentence: str
    label: str
    page: str
    ids: dict[str, int] = field(default_factory=dict)
    query: str = ""


def hint(warning: ListWarning, *, may_edit: bool) -> Hint:
    """Say what is amiss, and lead those who may edit to where they can change it."""
    return _HINTS[warning.kind](warning, may_edit)


def _quoted(text: str) -> str:
    return _("„%s“") % Truncator(text).chars(LONGEST_QUOTE)


def _names(measures: Sequence[Judged]) -> str:
    names = [_quoted(one.title) for one in measures[:MOST_NAMED]]
    more = len(measures) - len(names)
    if more:
        names.append(ngettext("eine weitere", "%(n)d weitere", more) % {"n": more})
    return listed(names)


def _requirements(musts: Sequence[Must]) -> str:
    more = len(musts) - 1
    words = _quoted(musts[0].text)
    if more:
        rest = ngettext("einer weiteren", "%(n)d weiteren", more) % {"n": more}
        words = _("%(words)s (neben %(rest)s)") % {"words": words, "rest": rest}
    return words


def _of_measure(sentence: str, measure: Judged, page: str, label: str, may_edit: bool) -> Hint:
    ids = {"measure_id": measure.id}
    if may_edit:
        return Hint(sentence, label, f"measures:{page}", ids)
    return Hint(sentence, _("Maßnahme ansehen"), "measures:detail", ids)


def _top_lacks_must(warning: ListWarning, may_edit: bool) -> Hint:
    (measure,) = warning.measures
    sentence = _(
        "%(measure)s steht weit oben und berührt ein System, für das eine Muss-Anforderung "
        "gilt: %(must)s. Dafür sorgt noch keine Maßnahme."
    ) % {"measure": _quoted(measure.title), "must": _requirements(warning.musts)}
    return _of_measure(
        sentence, measure, "requirements_of_measure", _("Anforderungen zuordnen"), may_edit
    )


def _equal_measures(warning: ListWarning, may_edit: bool) -> Hint:
    sentence = _(
        "%(n)d Maßnahmen sind in allem, was zählt, gleich bewertet: %(names)s. Welche davon "
        "zuerst kommt, ist Zufall. Worin unterscheiden sie sich?"
    ) % {"n": len(warning.measures), "names": _names(warning.measures)}
    return _of_measure(
        sentence, warning.measures[0], "rate", _("Die erste davon neu bewerten"), may_edit
    )


def _same_rating(warning: ListWarning, may_edit: bool) -> Hint:
    sentence = _(
        "Bei „%(criterion)s“ sind alle %(n)d Maßnahmen gleich bewertet. So ändert dieses "
        "Kriterium nichts an der Reihenfolge."
    ) % {"criterion": _name(warning), "n": len(warning.measures)}
    return _of_measure(sentence, warning.measures[0], "rate", _("Neu bewerten"), may_edit)


def _nobody_rated(warning: ListWarning, may_edit: bool) -> Hint:
    sentence = _(
        "„%(criterion)s“ hat noch niemand selbst bewertet. Bei allen Maßnahmen gilt dort der "
        "Vorschlag."
    ) % {"criterion": _name(warning)}
    return _of_measure(sentence, warning.measures[0], "rate", _("Selbst bewerten"), may_edit)


def _must_without_measure(warning: ListWarning, may_edit: bool) -> Hint:
    must, number = warning.musts[0], len(warning.musts)
    if number > 1:
        sentence = _(
            "Für %(n)d Muss-Anforderungen sorgt noch keine Maßnahme, zum Beispiel für %(must)s."
        ) % {"n": number, "must": _quoted(must.text)}
        label, page = _("Anforderungen ohne Maßnahme ansehen"), "measures:requirements"
        return Hint(sentence, label, page, query="?open=1")
    sentence = _("Für die Muss-Anforderung %(must)s sorgt noch keine Maßnahme.") % {
        "must": _quoted(must.text)
    }
    ids = {"requirement_id": must.id}
    if may_edit:
        return Hint(sentence, _("Maßnahme zuordnen"), "measures:measures_of_requirement", ids)
    return Hint(sentence, _("Anforderung ansehen"), "measures:requirement", ids)


def _must_far_down(warning: ListWarning, may_edit: bool) -> Hint:
    measure, above = warning.measures
    sentence = _(
        "Die Muss-Anforderung %(must)s erfüllt erst %(measure)s auf Platz %(rank)d. "
        "Weiter oben steht %(above)s und erfüllt keine."
    ) % {
        "must": _requirements(warning.musts),
        "measure": _quoted(measure.title),
        "rank": measure.rank,
        "above": _quoted(above.title),
    }
    return _of_measure(sentence, measure, "rate", _("Noch einmal bewerten"), may_edit)


def _without_rank(warning: ListWarning, may_edit: bool) -> Hint:
    number = len(warning.measures)
    sentence = ngettext(
        "Eine Maßnahme hat noch keinen Platz, weil Bewertungen fehlen: %(names)s.",
        "%(n)d Maßnahmen haben noch keinen Platz, weil Bewertungen fehlen: %(names)s.",
        number,
    ) % {"n": number, "names": _names(warning.measures)}
    return _of_measure(sentence, warning.measures[0], "rate", _("Bewerten"), may_edit)


def _top_without_person(warning: ListWarning, may_edit: bool) -> Hint:
    (measure,) = warning.measures
    sentence = _(
        "%(measure)s steht weit oben und soll umgesetzt werden, aber niemand ist verantwortlich."
    ) % {"measure": _quoted(measure.title)}
    return _of_measure(sentence, measure, "edit", _("Verantwortliche eintragen"), may_edit)


def _name(warning: ListWarning) -> str:
    return capitalised(criterion_name(str(warning.criterion)))


_HINTS = {
    WarningKind.TOP_LACKS_MUST: _top_lacks_must,
    WarningKind.EQUAL_MEASURES: _equal_measures,
    WarningKind.SAME_RATING: _same_rating,
    WarningKind.NOBODY_RATED: _nobody_rated,
    WarningKind.MUST_WITHOUT_MEASURE: _must_without_measure,
    WarningKind.MUST_FAR_DOWN: _must_far_down,
    WarningKind.WITHOUT_RANK: _without_rank,
    WarningKind.TOP_WITHOUT_PERSON: _top_without_person,
}
