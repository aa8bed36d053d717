"""The portfolio filtered, ordered, searched, and as a table that spreadsheet programs open.

All entries are at hand anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lotse.portfolio.domain.gathering import PortfolioEntry
from lotse.portfolio.domain.stages import PortfolioStage
from measures.domain.filtering import german_key
from organisations.domain.packages import About
from organisations.domain.spreadsheets import csv_line, workbook

LONG_AGO = datetime.min.replace(tzinfo=UTC)
STAGE_NAMES = {
    PortfolioStage.HANDOVER: _("Übergabe"),
    PortfolioStage.CHECK: _("Check"),
    PortfolioStage.LIST: _("Maßnahmenliste"),
    PortfolioStage.ROUND: _("Priorisierung"),
    PortfolioStage.REVIEW: _("Umsetzung und Wiedervorlage"),
}


class PortfolioSorting(models.TextChoices):
    """In which order organisations are shown."""

    NAME = "name", _("Name")
    STAGE = "stage", _("Stand")
    MATURITY = "maturity", _("Reifegrad, niedrigster zuerst")
    QUIET = "quiet", _("Aktivität, am längsten still zuerst")
    ACTIVE = "active", _("Aktivität, neueste zuerst")
    OVERDUE = "overdue", _("Überfälliges, meistes zuerst")
    OPEN = "open", _("offene Maßnahmen, meiste zuerst")


@dataclass(frozen=True)
class PortfolioFilter:
    """What to show of the portfolio."""

    words: str = ""
    stage: str = ""
    field_of_work: str = ""
    only_overdue: bool = False
    sorting: PortfolioSorting = PortfolioSorting.NAME

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.stage or self.field_of_work or self.only_overdue)


ORDER: dict[str, Callable[[PortfolioEntry], Any]] = {
    PortfolioSorting.STAGE: lambda entry: list(PortfolioStage).index(entry.stage),
    PortfolioSorting.MATURITY: lambda entry: 101 if entry.percent is None else entry.percent,
    PortfolioSorting.QUIET: lambda entry: entry.active_at or LONG_AGO,
    PortfolioSorting.ACTIVE: lambda entry: -(entry.active_at or LONG_AGO).timestamp(),
    PortfolioSorting.OVERDUE: lambda entry: (-entry.overdue_reviews, -entry.overdue_measures),
    PortfolioSorting.OPEN: lambda entry: -entry.open_measures,
}


def matching(entries: list[PortfolioEntry], wanted: PortfolioFilter) -> list[PortfolioEntry]:
    """Return the entries that a filter asks for, in the order it asks for, then by name."""
    found = [entry for entry in entries if _matches(entry, wanted)]
    found.sort(key=lambda entry: german_key(entry.organisation.name))
    if wanted.sorting in ORDER:
        found.sort(key=ORDER[wanted.sorting])
    return found


def _matches(entry: PortfolioEntry, wanted: PortfolioFilter) -> bool:
    name = german_key(entry.organisation.name)
    return (
        all(german_key(word) in name for word in wanted.words.split())
        and wanted.stage in ("", entry.stage)
        and wanted.field_of_work in ("", entry.organisation.field_of_work)
        and (entry.is_overdue or not wanted.only_overdue)
    )


def count_by_stage(entries: list[PortfolioEntry]) -> list[tuple[PortfolioStage, str, int]]:
    """Return every stage in which there are organisations, with its name and their number."""
    stages = [entry.stage for entry in entries]
    return [
        (stage, str(STAGE_NAMES[stage]), stages.count(stage))
        for stage in PortfolioStage
        if stage in stages
    ]


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


# The columns of the table to take along; what there is not yet stays empty.
COLUMNS: tuple[tuple[Promise, Callable[[PortfolioEntry], str | int | date | None]], ...] = (
    (_("Organisation"), lambda entry: entry.organisation.name),
    (_("Arbeitsfeld"), lambda entry: entry.organisation.get_field_of_work_display()),
    (_("Mitarbeitende"), lambda entry: entry.organisation.staff_count),
    (_("Stand"), lambda entry: str(STAGE_NAMES[entry.stage])),
    (_("Reifegrad in Prozent"), lambda entry: entry.percent),
    (_("Letzter Check"), lambda entry: _day(entry.checked_at)),
    (_("Letzte Aktivität"), lambda entry: _day(entry.active_at)),
    (_("Überfällige Wiedervorlagen"), lambda entry: entry.overdue_reviews),
    (_("Offene Maßnahmen"), lambda entry: entry.open_measures),
    (_("Davon überfällig"), lambda entry: entry.overdue_measures),
    (_("Zugang"), lambda entry: entry.accompaniment.get_level_display()),
)
HEAD = [name for name, _cell in COLUMNS]


def portfolio_csv(entries: list[PortfolioEntry]) -> str:
    """Return a CSV file that spreadsheet programs open in German."""
    lines = [csv_line(HEAD)]
    for entry in entries:
        cells = [cell(entry) for _name, cell in COLUMNS]
        lines.append(
            csv_line([f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell for cell in cells])
        )
    return "\ufeff" + "".join(lines)


def portfolio_workbook(entries: list[PortfolioEntry]) -> bytes:
    """Return an Excel file with one sheet."""
    about = About(gettext("Portfolio"), made_at=timezone.now())
    rows = ([cell(entry) for _name, cell in COLUMNS] for entry in entries)
    return workbook(about, [str(name) for name in HEAD], rows)
