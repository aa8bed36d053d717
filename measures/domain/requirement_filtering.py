"""Filtering, ordering and searching the list of requirements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from checks.domain.requirements import Areas
from checks.models import Priority
from measures.domain.filtering import german_key
from measures.domain.requirement_list import RequirementRow

NO_AREA = "-"


class RequirementSorting(models.TextChoices):
    """In which order requirements are shown."""

    PRIORITY = "priority", _("Wichtigkeit")
    AREA = "area", _("Handlungsfeld")
    TEXT = "text", _("Wortlaut")
    NEWEST = "newest", _("neueste zuerst")


@dataclass(frozen=True)
class RequirementFilter:
    """What to show of the list; what is empty does not narrow."""

    words: str = ""
    priority: str = ""
    area_key: str = ""
    system_id: int | None = None
    source: str = ""
    without_measure: bool = False
    sorting: str = RequirementSorting.PRIORITY

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is left out."""
        return bool(
            self.words
            or self.priority
            or self.area_key
            or self.system_id
            or self.source
            or self.without_measure
        )


def matching_requirements(
    rows: list[RequirementRow], wanted: RequirementFilter, areas: Areas
) -> list[RequirementRow]:
    """Return the rows that a filter asks for, in the order it asks for."""
    order: dict[str, Callable[[RequirementRow], Any]] = {
        RequirementSorting.PRIORITY: lambda row: (
            _priority(row),
            areas.position(row.requirement.area_key),
        ),
        RequirementSorting.AREA: lambda row: (
            areas.position(row.requirement.area_key),
            _priority(row),
        ),
        RequirementSorting.TEXT: lambda row: german_key(row.requirement.text),
        RequirementSorting.NEWEST: lambda row: -row.requirement.pk,
    }
    return sorted((row for row in rows if _matches(row, wanted)), key=order[wanted.sorting])


def _priority(row: RequirementRow) -> int:
    return Priority.values.index(row.requirement.priority)


def _matches(row: RequirementRow, wanted: RequirementFilter) -> bool:
    one = row.requirement
    area_key = "" if wanted.area_key == NO_AREA else wanted.area_key
    text = german_key(" ".join([one.text, one.needed_by, *(part.text for part in row.origins)]))
    return all(
        (
            not wanted.priority or one.priority == wanted.priority,
            not wanted.area_key or one.area_key == area_key,
            not wanted.system_id or wanted.system_id in {system.pk for system in row.systems},
            not wanted.source or wanted.source in row.sources,
            not wanted.without_measure or row.is_without_measure,
            *(german_key(word) in text for word in wanted.words.split()),
        )
    )
