"""What of the list should be seen to, in German sentences with the page where one can act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from checks.domain.catalogue import Criterion
from checks.models import Priority, Requirement
from measures.domain.list_warnings import Judged, ListWarning, Must, WarningKind, find_warnings
from measures.domain.prioritising import Row, given_ratings
from measures.domain.wording import criterion_name, listed
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
# What is said of each kind, and the page where those who may edit can change it, with a label.
SAID: dict[WarningKind, tuple[Any, str, str | Promise]] = {
    WarningKind.TOP_LACKS_MUST: (
        gettext_lazy(
            "%(measure)s steht weit oben und berührt ein System, für das eine Muss-Anforderung "
            "gilt: %(must)s. Dafür sorgt noch keine Maßnahme."
        ),
        "requirements_of_measure",
        gettext_lazy("Anforderungen zuordnen"),
    ),
    WarningKind.EQUAL_MEASURES: (
        gettext_lazy(
            "%(n)d Maßnahmen sind in allem, was zählt, gleich bewertet: %(names)s. Welche davon "
            "zuerst kommt, ist Zufall. Worin unterscheiden sie sich?"
        ),
        "rate",
        gettext_lazy("Die erste davon neu bewerten"),
    ),
    WarningKind.SAME_RATING: (
        gettext_lazy(
            "Bei „%(criterion)s“ sind alle %(n)d Maßnahmen gleich bewertet. So ändert dieses "
            "Kriterium nichts an der Reihenfolge."
        ),
        "rate",
        gettext_lazy("Neu bewerten"),
    ),
    WarningKind.NOBODY_RATED: (
        gettext_lazy(
            "„%(criterion)s“ hat noch niemand selbst bewertet. Bei allen Maßnahmen gilt dort der "
            "Vorschlag."
        ),
        "rate",
        gettext_lazy("Selbst bewerten"),
    ),
    WarningKind.MUST_FAR_DOWN: (
        gettext_lazy(
            "Die Muss-Anforderung %(must)s erfüllt erst %(measure)s auf Platz %(rank)d. "
            "Weiter oben steht %(last)s und erfüllt keine."
        ),
        "rate",
        gettext_lazy("Noch einmal bewerten"),
    ),
    WarningKind.WITHOUT_RANK: (
        ngettext_lazy(
            "Eine Maßnahme hat noch keinen Platz, weil Bewertungen fehlen: %(names)s.",
            "%(n)d Maßnahmen haben noch keinen Platz, weil Bewertungen fehlen: %(names)s.",
            "n",
        ),
        "rate",
        gettext_lazy("Bewerten"),
    ),
    WarningKind.TOP_WITHOUT_PERSON: (
        gettext_lazy(
            "%(measure)s steht weit oben und soll umgesetzt werden, aber niemand ist "
            "verantwortlich."
        ),
        "edit",
        gettext_lazy("Verantwortliche eintragen"),
    ),
}


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
    if warning.kind is WarningKind.MUST_WITHOUT_MEASURE:
        return _of_requirement(warning.musts, may_edit=may_edit)
    first, last = warning.measures[0], warning.measures[-1]
    sentence, page, label = SAID[warning.kind]
    said = sentence % {
        "n": len(warning.measures),
        "names": _names(warning.measures),
        "measure": _quoted(first.title),
        "last": _quoted(last.title),
        "rank": first.rank or 0,
        "must": _requirements(warning.musts),
        "criterion": criterion_name(warning.criterion) if warning.criterion else "",
    }
    ids = {"measure_id": first.id}
    if may_edit:
        return Hint(said, str(label), f"measures:{page}", ids)
    return Hint(said, _("Maßnahme ansehen"), "measures:detail", ids)


def _of_requirement(musts: Sequence[Must], *, may_edit: bool) -> Hint:
    words = {"n": len(musts), "must": _quoted(musts[0].text)}
    if len(musts) > 1:
        sentence = _(
            "Für %(n)d Muss-Anforderungen sorgt noch keine Maßnahme, zum Beispiel für %(must)s."
        )
        label = _("Anforderungen ohne Maßnahme ansehen")
        return Hint(sentence % words, label, "measures:requirements", query="?open=1")
    said = _("Für die Muss-Anforderung %(must)s sorgt noch keine Maßnahme.") % words
    ids = {"requirement_id": musts[0].id}
    if may_edit:
        return Hint(said, _("Maßnahme zuordnen"), "measures:measures_of_requirement", ids)
    return Hint(said, _("Anforderung ansehen"), "measures:requirement", ids)


def _quoted(text: str) -> str:
    return _("„%s“") % Truncator(text).chars(LONGEST_QUOTE)


def _names(measures: Sequence[Judged]) -> str:
    names = [_quoted(one.title) for one in measures[:MOST_NAMED]]
    more = len(measures) - len(names)
    if more:
        names.append(ngettext("eine weitere", "%(n)d weitere", more) % {"n": more})
    return listed(names)


def _requirements(musts: Sequence[Must]) -> str:
    if len(musts) < 2:
        return "".join(_quoted(must.text) for must in musts)
    more = len(musts) - 1
    rest = ngettext("einer weiteren", "%(n)d weiteren", more) % {"n": more}
    return _("%(words)s (neben %(rest)s)") % {"words": _quoted(musts[0].text), "rest": rest}
