"""Cells of files that spreadsheet programs open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

# What a spreadsheet program would take for the beginning of a formula
# (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDE, NARROW = 42, 14

# How the formatted workbooks look.
ACCENT, PALE, BAD, BAD_PALE = "0F6A70", "E4F0EE", "A3271F", "FBE4E0"
HEAD_FILL = PatternFill("solid", start_color=ACCENT)
PALE_FILL = PatternFill("solid", start_color=PALE)
BAD_FILL = PatternFill("solid", start_color=BAD_PALE, end_color=BAD_PALE)
LINE = Border(bottom=Side(style="thin", color="C9D3D2"))
TOP = Alignment(vertical="top", wrap_text=True)


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


def write_head(sheet: Any, row: int, names: Sequence[str]) -> None:
    """Write the heads of columns into a row, light on the accent colour."""
    for column, name in enumerate(names, start=1):
        cell = sheet.cell(row, column)
        write_text(cell, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill, cell.alignment = HEAD_FILL, TOP


def set_widths(sheet: Any, widths: Mapping[int, int]) -> None:
    """Set how wide columns are, by their numbers from 1."""
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width


def print_on_wide_pages(sheet: Any) -> None:
    """Let a sheet be printed as wide as a page that lies on its side, with its head on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _sheet_cell(sheet: Any, value: object, font: Font | None = None) -> WriteOnlyCell:
    if isinstance(value, int | float | date | None):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
    cell.data_type = "s"
    cell.quotePrefix = True
    if font:
        cell.font = font
    return cell
