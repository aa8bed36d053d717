"""Reading what people upload: Excel and CSV, by content and not by name. Knows no database."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from lotse.imports.domain.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    ROWS_ABOVE,
    GridCell,
    GridRow,
    Sheet,
    is_empty,
)
from lotse.imports.domain.text_files import NotText, read_text
from measures.domain.file_contents import UnknownContent, UnsafeContent, kind_of

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Rows that hold nothing but colours count as well while a file is read.
MOST_LINES = 100_000
NO_VALUE = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


class Refusal(StrEnum):
    """Why a file is not read."""

    UNKNOWN = "unknown"
    UNSAFE = "unsafe"
    OLD_EXCEL = "old_excel"
    OPEN_DOCUMENT = "open_document"
    NOT_A_TABLE = "not_a_table"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_SHEETS = "too_many_sheets"


class CannotRead(Exception):
    """A file is not read; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def read_file(content: bytes) -> tuple[str, list[Sheet]]:
    """Return the kind of a file, `xlsx` or `csv`, and its sheets that hold something.

    Raises `CannotRead`.
    """
    kind, sheets = _read(content)
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise CannotRead(Refusal.EMPTY)
    return kind, sheets


def _read(content: bytes) -> tuple[str, list[Sheet]]:
    if content.startswith(OLD_OFFICE):
        raise CannotRead(Refusal.OLD_EXCEL)
    if content.startswith(b"PK\x03\x04"):
        return "xlsx", _read_package(content)
    try:
        rows = read_text(content)
    except NotText as error:
        raise CannotRead(_why_not_text(content)) from error
    return "csv", [Sheet("", _tidy(rows))]


def _why_not_text(content: bytes) -> Refusal:
    try:
        kind_of(content)
    except (UnknownContent, UnsafeContent):
        return Refusal.UNKNOWN
    return Refusal.NOT_A_TABLE


def _read_package(content: bytes) -> list[Sheet]:
    try:
        kind = kind_of(content)
    except UnsafeContent as error:
        raise CannotRead(Refusal.UNSAFE) from error
    except UnknownContent as error:
        raise CannotRead(Refusal.UNKNOWN) from error
    if kind == "ods":
        raise CannotRead(Refusal.OPEN_DOCUMENT)
    if kind != "xlsx":
        raise CannotRead(Refusal.NOT_A_TABLE)
    try:
        with warnings.catch_warnings():
            # Rules and pictures that the library does not know are no concern of ours.
            warnings.simplefilter("ignore")
            return _read_workbook(content)
    except CannotRead:
        raise
    except Exception as error:
        raise CannotRead(Refusal.UNKNOWN) from error


def _read_workbook(content: bytes) -> list[Sheet]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        found = book.worksheets
        if len(found) > MOST_SHEETS:
            raise CannotRead(Refusal.TOO_MANY_SHEETS)
        sheets = []
        for sheet in found:
            # What the file says of its size may be wrong, and is often missing.
            sheet.reset_dimensions()
            rows = _tidy(sheet.iter_rows(values_only=True))
            sheets.append(Sheet(sheet.title, rows, _without_values(content, sheet)))
        return sheets
    finally:
        book.close()


def _without_values(content: bytes, sheet: Any) -> int:
    """Count the formulas whose results were never calculated."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return len(NO_VALUE.findall(package.read(sheet._worksheet_path)))


def _tidy(rows: Iterable[Iterable[object]]) -> tuple[GridRow, ...]:
    """Return rows with plain cells, without what is empty at their end and at the end of all."""
    tidy: list[GridRow] = []
    filled = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_LINES:
            raise CannotRead(Refusal.TOO_MANY_ROWS)
        cells = [_plain(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise CannotRead(Refusal.TOO_MANY_COLUMNS)
        filled += bool(cells)
        if filled > MOST_ROWS + ROWS_ABOVE:
            raise CannotRead(Refusal.TOO_MANY_ROWS)
        tidy.append(tuple(cells))
    while tidy and is_empty(tidy[-1]):
        tidy.pop()
    return tuple(tidy)


def _plain(cell: object) -> GridCell:
    match cell:
        case None:
            return None
        case bool():
            return "ja" if cell else "nein"
        case datetime():
            return cell.date()
        case int() | date():
            return cell
        case float():
            return int(cell) if cell.is_integer() else cell
    text = ILLEGAL_CHARACTERS_RE.sub("", str(cell)).replace("\r\n", "\n").replace("\r", "\n")
    # Half of a pair of code units cannot be stored.
    return text.encode("utf-8", "ignore").decode().strip() or None
