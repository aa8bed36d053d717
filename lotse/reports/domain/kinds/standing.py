"""Blocks that several kinds of report share: where the organisation stands, what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.reports.document.model import (
    Box,
    Cell,
    Column,
    Line,
    Look,
    Table,
    cell,
    line,
    small,
    strong,
)
from lotse.reports.domain.material import Material, day
from measures.domain.prioritising import Row
from measures.models import Measure
from organisations.models import Organisation


def byline(*parts: str) -> Line:
    """Return the line below the headline from what there is to say."""
    return line(" · ".join(part for part in parts if part), look=Look.BYLINE)


def standing_box(material: Material) -> Box:
    """Return maturity, what goes well and what is missing most."""
    result = material.result
    if result.percent is None:
        return Box((line(_("Es ist noch keine Frage mit einer Stufe beantwortet.")),))
    flow = material.run.flow
    whole = [
        _("Im Ganzen:"),
        strong(f"{result.band}."),
        _("Beantwortet sind %(answered)d von %(total)d Fragen.")
        % {"answered": flow.answered, "total": flow.total},
    ]
    last = result.progress.last
    if last and last.finished_at and result.progress.words:
        whole.append(
            _("Seit dem %(day)s: %(words)s.")
            % {"day": day(last.finished_at), "words": result.progress.words}
        )
    lines = [line(*whole)]
    if result.strengths:
        lines.append(line(_("Gut läuft:"), result.strengths[0].sentence))
    if result.gaps:
        lines.append(line(_("Am meisten fehlt:"), result.gaps[0].sentence))
    return Box(tuple(lines), str(result.percent), _("von 100"))


def next_measure(row: Row) -> Cell:
    """Return a measure of the top group with its reasons."""
    measure = row.measure
    said = [_("%s von 100 Punkten") % row.ranked.shown_score if row.ranked else "", row.how_sure]
    if measure.responsible:
        said.append(str(measure.responsible.user))
    if measure.due_date:
        said.append(_("fällig am %s") % day(measure.due_date))
    return cell(
        line(measure.title, look=Look.TITLE),
        line(measure.why, row.why),
        small(" · ".join(part for part in said if part)),
    )


def hours_in_words(hours: int, unknown: int) -> str:
    """Return the hours of some measures, and of how many of them nobody has estimated any."""
    if not unknown:
        return _("Zusammen etwa %d Arbeitsstunden für diese Maßnahmen.") % hours
    return ngettext(
        "Zusammen etwa %(hours)d Arbeitsstunden für diese Maßnahmen, ohne die eine, deren "
        "Aufwand noch nicht geschätzt ist.",
        "Zusammen etwa %(hours)d Arbeitsstunden für diese Maßnahmen, ohne die %(number)d, deren "
        "Aufwand noch nicht geschätzt ist.",
        unknown,
    ) % {"hours": hours, "number": unknown}


def what_is_needed(material: Material, rows: Iterable[Row]) -> list[str]:
    """Return what the next measures need and what is open, as sentences; never none."""
    rows, result = list(rows), material.result
    hours = sum(row.measure.effort_hours or 0 for row in rows)
    nobody = sum(row.measure.responsible_id is None for row in rows)
    open_suggestions, to_clarify = len(result.open_suggestions), len(result.to_clarify)
    said = []
    if hours:
        said.append(hours_in_words(hours, sum(not row.measure.effort_hours for row in rows)))
    if nobody:
        said.append(
            ngettext(
                "Eine dieser Maßnahmen hat noch keine verantwortliche Person.",
                "%(number)d dieser Maßnahmen haben noch keine verantwortliche Person.",
                nobody,
            )
            % {"number": nobody}
        )
    if material.musts:
        said.append(
            ngettext(
                "Eine künftige Lösung muss eine Anforderung erfüllen.",
                "Eine künftige Lösung muss %(number)d Anforderungen erfüllen.",
                material.musts,
            )
            % {"number": material.musts}
        )
    if open_suggestions:
        said.append(
            ngettext(
                "Ein Vorschlag wartet auf eine Entscheidung.",
                "%(number)d Vorschläge warten auf eine Entscheidung.",
                open_suggestions,
            )
            % {"number": open_suggestions}
        )
    if to_clarify:
        said.append(
            ngettext(
                "Eine Frage ist noch zu klären.",
                "%(number)d Fragen sind noch zu klären.",
                to_clarify,
            )
            % {"number": to_clarify}
        )
    return said or [_("Im Moment ist nichts offen.")]


def areas_table(material: Material) -> Table:
    """Return the maturity of every area."""
    return Table(
        _("Reifegrad je Handlungsfeld"),
        (
            Column(_("Handlungsfeld"), width=40),
            Column(_("Reifegrad (0–100)"), number=True),
            Column(_("Einschätzung")),
            Column(_("Beantwortet"), number=True),
        ),
        tuple(
            (
                cell(area.area.title),
                cell("–" if area.percent is None else area.percent),
                cell(area.band),
                cell(
                    _("%(answered)d von %(total)d")
                    % {"answered": area.found.answered, "total": area.found.total}
                ),
            )
            for area in material.result.areas
        ),
    )


def responsible(measure: Measure) -> str:
    """Return who cares for a measure; empty while nobody does."""
    return str(measure.responsible.user) if measure.responsible else ""


def running_line(organisation: Organisation, kind: str) -> str:
    """Return what stands at the head of every page."""
    return f"{organisation.name} · {kind}"
