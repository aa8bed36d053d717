"""A table as it was read from a file, and how it is kept. Knows no database.

What is kept is what stands in the cells and nothing else of the file: it is smaller, it is read
once with all care, and pages that show it need no spreadsheet library.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 5_000, 100, 20
# Rows above the list itself: titles, remarks, the head.
ROWS_ABOVE = 50
# A cell: a hundred steps of 1,200 characters, with their marks, fit in.
MOST_CHARACTERS = 125_000

GridCell = str | int | float | date | None
GridRow = tuple[GridCell, ...]


@dataclass(frozen=True)
class GridSheet:
    """One sheet: its name and its rows without the empty ones at the end.

    `without_values` counts formulas whose result the file does not hold. `hidden` are the numbers
    of the rows that the file hides (by a filter, for example), from 1. `other_steps` counts cells
    with other steps than the file has for their measure on a sheet of steps, which holds.
    """

    name: str
    rows: tuple[GridRow, ...]
    without_values: int = field(default=0, compare=False)
    hidden: frozenset[int] = field(default=frozenset(), compare=False)
    is_hidden: bool = field(default=False, compare=False)
    other_steps: int = field(default=0, compare=False)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)

    def row(self, number: int) -> GridRow:
        """Return a row by its number in the file, from 1; empty when there is none."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else ()


def is_empty(row: GridRow) -> bool:
    """Whether nothing stands in a row."""
    return all(cell is None or cell == "" for cell in row)


def pack(sheets: Sequence[GridSheet]) -> bytes:
    """Return sheets as bytes."""
    plain = [
        [
            sheet.name,
            sheet.without_values,
            [[_plain(cell) for cell in row] for row in sheet.rows],
            sorted(sheet.hidden),
            sheet.is_hidden,
            sheet.other_steps,
        ]
        for sheet in sheets
    ]
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), level=1)


def unpack(content: bytes) -> list[GridSheet]:
    """Return what `pack` made bytes of."""
    return [_sheet(*plain) for plain in json.loads(zlib.decompress(content))]


def _sheet(
    name: str,
    without_values: int,
    rows: list[list[object]],
    # Lists that were uploaded before these were noted lack them.
    hidden: Sequence[int] = (),
    is_hidden: bool = False,
    other_steps: int = 0,
) -> GridSheet:
    cells = tuple(tuple(map(_cell, row)) for row in rows)
    return GridSheet(name, cells, without_values, frozenset(hidden), is_hidden, other_steps)


def _plain(cell: GridCell) -> object:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(plain: object) -> GridCell:
    if isinstance(plain, dict):
        return date.fromisoformat(plain["day"])
    return plain  # type: ignore[return-value]
