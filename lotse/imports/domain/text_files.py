"""Reading CSV files as programs and people in this country write them. Knows no database."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lotse.imports.domain.grid import Sheet
from lotse.imports.domain.guessing import (
    LOOKED_AT,
    WITHOUT_BRACKETS,
    guess_head,
    how_well_named,
)

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
    sheet = Sheet("", rows)
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
