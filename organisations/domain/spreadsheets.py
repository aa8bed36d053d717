"""Cells of files that spreadsheet programs open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

# What a spreadsheet program would take for the beginning of a formula
# (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDE, NARROW = 42, 14


def safe_cell(value: object) -> str:
    """Return a value as text that no spreadsheet program executes as a formula.

    Control characters that the programs' files cannot hold are left out.
    """
    text = "" if value is None else ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of a CSV file, parted by semicolons as German programs expect."""
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return an Excel file with one sheet: numbers and days as such, all else as mere text.

    `title` names the sheet (at most 31 characters). Text is never a formula, and characters
    that the format does not know are left out.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(head, 1):
        width = WIDE if number == 1 else max(NARROW, len(name) + 2)
        sheet.column_dimensions[get_column_letter(number)].width = width
    bold = Font(bold=True)
    sheet.append([_sheet_cell(sheet, name, font=bold) for name in head])
    for row in rows:
        sheet.append([_sheet_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_text(cell: Any, value: object) -> None:
    """Write mere text into a cell of a sheet: never a formula, without unknown characters."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell.data_type = "s"
    cell.quotePrefix = True


def _sheet_cell(sheet: Any, value: object, font: Font | None = None) -> WriteOnlyCell:
    if isinstance(value, int | float | date | None):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    cell.quotePrefix = True
    if font:
        cell.font = font
    return cell
