"""Charts for templates: the same SVG in pages and in the PDF."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from checks.domain.catalogue import Criterion
from checks.domain.islands import Way
from checks.domain.landscape_wording import said
from checks.domain.surveying import SystemLandscape
from checks.models import ConnectionWay, System, SystemKind
from lotse.charts import (
    MapConnection,
    MapSystem,
    MapWords,
    MarkKind,
    MatrixPoint,
    MatrixWords,
    TimelineMark,
    TimelineRow,
    TimelineWords,
    WheelItem,
    line_chart,
    matrix_chart,
    systems_map,
    timeline_chart,
    wheel_chart,
)
from measures.domain.criteria import TEXT_OF
from measures.domain.prioritising import Row
from measures.domain.progress import Line
from measures.domain.result import Result
from measures.domain.timing import Agenda, Deadline

register = template.Library()


@register.simple_tag
def maturity_wheel(result: Result) -> SafeString:
    """Return the wheel of maturity for a result, with its text alternative."""
    return mark_safe(_wheel(result))  # noqa: S308 - lotse.charts escapes every text


@register.simple_tag
def maturity_wheel_image(result: Result) -> SafeString:
    """Return the same wheel as an image with alternative text, for tagged PDFs."""
    return _image(_wheel(result), _in_words(result))


@register.simple_tag
def small_line(line: Line) -> SafeString:
    """Return the line of an area, or of the whole, over all checks."""
    return mark_safe(_small_line(line))  # noqa: S308 - lotse.charts escapes every text


@register.simple_tag
def small_line_image(line: Line) -> SafeString:
    """Return the same line as an image with alternative text, for tagged PDFs."""
    return _image(_small_line(line), _line_in_words(line))


@register.simple_tag
def landscape_map(landscape: SystemLandscape) -> SafeString:
    """Return the map of systems with its text alternative; there has to be a system in use."""
    return mark_safe(_map(landscape))  # noqa: S308 - lotse.charts escapes every text


@register.simple_tag
def landscape_map_image(landscape: SystemLandscape) -> SafeString:
    """Return the same map as an image with alternative text, for tagged PDFs."""
    return _image(_map(landscape), landscape.description)


@register.simple_tag
def measure_matrix(numbered: Sequence[tuple[int, Row]]) -> SafeString:
    """Return the matrix of rated measures, which carry their numbers; there has to be one."""
    across, upward = (
        list(Criterion).index(one) for one in (Criterion.FEASIBILITY, Criterion.BENEFIT)
    )
    points = [
        MatrixPoint(row.values[across], row.values[upward], number, row.measure.title)
        for number, row in numbered
        if row.values
    ]
    drawn = matrix_chart(
        points,
        title=_("Matrix: Mehrwert und Umsetzbarkeit"),
        description=_(
            "%(number)d Maßnahmen auf einem Feld von 5 mal 5. Nach rechts wird die Umsetzung "
            "einfacher, nach oben der Mehrwert größer. Die Tabelle darunter nennt alle Werte."
        )
        % {"number": len(points)},
        words=MatrixWords(
            across=str(TEXT_OF[Criterion.FEASIBILITY].name),
            upward=str(TEXT_OF[Criterion.BENEFIT].name),
            corners=(
                _("bringt viel, braucht Vorbereitung"),
                _("bringt viel und geht leicht: zuerst"),
                _("vorerst lassen"),
                _("geht nebenbei"),
            ),
        ),
    )
    return mark_safe(drawn)  # noqa: S308 - lotse.charts escapes every text


# More rows than these are no drawing any more; the list beside it names them all.
MOST_LINES = 50


@register.simple_tag
def measure_timeline(agenda: Agenda) -> SafeString:
    """Return the line of time of measures with days; there has to be one."""
    drawn = timeline_chart(
        [
            TimelineRow(row.measure.title, tuple(map(_deadline_mark, deadlines)))
            for row, deadlines in agenda.lines[:MOST_LINES]
        ],
        today=timezone.localdate(),
        title=_("Zeitstrahl der Maßnahmen"),
        description=_(
            "%(number)d Maßnahmen mit Terminen, %(late)d Termine sind überfällig. Die Liste "
            "darunter nennt alle Termine."
        )
        % {"number": len(agenda.lines), "late": agenda.late},
        words=TimelineWords(
            today=_("heute"),
            month=_short_month,
            kinds={
                MarkKind.DUE: _("Maßnahme fällig"),
                MarkKind.DONE: _("Maßnahme umgesetzt"),
                MarkKind.STEP: _("Teilschritt fällig"),
                MarkKind.STEP_DONE: _("Teilschritt erledigt"),
                MarkKind.LATE: _("überfällig"),
            },
        ),
    )
    return mark_safe(drawn)  # noqa: S308 - lotse.charts escapes every text


def _short_month(day: date) -> str:
    return date_format(day, "M Y")


def _deadline_mark(deadline: Deadline) -> TimelineMark:
    if deadline.is_late:
        kind = MarkKind.LATE
    elif deadline.step:
        kind = MarkKind.STEP_DONE if deadline.is_done else MarkKind.STEP
    else:
        kind = MarkKind.DONE if deadline.is_done else MarkKind.DUE
    return TimelineMark(deadline.day, kind, deadline.in_words)


def _small_line(line: Line) -> str:
    return line_chart(line.fractions, words=_line_in_words(line))


def _line_in_words(line: Line) -> str:
    title = line.area.title if line.area else _("Im Ganzen")
    return _("%(title)s: %(values)s.") % {
        "title": title,
        "values": ", ".join(str(percent) for percent in line.percents),
    }


def _image(svg: str, words: str) -> SafeString:
    encoded = base64.b64encode(svg.encode()).decode()
    return format_html('<img src="data:image/svg+xml;base64,{}" alt="{}">', encoded, words)


def _map(landscape: SystemLandscape) -> str:
    islands = set(landscape.islands)
    return systems_map(
        [
            MapSystem(system.pk, system.name, _note(system), system in islands)
            for system in landscape.in_use
        ],
        [
            MapConnection(one.source_id, one.target_id, Way(one.way), said(one))
            for one in landscape.connections_in_use
        ],
        title=_("Karte der Systeme und ihrer Verbindungen"),
        description=landscape.description,
        words=MapWords(
            ways={Way(way.value): str(way.label) for way in ConnectionWay},
            island=_("Insel"),
            alone=_("Ohne Verbindung"),
        ),
    )


def _note(system: System) -> str:
    """Say of which kind a system is, unless its name says so already."""
    kind = str(system.get_kind_display())
    return "" if system.kind == SystemKind.OTHER or kind == system.name else kind


def _wheel(result: Result) -> str:
    items = [WheelItem(area.area.title, area.fraction, area.band) for area in result.areas]
    return wheel_chart(
        items, title=_("Reifegrad je Handlungsfeld als Rad"), description=_in_words(result)
    )


def _in_words(result: Result) -> str:
    said = "; ".join(
        f"{area.area.title}: {area.percent if area.percent is not None else _('noch offen')}"
        for area in result.areas
    )
    return _("Reifegrad je Handlungsfeld von 0 bis 100. %s.") % said
