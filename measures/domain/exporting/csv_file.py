"""The list of measures as CSV, as German spreadsheet programs open it."""

from __future__ import annotations

import csv
import io
from datetime import date

from measures.domain.columns import Cell, guard
from measures.domain.exporting.listing import MeasureListing, headers


def as_csv(listing: MeasureListing) -> bytes:
    """Return the list as CSV: UTF-8 with a mark in front, parted by semicolons.

    Days are written as 31.12.2026. A text that a program would take for a formula has an
    apostrophe in front, which an import takes away again.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers())
    for line in listing.lines:
        cells = [*line.read_only.values(), *line.cells.values()]
        writer.writerow([_written(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else guard(str(cell))
