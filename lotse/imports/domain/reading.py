"""Reading what people upload: Excel, LibreOffice and CSV, by content and not by name.

Knows no database, and runs in a process of its own (`organisations.foreign_files`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, BinaryIO

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from lotse.imports.domain.grid import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    ROWS_ABOVE,
    GridCell,
    GridRow,
    Sheet,
    is_empty,
    pack,
)
from lotse.imports.domain.guessing import guess_head, how_well_named
from lotse.imports.domain.step_sheet import take_steps
from lotse.imports.domain.text_files import CellTooLong, NotText, read_text
from lotse.imports.domain.workbooks import (
    MOST_LINES,
    Locked,
    Merged,
    RawSheet,
    TooFarOut,
    read_workbook,
)
from measures.domain.columns import unguard
from measures.domain.file_contents import UnknownContent, UnsafeContent, kind_of
from organisations.foreign_files.reading import FileRefused

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# ISO 8601: durations of a day and more in .ods, which calamine hands on as they stand there.
DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M[\d.,]{1,20}S")


class Refusal(StrEnum):
    """Why a file is not read, beside the reasons of `organisations.foreign_files`."""

    UNKNOWN = "unknown"
    UNSAFE = "unsafe"
    LOCKED = "locked"
    NOT_A_TABLE = "not_a_table"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_SHEETS = "too_many_sheets"
    CELL_TOO_LONG = "cell_too_long"


def read_list(file: BinaryIO) -> dict[str, Any]:
    """Return the `kind` of a file and its `content`: what `grid.pack` makes of its sheets.

    Raises `FileRefused` with a `Refusal`.
    """
    kind, sheets = read_file(file.read())
    return {"kind": kind, "content": pack(sheets)}


def read_file(content: bytes) -> tuple[str, list[Sheet]]:
    """Return the kind of a file (`xlsx`, `xls`, `ods` or `csv`) and its sheets that hold something.

    Raises `FileRefused` with a `Refusal`.
    """
    kind = _kind(content)
    sheets = [_read_csv(content)] if kind == "csv" else _read_workbook(content, kind)
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise FileRefused(Refusal.EMPTY)
    return kind, take_steps(sheets)


def _kind(content: bytes) -> str:
    if content.startswith(OLD_OFFICE):
        return "xls"
    try:
        kind = kind_of(content)
    except UnsafeContent as error:
        raise FileRefused(Refusal.UNSAFE) from error
    except UnknownContent as error:
        if content.startswith(b"PK\x03\x04"):
            raise FileRefused(Refusal.UNKNOWN) from error
        # Text of other encodings than that of files that are kept.
        return "csv"
    if kind in ("xlsx", "ods"):
        return kind
    if kind == "text":
        return "csv"
    raise FileRefused(Refusal.NOT_A_TABLE)


def _read_csv(content: bytes) -> Sheet:
    try:
        return Sheet("", _tidy(read_text(content)))
    except NotText as error:
        raise FileRefused(Refusal.UNKNOWN) from error
    except CellTooLong as error:
        raise _too_long(error.line) from error


def _read_workbook(content: bytes, kind: str) -> list[Sheet]:
    sheets = []
    try:
        for number, raw in enumerate(read_workbook(content, kind)):
            if number == MOST_SHEETS:
                raise FileRefused(Refusal.TOO_MANY_SHEETS)
            sheets.append(_sheet(raw))
    except (FileRefused, MemoryError):
        raise
    except TooFarOut as error:
        refusal = Refusal.TOO_MANY_ROWS if error.down else Refusal.TOO_MANY_COLUMNS
        raise FileRefused(refusal) from error
    except Locked as error:
        raise FileRefused(Refusal.LOCKED) from error
    except Exception as error:
        # Damaged files raise whatever the libraries stumble over.
        raise FileRefused(Refusal.UNKNOWN) from error
    return sheets


def _sheet(raw: RawSheet) -> Sheet:
    rows = _with_heads(_tidy(raw.rows), raw.facts.merged)
    hidden = frozenset(
        number + 1 for number in raw.facts.hidden if number < len(rows) and rows[number]
    )
    return Sheet(raw.name, rows, raw.facts.without_values, hidden, raw.is_hidden)


def _tidy(rows: Iterable[Iterable[object]]) -> tuple[GridRow, ...]:
    """Return rows with plain cells, without what is empty at their end and at the end of all.

    Rows with nothing but blanks count for nothing.
    """
    tidy: list[GridRow] = []
    filled = 0
    for number, row in enumerate(rows, start=1):
        cells = list(_cells(number, row))
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            if number <= MOST_LINES:
                tidy.append(())
            continue
        if len(cells) > MOST_COLUMNS:
            raise FileRefused(Refusal.TOO_MANY_COLUMNS)
        filled += 1
        if filled > MOST_ROWS + ROWS_ABOVE or number > MOST_LINES:
            raise FileRefused(Refusal.TOO_MANY_ROWS)
        tidy.append(tuple(cells))
    while tidy and is_empty(tidy[-1]):
        tidy.pop()
    return tuple(tidy)


def _cells(number: int, row: Iterable[object]) -> Iterator[GridCell]:
    for cell in row:
        plain = _plain(cell)
        if isinstance(plain, str) and len(plain) > MOST_CHARACTERS:
            raise _too_long(number)
        yield plain


def _too_long(row: int) -> FileRefused:
    return FileRefused(Refusal.CELL_TOO_LONG, row=row)


def _plain(cell: object) -> GridCell:
    match cell:
        case None | "":
            return None
        case bool():
            return "ja" if cell else "nein"
        case datetime():
            # A list has days; a time that says something stays readable beside its day.
            return f"{cell:%d.%m.%Y %H:%M}" if cell.time() != time() else cell.date()
        case int() | date():
            return cell
        case float():
            return int(cell) if cell.is_integer() else cell
        case time():
            return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"
        case timedelta():
            minutes = cell // timedelta(minutes=1)
            return f"{minutes // 60}:{minutes % 60:02}"
    text = ILLEGAL_CHARACTERS_RE.sub("", str(cell)).replace("\r\n", "\n").replace("\r", "\n")
    if duration := DURATION.fullmatch(text):
        return f"{int(duration[1])}:{duration[2]:>02}"
    # Half of a pair of code units cannot be stored.
    return unguard(text.encode("utf-8", "ignore").decode().strip()) or None


def _with_heads(rows: tuple[GridRow, ...], merged: Iterable[Merged]) -> tuple[GridRow, ...]:
    """Let a head that is merged over several rows stand in the lowest of them.

    Heads are merged cells in the row that names columns; what is merged below stays as it is.
    """
    head = guess_head(Sheet("", rows)) - 1
    filled: dict[int, list[GridCell]] = {}
    for (top, left), (bottom, _right) in merged:
        if not top <= head <= bottom < len(rows) or top == bottom:
            continue
        lowest = filled.setdefault(bottom, list(rows[bottom]))
        lowest += [None] * (left + 1 - len(lowest))
        lowest[left] = rows[top][left] if left < len(rows[top]) else None
    # What is merged with a row of the list itself names no column there.
    heads = {
        number: tuple(row)
        for number, row in filled.items()
        if how_well_named(row) >= how_well_named(rows[head])
    }
    return tuple(heads.get(number, row) for number, row in enumerate(rows))
