"""Filtering, ordering, grouping and searching the list of measures.

The whole list is at hand anyway, because a rank is a place among all measures. All pages that
show the list share one `Filter`, which stands in their addresses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.domain.publishing import document_of
from measures.domain.prioritising import Row
from measures.models import Measure, Status

# How „nobody“ and „none“ stand in addresses.
NONE = "-"


class Sorting(models.TextChoices):
    RANK = "rank", gettext_lazy("Platz")
    TITLE = "title", gettext_lazy("Titel")
    DUE = "due", gettext_lazy("Fälligkeit")
    STATUS = "status", gettext_lazy("Stand")
    PERSON = "person", gettext_lazy("Verantwortlich")


class Grouping(models.TextChoices):
    """What measures are put together by."""

    STATUS = "status", gettext_lazy("Stand")
    PERSON = "person", gettext_lazy("Verantwortlich")
    AREA = "area", gettext_lazy("Handlungsfeld")
    MONTH = "month", gettext_lazy("Monat der Fälligkeit")


class Trouble(models.TextChoices):
    """What keeps a measure."""

    OVERDUE = "overdue", gettext_lazy("überfällig")
    BLOCKED = "blocked", gettext_lazy("blockiert")


@dataclass(frozen=True)
class Filter:
    """What to show of the list. An empty status means all open measures."""

    words: str = ""
    status: str = ""
    responsible_id: int | None = None
    without_responsible: bool = False
    trouble: str = ""
    area_key: str = ""
    system_id: int | None = None
    sorting: str = Sorting.RANK
    descending: bool = False
    grouping: str = ""

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is asked for but an order and groups."""
        return replace(self, sorting=Sorting.RANK, descending=False, grouping="") != Filter()

    @property
    def query(self) -> str:
        """The filter as it stands in an address, without what is there by itself."""
        return self.with_order(self.sorting, descending=self.descending)

    def with_order(self, sorting: str, *, descending: bool) -> str:
        """Return the filter with another order, as it stands in an address."""
        values = {
            "q": self.words,
            "status": self.status,
            "responsible": NONE if self.without_responsible else self.responsible_id,
            "trouble": self.trouble,
            "area": self.area_key,
            "system": self.system_id,
            "sort": "" if sorting == Sorting.RANK else sorting,
            "down": "1" if descending else "",
            "group": self.grouping,
        }
        return urlencode({name: str(value) for name, value in values.items() if value})


@dataclass(frozen=True)
class MeasureGroup:
    """Measures that are put together; the title is empty where nothing is grouped."""

    title: str
    rows: tuple[Row, ...]


def german_key(text: str) -> str:
    """Return a key that sorts as a German telephone book's reader expects: ä as a, ß as ss."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def area_of(measure: Measure) -> tuple[str, str]:
    """Return key and title of the area of a measure's template, empty for a measure of one's own.

    Catalogues are kept in memory, so this costs no query for each measure.
    """
    if measure.catalogue_id is None:
        return "", ""
    area = document_of(measure.catalogue_id).area_of.get(measure.template_key)
    return (area.key, area.title) if area else ("", "")


def _person(row: Row) -> str | None:
    responsible = row.measure.responsible
    return german_key(str(responsible.user)) if responsible else None


def _month(row: Row) -> date | None:
    day = row.measure.due_date
    return day.replace(day=1) if day else None


def _status(row: Row) -> int:
    return Status.values.index(row.measure.status)


# What has no key stands last, whichever way one sorts.
ORDER: dict[str, Callable[[Row], Any]] = {
    Sorting.RANK: lambda row: row.place,
    Sorting.TITLE: lambda row: german_key(row.measure.title),
    Sorting.DUE: lambda row: row.measure.due_date,
    Sorting.STATUS: _status,
    Sorting.PERSON: _person,
}
GROUP_KEY: dict[str, Callable[[Row], Any]] = {
    Grouping.STATUS: _status,
    Grouping.PERSON: _person,
    Grouping.AREA: lambda row: german_key(area_of(row.measure)[1]) or None,
    Grouping.MONTH: _month,
}
GROUP_TITLE: dict[str, Callable[[Row], str]] = {
    Grouping.STATUS: lambda row: str(row.measure.get_status_display()),
    Grouping.PERSON: lambda row: (
        str(row.measure.responsible.user) if row.measure.responsible else _("noch niemand")
    ),
    Grouping.AREA: lambda row: area_of(row.measure)[1] or _("ohne Handlungsfeld"),
    Grouping.MONTH: lambda row: (
        date_format(row.measure.due_date, "F Y") if row.measure.due_date else _("ohne Termin")
    ),
}


def matching(rows: Sequence[Row], wanted: Filter) -> list[Row]:
    """Return the rows that a filter asks for, in the order it asks for, groups one by one."""
    found = [row for row in rows if _matches(row, wanted)]
    if wanted.sorting != Sorting.RANK or wanted.descending:
        found = _in_order(found, ORDER[wanted.sorting], descending=wanted.descending)
    if wanted.grouping:
        found = _in_order(found, GROUP_KEY[wanted.grouping])
    return found


def grouped(rows: Sequence[Row], grouping: str) -> list[MeasureGroup]:
    """Put rows, which `matching` has brought into order, together in groups with titles."""
    if not grouping:
        return [MeasureGroup("", tuple(rows))] if rows else []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(GROUP_TITLE[grouping](row), []).append(row)
    return [MeasureGroup(title, tuple(found)) for title, found in groups.items()]


def _in_order(
    rows: Sequence[Row], key: Callable[[Row], Any], *, descending: bool = False
) -> list[Row]:
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=descending) + unknown


def _matches(row: Row, wanted: Filter) -> bool:
    return (
        _has_status(row.measure, wanted.status)
        and _belongs_to(row.measure, wanted)
        and _has_trouble(row, wanted.trouble)
        and _says(row.measure, wanted.words)
    )


def _has_status(measure: Measure, status: str) -> bool:
    if status == "":
        return measure.is_open
    return status in ("all", measure.status)


def _belongs_to(measure: Measure, wanted: Filter) -> bool:
    area_key = "" if wanted.area_key == NONE else wanted.area_key
    systems = {touch.system_id for touch in measure.touches.all()} if wanted.system_id else ()
    return all(
        (
            not wanted.responsible_id or measure.responsible_id == wanted.responsible_id,
            not wanted.without_responsible or measure.responsible_id is None,
            not wanted.area_key or area_of(measure)[0] == area_key,
            not wanted.system_id or wanted.system_id in systems,
        )
    )


def _has_trouble(row: Row, trouble: str) -> bool:
    if trouble == Trouble.OVERDUE:
        return row.is_late
    if trouble == Trouble.BLOCKED:
        return bool(row.waiting)
    return True


def _says(measure: Measure, words: str) -> bool:
    if not words:
        return True
    text = german_key(f"{measure.title} {measure.what} {measure.why}")
    return all(german_key(word) in text for word in words.split())
