"""The board: measures in columns by their Stand, and moving them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace

from measures.domain.filtering import Filter
from measures.domain.prioritising import Row, change_measure
from measures.models import Measure, Status
from organisations.domain.saving import refuse_stale
from organisations.models import User

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
        """How many measures there are."""
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
    if measure.status == status:
        return
    refuse_stale(measure, seen_version)
    stored = copy(measure)
    measure.status = status
    change_measure(measure, seen_version=seen_version, stored=stored, by=by)
