"""The data of a document as an Excel file."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from lotse.reports.document.archives import settled
from lotse.reports.document.model import Document, Sheet, Value
from organisations.domain.spreadsheets import HEAD_FILL, LINE, TOP, print_on_wide_pages, write_text

NARROWEST, WIDEST = 10, 60


def as_workbook(document: Document) -> bytes:
    """Return an Excel file with the sheets of a document: numbers and days as such.

    What people wrote is mere text and never a formula. A document without sheets has one that
    says what it is.
    """
    book = Workbook(write_only=True)
    book.properties.title = _known(document.title)
    book.properties.creator = _known(document.organisation)
    book.properties.created = document.made_at.replace(tzinfo=None)
    for sheet in document.sheets or (Sheet(document.running[:31], (document.title,), ()),):
        _fill(book.create_sheet(sheet.name[:31]), sheet)
    file = io.BytesIO()
    book.save(file)
    return settled(file.getvalue(), document.made_at)


def _known(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _fill(target: Any, sheet: Sheet) -> None:
    # In this mode everything about a sheet is said before its first row.
    target.freeze_panes = "B2"
    print_on_wide_pages(target)
    for number, width in enumerate(_widths(sheet), start=1):
        target.column_dimensions[get_column_letter(number)].width = width
    last = get_column_letter(len(sheet.head))
    target.auto_filter.ref = f"A1:{last}{max(2, len(sheet.rows) + 1)}"
    target.append([_head(target, name) for name in sheet.head])
    for row in sheet.rows:
        target.append([_cell(target, value) for value in row])


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(*sheet.rows, strict=True) if sheet.rows else ((),) * len(sheet.head)
    return [
        min(WIDEST, max(NARROWEST, len(name) + 4, *(len(str(value)) + 2 for value in column)))
        if (column := tuple(values))
        else max(NARROWEST, len(name) + 4)
        for name, values in zip(sheet.head, columns, strict=True)
    ]


def _head(target: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(target)
    write_text(cell, name)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill, cell.alignment = HEAD_FILL, TOP
    return cell


def _cell(target: Any, value: Value) -> WriteOnlyCell:
    cell = WriteOnlyCell(target)
    cell.alignment, cell.border = TOP, LINE
    if isinstance(value, str):
        write_text(cell, value)
    else:
        cell.value = value
        if isinstance(value, date) and not isinstance(value, datetime):
            cell.number_format = "DD.MM.YYYY"
    return cell
