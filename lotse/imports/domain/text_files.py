"""Reading CSV files as programs and people in this country write them. Knows no database."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from measures.domain.columns import unguard

DELIMITERS = (";", "\t", ",", "|")
LOOKED_AT = 30
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


def read_text(content: bytes) -> Iterator[list[str]]:
    """Return the rows of a CSV file, whatever its encoding and delimiter. Raises `NotText`."""
    text = decode(content)
    said = SAYS_DELIMITER.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said[1] if said else guess_delimiter(text)
    try:
        rows = list(_rows(text, delimiter))
    except csv.Error as error:
        raise NotText from error
    return ([unguard(cell) for cell in row] for row in rows)


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
    """Return what parts the cells: whatever gives wide rows, and most of them of one width."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for number, row in enumerate(_rows(text, delimiter)):
            if number == LOOKED_AT:
                break
            widths[len(row)] += bool(row)
    except csv.Error:
        return 0
    all_rows = sum(widths.values()) or 1
    return max(((width - 1) * rows / all_rows for width, rows in widths.items()), default=0)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
