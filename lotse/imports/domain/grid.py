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

GridCell = str | int | float | date | None
GridRow = tuple[GridCell, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its rows without the empty ones at the end.

    `without_values` counts formulas whose result the file does not hold.
    """

    name: str
    rows: tuple[GridRow, ...]
    without_values: int = field(default=0, compare=False)

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


def pack(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as bytes."""
    plain = [
        [sheet.name, sheet.without_values, [[_plain(cell) for cell in row] for row in sheet.rows]]
        for sheet in sheets
    ]
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode())


def unpack(content: bytes) -> list[Sheet]:
    """Return what `pack` made bytes of."""
    return [
        Sheet(name, tuple(tuple(map(_cell, row)) for row in rows), without_values)
        for name, without_values, rows in json.loads(zlib.decompress(content))
    ]


def _plain(cell: GridCell) -> object:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(plain: object) -> GridCell:
    if isinstance(plain, dict):
        return date.fromisoformat(plain["day"])
    return plain  # type: ignore[return-value]
