"""Cells of files that spreadsheet programs open."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

# What a spreadsheet program would take for the beginning of a formula
# (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """Return a value as text that no spreadsheet program executes as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of a CSV file, parted by semicolons as German programs expect."""
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
