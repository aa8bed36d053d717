"""Charts for templates: the same SVG as in reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks.domain.catalogue import Criterion
from checks.domain.surveying import SystemLandscape
from lotse import pictures
from lotse.charts.matrix import MatrixPoint, MatrixWords, matrix_chart
from lotse.charts.timeline import MarkKind, TimelineMark, TimelineRow, TimelineWords, timeline_chart
from measures.domain.criteria import TEXT_OF
from measures.domain.listing import Deadline, Timeline
from measures.domain.prioritising import Row
from measures.domain.progress import MaturityLine
from measures.domain.result import Result

register = template.Library()


@register.simple_tag
def maturity_wheel(result: Result) -> SafeString:
    """Return the wheel of maturity for a result, with its text alternative; areas are links."""
    drawn = pictures.maturity_wheel(result, leads_on=True)
    return mark_safe(drawn.svg)  # noqa: S308 - every text is escaped


@register.simple_tag
def small_line(line: MaturityLine) -> SafeString:
    """Return the line of an area, or of the whole, over all checks."""
    return mark_safe(pictures.small_line(line).svg)  # noqa: S308 - every text is escaped


@register.simple_tag
def landscape_map(landscape: SystemLandscape) -> SafeString:
    """Return the map of systems with its text alternative; there has to be a system in use."""
    return mark_safe(pictures.landscape_map(landscape).svg)  # noqa: S308 - every text is escaped


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
    first = sum(point.across > 3 and point.upward > 3 for point in points)
    drawn = matrix_chart(
        points,
        title=_("Matrix: Mehrwert und Umsetzbarkeit"),
        description=ngettext(
            "%(number)d Maßnahme auf einem Feld von 5 mal 5: nach rechts, wie einfach die "
            "Umsetzung ist, nach oben der Mehrwert, beides von 1 bis 5.",
            "%(number)d Maßnahmen auf einem Feld von 5 mal 5: nach rechts, wie einfach die "
            "Umsetzung ist, nach oben der Mehrwert, beides von 1 bis 5.",
            len(points),
        )
        % {"number": len(points)}
        + " "
        + _("Rechts oben mit 4 oder 5 in beidem: %d. Die Tabelle darunter nennt alle Werte.")
        % first,
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
def measure_timeline(agenda: Timeline) -> SafeString:
    """Return the line of time of measures with days; there has to be one."""
    drawn = timeline_chart(
        [
            TimelineRow(row.measure.title, tuple(map(_deadline_mark, deadlines)))
            for row, deadlines in agenda.lines[:MOST_LINES]
        ],
        today=timezone.localdate(),
        title=_("Zeitstrahl der Maßnahmen"),
        description=_(
            "%(measures)s mit %(days)s, davon überfällig: %(late)d. Die Liste darunter nennt "
            "alle Termine."
        )
        % {
            "measures": ngettext("%d Maßnahme", "%d Maßnahmen", len(agenda.lines))
            % len(agenda.lines),
            "days": _days_in_words([one.day for one in agenda.deadlines]),
            "late": agenda.late,
        },
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


def _days_in_words(days: Sequence[date]) -> str:
    """Say how many days there are, and from when until when; they are in the order of time."""
    first, last = (date_format(day, "j. F Y") for day in (days[0], days[-1]))
    return ngettext(
        "%(number)d Termin am %(first)s",
        "%(number)d Terminen vom %(first)s bis zum %(last)s",
        len(days),
    ) % {"number": len(days), "first": first, "last": last}


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
