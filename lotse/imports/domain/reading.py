"""Reading what people upload: Excel, LibreOffice and CSV, by content and not by name.

Knows no database, and runs in a process of its own (`organisations.foreign_files`).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
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
    GridSheet,
    is_empty,
    pack,
)
from lotse.imports.domain.guessing import LOOKED_AT, WITHOUT_BRACKETS, guess_head, how_well_named
from lotse.imports.domain.workbooks import (
    MOST_LINES,
    Locked,
    Merged,
    RawSheet,
    TooFarOut,
    read_workbook,
)
from measures.domain.columns import (
    COLUMN_OF,
    READ_ONLY,
    STEP_HEADERS,
    StepText,
    read_steps,
    says_more_steps,
    unguard,
    write_steps,
)
from organisations.foreign_files.contents import UnknownContent, UnsafeContent, kind_of
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
    MISNAMED_TEXT = "misnamed_text"
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


def read_file(content: bytes) -> tuple[str, list[GridSheet]]:
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


def _read_csv(content: bytes) -> GridSheet:
    try:
        return GridSheet("", _tidy(read_text(content)))
    except NotText as error:
        raise FileRefused(Refusal.UNKNOWN) from error
    except CellTooLong as error:
        raise _too_long(error.line) from error


def _read_workbook(content: bytes, kind: str) -> list[GridSheet]:
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


def _sheet(raw: RawSheet) -> GridSheet:
    rows = _with_heads(_tidy(raw.rows), raw.facts.merged)
    hidden = frozenset(
        number + 1 for number in raw.facts.hidden if number < len(rows) and rows[number]
    )
    return GridSheet(raw.name, rows, raw.facts.without_values, hidden, raw.is_hidden)


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
    head = guess_head(GridSheet("", rows)) - 1
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


NUMBER = next(column.header for column in READ_ONLY if column.key == "number")
TITLE, STEPS = COLUMN_OF["title"].header, COLUMN_OF["steps"].header


def take_steps(sheets: Sequence[GridSheet]) -> list[GridSheet]:
    """Return sheets of which those with measures have the steps of the sheet of steps.

    Steps belong to a measure by its number. Where that stands twice in a list, as after copying a
    row, the title decides. Measures without a step on the sheet keep what stands in their cell.
    """
    steps = next(filter(None, map(_steps_by_number, sheets)), None)
    return [_with_steps(sheet, steps) for sheet in sheets] if steps else list(sheets)


def _places(row: GridRow, wanted: Sequence[str]) -> Mapping[str, int] | None:
    found = {cell: place for place, cell in reversed(list(enumerate(row))) if isinstance(cell, str)}
    return found if all(head in found for head in wanted) else None


def _at(row: GridRow, place: int) -> GridCell:
    return row[place] if place < len(row) else None


def _steps_by_number(sheet: GridSheet) -> dict[GridCell, tuple[GridCell, list[StepText]]]:
    """Return title and steps of each measure by its number; nothing for any other sheet."""
    headers = tuple(STEP_HEADERS.values())
    heads = ((number, _places(row, headers)) for number, row in enumerate(sheet.rows[:LOOKED_AT]))
    head, places = next(((number, found) for number, found in heads if found), (0, None))
    if not places:
        return {}
    at = {key: places[header] for key, header in STEP_HEADERS.items()}
    found: dict[GridCell, tuple[GridCell, list[tuple[float, StepText]]]] = {}
    for row in sheet.rows[head + 1 :]:
        text, place = _at(row, at["text"]), _at(row, at["place"])
        if text is None:
            continue
        step = StepText(" ".join(str(text).split()), _at(row, at["done_at"]) is not None)
        order = place if isinstance(place, int | float) else float("inf")
        title = _at(row, at["measure"])
        found.setdefault(_at(row, at["number"]), (title, []))[1].append((order, step))
    return {
        number: (title, [step for _order, step in sorted(steps, key=lambda one: one[0])])
        for number, (title, steps) in found.items()
    }


def _with_steps(
    sheet: GridSheet, steps: Mapping[GridCell, tuple[GridCell, list[StepText]]]
) -> GridSheet:
    head = guess_head(sheet)
    places = _places(sheet.row(head), (NUMBER, TITLE, STEPS))
    if not places:
        return sheet
    often = Counter(_at(row, places[NUMBER]) for row in sheet.rows[head:])
    rows, others = list(sheet.rows), 0
    for number, row in enumerate(rows[head:], start=head):
        key = _at(row, places[NUMBER])
        title, right = steps.get(key, (None, []))
        if not right or (often[key] > 1 and title != _at(row, places[TITLE])):
            continue
        cell = str(_at(row, places[STEPS]) or "")
        others += not says_more_steps(cell) and read_steps(cell) != tuple(right)
        cells = [*row, *[None] * (places[STEPS] + 1 - len(row))]
        cells[places[STEPS]] = write_steps(right)
        rows[number] = tuple(cells)
    return replace(sheet, rows=tuple(rows), other_steps=others)


DELIMITERS = (";", "\t", ",", "|")
# Stands in no text that is read here: what it parts is one column.
NO_DELIMITER = "\x1f"
# What no table of text holds: files of other kinds look like this.
BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
SAYS_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class NotText(Exception):
    """The content is no table of text."""


class CellTooLong(Exception):
    """A cell has more characters than the csv module reads (131,072); `line` says where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_text(content: bytes) -> Iterator[list[str]]:
    """Return the rows of a CSV file, whatever its encoding and delimiter.

    Raises `NotText`, and on the way `CellTooLong`.
    """
    text = decode(content)
    said = SAYS_DELIMITER.match(text)
    if said:
        return _rows(text[said.end() :], said[1])
    return _rows(text, guess_delimiter(text))


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16 as marked, else UTF-8, else Windows-1252.

    Raises `NotText`.
    """
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if BINARY.search(text) or text.lstrip()[:1] == "<" or text.startswith("%PDF-"):
            raise NotText
        return text
    raise NotText


def guess_delimiter(text: str) -> str:
    """Return what parts the cells: whatever gives the best heads, then the evenest wide rows.

    Where the row with the heads has no delimiter there is one column, whatever stands below: then
    it is `NO_DELIMITER`. Raises `CellTooLong`.
    """
    return max((NO_DELIMITER, *DELIMITERS), key=lambda delimiter: _fitness(text, delimiter))


def _fitness(text: str, delimiter: str) -> tuple[int, float]:
    rows = tuple(tuple(row) for row in islice(_rows(text, delimiter), LOOKED_AT))
    sheet = GridSheet("", rows)
    head = sheet.row(guess_head(sheet))
    filled = [row for row in rows if any(row)]
    if not filled:
        return 0, 0
    named = how_well_named(head)
    width, often = Counter(map(len, filled)).most_common(1)[0]
    if named >= WITHOUT_BRACKETS:
        is_table = len(head) > 1
    else:
        # No head is known. Commas stand in sentences too, so the first row must have them.
        named = 0
        is_table = 2 * often > len(filled) and (delimiter != "," or len(filled[0]) > 1)
    return named, (width - 1) * often / len(filled) if is_table else 0


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from rows
    except csv.Error as error:
        # The only one there is for text without zeros that is split at every kind of line end.
        raise CellTooLong(rows.line_num) from error
