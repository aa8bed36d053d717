"""The list of measures of an organisation, as all pages show it, and its saved views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.domain.surveying import SystemLandscape
from checks.models import System
from measures.domain.filtering import Filter, area_of, german_key, matching
from measures.domain.prioritising import MEASURES, Row, ranked_list, upcoming
from measures.models import CriterionWeights, Measure, SavedView, Status, Step
from organisations.domain.auditing import SUBJECT_LENGTH, Action
from organisations.domain.editing import NameTaken, RowEditor
from organisations.models import AuditEntry, Membership, Organisation, User

SAVED_VIEWS: RowEditor[SavedView] = RowEditor(
    ("name", "page"),
    changed=Action("measure.view_saved", gettext_lazy("Ansicht der Maßnahmen gespeichert")),
    removed=Action("measure.view_removed", gettext_lazy("Ansicht der Maßnahmen entfernt")),
    taken=NameTaken,
)


class MeasureList:
    """All measures of an organisation with their places, and what of them one can filter by."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.weights = CriterionWeights.of(organisation)
        self._landscape = SystemLandscape(organisation.pk)

    @cached_property
    def rows(self) -> list[Row]:
        """All measures: ranked, then unrated, then closed ones."""
        return ranked_list(self.organisation, self._landscape, self.weights)

    @cached_property
    def members(self) -> list[Membership]:
        """Everyone who can be responsible, by name."""
        return list(Membership.objects.of(self.organisation).with_people())

    @cached_property
    def areas(self) -> list[tuple[str, str]]:
        """Key and title of the areas that measures come from, by title."""
        found = {area_of(row.measure) for row in self.rows} - {("", "")}
        return sorted(found, key=lambda area: german_key(area[1]))

    @cached_property
    def systems(self) -> list[System]:
        """The systems that measures touch, by name."""
        touched = {touch.system_id for row in self.rows for touch in row.measure.touches.all()}
        if not touched:
            return []
        return [system for system in self._landscape.systems if system.pk in touched]

    def matching(self, wanted: Filter) -> list[Row]:
        return matching(self.rows, wanted)

    @property
    def beginning(self) -> Beginning | None:
        """Where to go on: the first measure that nothing keeps, and its first open step."""
        unrated = [row for row in self.rows if row.needs_rating]
        for row in (*upcoming(self.rows), *unrated):
            if not row.waiting:
                steps = row.measure.steps.all()
                return Beginning(row.measure, next((one for one in steps if not one.done_at), None))
        return None


@dataclass(frozen=True)
class Beginning:
    """The measure to go on with; `step` is None where no step is left or none is noted yet."""

    measure: Measure
    step: Step | None


def filter_of(view: SavedView) -> Filter:
    return Filter(**{field.name: getattr(view, field.name) for field in fields(Filter)})


# A column shows so many cards; the table shows all.
MOST_CARDS = 30


@dataclass(frozen=True)
class BoardColumn:
    """A Stand with its measures; `more` says how many of them are not shown."""

    status: Status
    rows: tuple[Row, ...]
    more: int

    @property
    def number(self) -> int:
        return len(self.rows) + self.more


def on_the_board(wanted: Filter) -> Filter:
    """Return a filter that shows every Stand where none is asked for."""
    return replace(wanted, status=wanted.status or "all", grouping="")


def columns(rows: Iterable[Row]) -> list[BoardColumn]:
    """Put rows into a column for each Stand, empty ones too, in their order."""
    there: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        there[row.measure.status].append(row)
    return [
        BoardColumn(
            status, tuple(there[status][:MOST_CARDS]), max(0, len(there[status]) - MOST_CARDS)
        )
        for status in Status
    ]


def move(measure: Measure, status: str, *, seen_version: int, by: User) -> None:
    """Give a measure, which the caller has locked, another Stand.

    Raises `StaleRow` when it was changed since `seen_version`, unless it has this Stand already.
    """
    stored = copy(measure)
    measure.status = status
    MEASURES.change(measure, stored=stored, seen_version=seen_version, by=by)


def last_to_change(measure: Measure) -> str:
    """Return the name of who changed a measure last, as far as the trail knows."""
    trail = AuditEntry.objects.of(measure.organisation).matching(topic="measure")
    latest = trail.filter(subject=measure.title[:SUBJECT_LENGTH]).first()
    return latest.actor_name if latest else ""


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
