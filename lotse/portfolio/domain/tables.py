"""The portfolio as a table that spreadsheet programs open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.portfolio.domain.filtering import STAGE_NAMES
from lotse.portfolio.domain.gathering import Entry
from organisations.domain.packages import About
from organisations.domain.spreadsheets import csv_line, workbook

Cell = str | int | date | None


def head() -> list[str]:
    """Return the names of the columns."""
    return [
        _("Organisation"),
        _("Arbeitsfeld"),
        _("Mitarbeitende"),
        _("Stand"),
        _("Reifegrad in Prozent"),
        _("Letzter Check"),
        _("Letzte Aktivität"),
        _("Überfällige Wiedervorlagen"),
        _("Offene Maßnahmen"),
        _("Davon überfällig"),
        _("Zugang"),
    ]


def row(entry: Entry) -> list[Cell]:
    """Return the cells of one organisation; what there is not yet stays empty."""
    return [
        entry.organisation.name,
        entry.organisation.get_field_of_work_display(),
        entry.organisation.staff_count,
        str(STAGE_NAMES[entry.stage]),
        entry.percent,
        _day(entry.checked_at),
        _day(entry.active_at),
        entry.overdue_reviews,
        entry.open_measures,
        entry.overdue_measures,
        entry.accompaniment.get_level_display(),
    ]


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV file that spreadsheet programs open in German."""
    yield "\ufeff" + csv_line(head())
    for entry in entries:
        cells = row(entry)
        yield csv_line([f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell for cell in cells])


def as_workbook(entries: Iterable[Entry]) -> bytes:
    """Return an Excel file with one sheet."""
    about = About(_("Portfolio"), made_at=timezone.now())
    return workbook(about, head(), map(row, entries))
