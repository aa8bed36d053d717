"""The data of a document as an Excel file."""

from __future__ import annotations

from lotse.reports.document.model import Document, Sheet
from organisations.domain import spreadsheets
from organisations.domain.packages import About
from organisations.domain.spreadsheets import HEAD

NARROWEST, WIDEST = 10, 60


def about(document: Document) -> About:
    """Return what the files of a document say of themselves."""
    return About(
        title=document.title,
        organisation=document.organisation,
        made_at=document.made_at,
        description=document.description,
        language=document.language,
    )


def as_workbook(document: Document) -> bytes:
    """Return an Excel file with the sheets of a document: numbers and days as such.

    What people wrote is mere text and never a formula. A document without sheets has one that
    says what it is.
    """
    book = spreadsheets.Workbook(about(document))
    for sheet in document.sheets or (Sheet(document.running, (document.title,), ()),):
        _fill(book.sheet(sheet.name), sheet)
    return book.content()


def _fill(target: spreadsheets.SheetWriter, sheet: Sheet) -> None:
    target.freeze(2, 2)
    target.print_wide()
    target.set_widths(dict(enumerate(_widths(sheet), start=1)))
    target.filter(len(sheet.head), max(2, len(sheet.rows) + 1))
    target.write_row(1, sheet.head, HEAD)
    for number, row in enumerate(sheet.rows, start=2):
        target.write_row(number, row)


def _widths(sheet: Sheet) -> list[int]:
    columns = zip(*sheet.rows, strict=True) if sheet.rows else ((),) * len(sheet.head)
    return [
        min(WIDEST, max(NARROWEST, len(name) + 4, *(len(str(value)) + 2 for value in column)))
        if (column := tuple(values))
        else max(NARROWEST, len(name) + 4)
        for name, values in zip(sheet.head, columns, strict=True)
    ]
