"""Filtering, ordering and searching the list of measures.

The whole list is at hand anyway, because a rank is a place among all measures.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.domain.prioritising import Row
from measures.models import Status


class Sorting(models.TextChoices):
    """In which order measures are shown."""

    RANK = "rank", _("Platz")
    TITLE = "title", _("Titel")
    DUE = "due", _("Fälligkeit")
    STATUS = "status", _("Stand")


@dataclass(frozen=True)
class Filter:
    """What to show of the list. An empty status means all open measures."""

    words: str = ""
    status: str = ""
    responsible_id: int | None = None
    sorting: Sorting = Sorting.RANK

    @property
    def is_narrowing(self) -> bool:
        """Whether anything but the default was asked for."""
        return bool(self.words or self.status or self.responsible_id)


def german_key(text: str) -> str:
    """Return a key that sorts as a German telephone book's reader expects: ä as a, ß as ss."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


ORDER: dict[str, Callable[[Row], Any]] = {
    Sorting.TITLE: lambda row: german_key(row.measure.title),
    Sorting.DUE: lambda row: row.measure.due_date or date.max,
    Sorting.STATUS: lambda row: Status.values.index(row.measure.status),
}


def matching(rows: list[Row], wanted: Filter) -> list[Row]:
    """Return the rows that a filter asks for, in the order it asks for."""
    found = [row for row in rows if _matches(row, wanted)]
    order = ORDER.get(wanted.sorting)
    return sorted(found, key=order) if order else found


def _matches(row: Row, wanted: Filter) -> bool:
    measure = row.measure
    if wanted.status == "":
        if not measure.is_open:
            return False
    elif wanted.status != "all" and measure.status != wanted.status:
        return False
    if wanted.responsible_id and measure.responsible_id != wanted.responsible_id:
        return False
    text = german_key(f"{measure.title} {measure.what} {measure.why}")
    return all(german_key(word) in text for word in wanted.words.split())
