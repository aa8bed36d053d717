"""Filtering, ordering and searching the portfolio. All entries are at hand anyway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.portfolio.domain.gathering import Entry
from lotse.portfolio.domain.stages import Stage
from measures.domain.filtering import german_key

LONG_AGO = datetime.min.replace(tzinfo=UTC)
STAGE_NAMES = {
    Stage.HANDOVER: _("Übergabe"),
    Stage.MANDATE: _("Beauftragung"),
    Stage.CHECK: _("Check"),
    Stage.LIST: _("Maßnahmenliste"),
    Stage.ROUND: _("Priorisierung"),
    Stage.REVIEW: _("Umsetzung und Wiedervorlage"),
}


class Sorting(models.TextChoices):
    """In which order organisations are shown."""

    NAME = "name", _("Name")
    STAGE = "stage", _("Stand")
    MATURITY = "maturity", _("Reifegrad, niedrigster zuerst")
    QUIET = "quiet", _("Aktivität, am längsten still zuerst")
    ACTIVE = "active", _("Aktivität, neueste zuerst")
    OVERDUE = "overdue", _("Überfälliges, meistes zuerst")
    OPEN = "open", _("offene Maßnahmen, meiste zuerst")


@dataclass(frozen=True)
class Filter:
    """What to show of the portfolio."""

    words: str = ""
    stage: str = ""
    field_of_work: str = ""
    only_overdue: bool = False
    sorting: Sorting = Sorting.NAME

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.stage or self.field_of_work or self.only_overdue)


ORDER: dict[str, Callable[[Entry], Any]] = {
    Sorting.STAGE: lambda entry: list(Stage).index(entry.stage),
    Sorting.MATURITY: lambda entry: 101 if entry.percent is None else entry.percent,
    Sorting.QUIET: lambda entry: entry.active_at or LONG_AGO,
    Sorting.ACTIVE: lambda entry: -(entry.active_at or LONG_AGO).timestamp(),
    Sorting.OVERDUE: lambda entry: (-entry.overdue_reviews, -entry.overdue_measures),
    Sorting.OPEN: lambda entry: -entry.open_measures,
}


def matching(entries: list[Entry], wanted: Filter) -> list[Entry]:
    """Return the entries that a filter asks for, in the order it asks for, then by name."""
    found = [entry for entry in entries if _matches(entry, wanted)]
    found.sort(key=lambda entry: german_key(entry.organisation.name))
    if wanted.sorting in ORDER:
        found.sort(key=ORDER[wanted.sorting])
    return found


def _matches(entry: Entry, wanted: Filter) -> bool:
    name = german_key(entry.organisation.name)
    return (
        all(german_key(word) in name for word in wanted.words.split())
        and wanted.stage in ("", entry.stage)
        and wanted.field_of_work in ("", entry.organisation.field_of_work)
        and (entry.is_overdue or not wanted.only_overdue)
    )


def count_by_stage(entries: list[Entry]) -> list[tuple[Stage, str, int]]:
    """Return every stage in which there are organisations, with its name and their number."""
    stages = [entry.stage for entry in entries]
    return [
        (stage, str(STAGE_NAMES[stage]), stages.count(stage)) for stage in Stage if stage in stages
    ]
