"""Reading workbooks: Excel (.xlsx, .xls) and LibreOffice (.ods). Knows no database.

calamine reads the cells. What it does not tell (which rows are hidden, which formulas have no
result or an error for one, and in .ods which cells are merged) is looked up beside it: in XML
piece by piece, in .xls by xlrd.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Any

import xlrd
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from lotse.imports.domain.grid import MOST_COLUMNS

# calamine keeps the whole rectangle of a sheet in memory; no list has anything further out.
MOST_LINES = 50_000
WORKBOOK, SHARED_TEXTS = "xl/workbook.xml", "xl/sharedStrings.xml"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
# How Excel calls the one part of a workbook with a password (MS-OFFCRYPTO, 2.3.4.4).
LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
# LibreOffice keeps truth as a number that looks like this.
TICKS = {"TRUE": "ja", "WAHR": "ja", "FALSE": "nein", "FALSCH": "nein"}
# From the left upper cell to the right lower one.
Merged = tuple[tuple[int, int], tuple[int, int]]


class Locked(Exception):
    """A workbook has a password. calamine tells that of files with a name only."""


class TooFarOut(Exception):
    """Something stands so far out that it is part of no list: too far down, or too far right."""

    def __init__(self, *, down: bool) -> None:
        super().__init__(down)
        self.down = down


@dataclass
class SheetFacts:
    """What calamine does not tell about a sheet. Rows and columns count from 0.

    `words` are what people see in cells of a row for which it has none: #N/A, for example.
    """

    hidden: set[int] = field(default_factory=set)
    words: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    without_values: int = 0
    merged: list[Merged] = field(default_factory=list)


@dataclass(frozen=True)
class RawSheet:
    """A sheet: its cells as calamine reads them, from the first row on, and the rest."""

    name: str
    is_hidden: bool
    rows: Iterator[list[Any]]
    facts: SheetFacts


def read_workbook(content: bytes, kind: str) -> Iterator[RawSheet]:
    """Yield the sheets of a workbook of a `kind`: `xlsx`, `xls` or `ods`.

    Raises `Locked`, `TooFarOut`, and exceptions of all kinds for what is damaged.
    """
    content, facts = _LOOK_INTO[kind](content)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for about in book.sheets_metadata:
            sheet = book.get_sheet_by_name(about.name)
            known = facts[about.name]
            known.merged += sheet.merged_cell_ranges or ()
            is_hidden = about.visible != SheetVisibleEnum.Visible
            yield RawSheet(about.name, is_hidden, _rows(sheet, known), known)


def _rows(sheet: Any, facts: SheetFacts) -> Iterator[list[Any]]:
    # The rows begin with the first one, but with the first column that holds something.
    skipped = sheet.start[1] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows()):
        cells = [None] * skipped + row
        for place, words in facts.words.get(number, {}).items():
            cells[place : place + 1] = [words]
        yield cells


def _elements(part: Any, *tags: str) -> Iterator[Any]:
    """Yield the elements with these tags that are read to their end, and forget them again."""
    for _event, element in etree.iterparse(part, tag=tags, resolve_entities=False):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _look_into_xlsx(content: bytes) -> tuple[bytes, dict[str, SheetFacts]]:
    facts: dict[str, SheetFacts] = defaultdict(SheetFacts)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = _parts(package)
        far_out = set()
        for name, part in parts.items():
            with package.open(part) as opened:
                if _look_into_sheet(opened, facts[name]):
                    far_out.add(part)
        if far_out:
            content = _without_far_blanks(package, far_out)
    return content, facts


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return which part of a package holds the sheet of a name."""
    folder = os.path.dirname(WORKBOOK)
    relations = etree.fromstring(package.read(join(folder, "_rels/workbook.xml.rels")))
    targets = {
        one.get("Id"): normpath(join("/", folder, one.get("Target"))).lstrip("/")
        for one in relations
    }
    book = etree.fromstring(package.read(WORKBOOK))
    found = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        found[sheet.get("name")] = targets.get(ids[0] if ids else "", "")
    there = set(package.namelist())
    return {name: part for name, part in found.items() if part in there}


def _look_into_sheet(part: Any, facts: SheetFacts) -> bool:
    """Note the facts of a sheet; return whether something stands far out."""
    far_out = False
    number = -1
    for row in _elements(part, "{*}row"):
        number = int(row.get("r", number + 2)) - 1
        if row.get("hidden") in ("1", "true"):
            facts.hidden.add(number)
        for cell in _errors(row):
            facts.words[number][coordinate_to_tuple(cell.get("r"))[1] - 1] = cell.findtext("{*}v")
        facts.without_values += len(_without_value(row))
        far_out |= number >= MOST_LINES or _is_far_right(row[-1] if len(row) else None)
    return far_out


# Cells with an error, and those with a formula that has no stored result. An empty text is one.
_errors: Callable[[Any], list[Any]] = etree.XPath(
    "*[@t='e' and @r and string(*[local-name()='v'])]"
)
_without_value: Callable[[Any], list[Any]] = etree.XPath(
    "*[*[local-name()='f'] and not(@t='e' or @t='str' or string(*[local-name()='v']))]"
)


def _is_far_right(cell: Any) -> bool:
    place = None if cell is None else cell.get("r")
    return bool(place) and coordinate_to_tuple(place)[1] > MOST_COLUMNS


def _without_far_blanks(package: zipfile.ZipFile, parts: set[str]) -> bytes:
    """Return a package without the cells far out in these parts.

    Raises `TooFarOut` when one of them holds more than blanks.
    """
    blank = set()
    if SHARED_TEXTS in package.namelist():
        with package.open(SHARED_TEXTS) as opened:
            for number, text in enumerate(_elements(opened, "{*}si")):
                if not "".join(text.itertext()).strip():
                    blank.add(str(number))

    def is_blank(cell: Any) -> bool:
        words = "".join(cell.itertext()).strip()
        return words in blank if cell.get("t") == "s" else not words

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as shorter:
        for name in package.namelist():
            with package.open(name) as opened:
                is_far_out = name in parts
                shorter.writestr(name, _shorter(opened, is_blank) if is_far_out else opened.read())
    return file.getvalue()


def _shorter(part: Any, is_blank: Callable[[Any], bool]) -> bytes:
    file = io.BytesIO()
    number = 0
    with etree.xmlfile(file, encoding="utf-8") as written:
        main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        with written.element(f"{main}worksheet"):
            with written.element(f"{main}sheetData"):
                rest = []
                for element in _elements(part, "{*}row", "{*}mergeCells"):
                    if element.tag.endswith("}mergeCells"):
                        rest.append(etree.tostring(element))
                        continue
                    number = int(element.get("r", number + 1))
                    for cell in list(element):
                        down = number > MOST_LINES
                        if down or _is_far_right(cell):
                            if not is_blank(cell):
                                raise TooFarOut(down=down)
                            element.remove(cell)
                    if len(element):
                        written.write(element)
            for one in rest:
                written.write(etree.fromstring(one))
    return file.getvalue()


def _look_into_ods(content: bytes) -> tuple[bytes, dict[str, SheetFacts]]:
    facts: dict[str, SheetFacts] = defaultdict(SheetFacts)
    with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("content.xml") as part:
        # OpenDocument 1.3, part 2: this element stands beside every part that is encrypted.
        if b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise Locked
        table, number = None, 0
        for row in _elements(part, f"{TABLE}table-row"):
            parent = next(row.iterancestors(f"{TABLE}table"))
            if parent is not table:
                table, number = parent, 0
            often = int(row.get(f"{TABLE}number-rows-repeated", 1))
            _look_into_row(row, number, often, facts[table.get(f"{TABLE}name", "")])
            number += often
    return content, facts


def _look_into_row(row: Any, number: int, often: int, facts: SheetFacts) -> None:
    if number >= MOST_LINES:
        return
    if row.get(f"{TABLE}visibility", "visible") != "visible":
        facts.hidden.update(range(number, min(number + often, MOST_LINES)))
    place = 0
    for cell in row:
        rows = int(cell.get(f"{TABLE}number-rows-spanned", 1))
        if rows > 1:
            columns = int(cell.get(f"{TABLE}number-columns-spanned", 1))
            facts.merged.append(((number, place), (number + rows - 1, place + columns - 1)))
        text = cell.find(f"{TEXT}p")
        words = "" if text is None else "".join(text.itertext())
        if cell.get(f"{CALC}value-type") == "error":
            facts.words[number][place] = words
        elif cell.get(f"{OFFICE}value-type") != "string" and words in TICKS:
            facts.words[number][place] = TICKS[words]
        elif cell.get(f"{TABLE}formula") and not cell.get(f"{OFFICE}value-type") and text is None:
            facts.without_values += 1
        place += int(cell.get(f"{TABLE}number-columns-repeated", 1))


def _look_into_xls(content: bytes) -> tuple[bytes, dict[str, SheetFacts]]:
    if LOCKED_PART in content:
        raise Locked
    facts: dict[str, SheetFacts] = defaultdict(SheetFacts)
    with open(os.devnull, "w") as nowhere:
        try:
            book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=nowhere)
        except xlrd.XLRDError as error:
            raise (Locked if "encrypted" in str(error) else error) from error
        for sheet in book.sheets():
            about = facts[sheet.name]
            about.hidden = {number for number, row in sheet.rowinfo_map.items() if row.hidden}
            for number in range(sheet.nrows):
                for place, kind in enumerate(sheet.row_types(number)):
                    if kind == xlrd.XL_CELL_ERROR:
                        code = sheet.cell_value(number, place)
                        about.words[number][place] = xlrd.error_text_from_code[code]
    return content, facts


_LOOK_INTO = {"xlsx": _look_into_xlsx, "ods": _look_into_ods, "xls": _look_into_xls}
