"""When measures and their steps are due, in the order of the days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from measures.domain.prioritising import Row
from measures.models import Step


@dataclass(frozen=True)
class Deadline:
    """A day on which a measure, or one of its steps, is due."""

    row: Row
    day: date
    step: Step | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do by that day."""
        if self.step and self.step.done_at:
            return True
        return not self.row.measure.is_open

    @property
    def is_late(self) -> bool:
        """Whether it should be done by now and is not."""
        return not self.is_done and self.day < timezone.localdate()

    @property
    def in_words(self) -> str:
        """Say what is due when, and whether it is late or done."""
        what = (
            _("Teilschritt „%s“") % self.step.text
            if self.step
            else _("Maßnahme „%s“") % self.row.measure
        )
        state = _("überfällig seit") if self.is_late else _("erledigt, war fällig am")
        if not self.is_late and not self.is_done:
            state = _("fällig am")
        return f"{what}: {state} {date_format(self.day)}"


@dataclass(frozen=True)
class TimelineMonth:
    """What is due in a month; `is_now` for the present one."""

    title: str
    is_now: bool
    deadlines: tuple[Deadline, ...]


class Timeline:
    """The days of some measures: measure by measure for a drawing, month by month for a list."""

    def __init__(self, rows: Iterable[Row]) -> None:
        days = [(row, _deadlines(row)) for row in rows]
        self.lines = sorted(
            ((row, found) for row, found in days if found), key=lambda line: _first_open(line[1])
        )
        self.without_day = [row for row, found in days if not found]

    @property
    def deadlines(self) -> list[Deadline]:
        """All days of all measures, the earliest first."""
        found = [one for _row, deadlines in self.lines for one in deadlines]
        return sorted(found, key=lambda one: one.day)

    @property
    def months(self) -> list[TimelineMonth]:
        """The months in which something is due."""
        now = timezone.localdate().replace(day=1)
        months: dict[date, list[Deadline]] = {}
        for one in self.deadlines:
            months.setdefault(one.day.replace(day=1), []).append(one)
        return [
            TimelineMonth(date_format(month, "F Y"), month == now, tuple(found))
            for month, found in months.items()
        ]

    @property
    def late(self) -> int:
        """How many days are over and what was due is not done."""
        return sum(one.is_late for one in self.deadlines)


def _deadlines(row: Row) -> list[Deadline]:
    found = [
        Deadline(row, step.due_date, step) for step in row.measure.steps.all() if step.due_date
    ]
    if row.measure.due_date:
        found.append(Deadline(row, row.measure.due_date))
    return sorted(found, key=lambda one: one.day)


def _first_open(deadlines: list[Deadline]) -> tuple[bool, date]:
    """Return what sorts by the first day on which something is left, done measures last."""
    left = [one.day for one in deadlines if not one.is_done]
    return (not left, min(left or [one.day for one in deadlines]))
