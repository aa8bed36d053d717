"""Files that spreadsheet programs open: CSV, and Excel with text that is never a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from organisations.domain.packages import About, normalise_zip, parts_of, plain

# What a spreadsheet program would take for the beginning of a formula
# (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60
# What Excel holds in a cell ("Excel specifications and limits"), in code units of UTF-16.
MOST_IN_A_CELL = 32_767
REST_IS_MISSING = "\n[…] Hier fehlt der Rest des Textes: Mehr fasst eine Zelle nicht."
LONGEST_SHEET_NAME = 31

# How the workbooks look, in the terms of XlsxWriter.
ACCENT = "#0F6A70"
BAD = {"bg_color": "#FBE4E0", "font_color": "#A3271F", "bold": True}
BOLD = {"bold": True}
TOP = {"valign": "top", "text_wrap": True}
LINED = TOP | {"bottom": 1, "bottom_color": "#C9D3D2"}
PALE = {"bg_color": "#E4F0EE", "bold": True}
HEAD = TOP | {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT}
DAY = "DD.MM.YYYY"

# XlsxWriter does not say of an empty result that it is a text. Without that, it reads as one
# that was never calculated.
EMPTY_RESULT = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')


def safe_cell(value: object) -> str:
    """Return a value as text that no spreadsheet program executes as a formula.

    Control characters that the programs' files cannot hold are left out.
    """
    text = "" if value is None else plain(str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_line(cells: Sequence[object]) -> str:
    """Return one line of a CSV file, parted by semicolons as German programs expect."""
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def fitting(text: str) -> str:
    """Return a text that a cell of a workbook holds; where it was too long its end says so.

    XlsxWriter leaves out what is longer, openpyxl cuts it, both without a word.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * MOST_IN_A_CELL:
        return text
    fits = units[: 2 * (MOST_IN_A_CELL - len(REST_IS_MISSING))]
    return fits.decode("utf-16-le", "ignore") + REST_IS_MISSING


def letter(column: int) -> str:
    """Return the letters of a column by its number from 1."""
    return str(xl_col_to_name(column - 1))


class Workbook:
    """An Excel file in the making. What it says of itself is `about`."""

    def __init__(self, about: About) -> None:
        self.about = about
        self._file = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True})
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}

    def sheet(self, name: str) -> SheetWriter:
        """Add a sheet; of its name the first 31 characters count."""
        return SheetWriter(self, self._book.add_worksheet(name[:LONGEST_SHEET_NAME]))

    def name_cells(self, name: str, place: str) -> None:
        """Give cells a name that formulas know, such as `'Gewichtung'!$A$2:$E$2`."""
        self._book.define_name(name, f"={place}")

    def look(self, look: Mapping[str, object]) -> Any:
        """Return a look as XlsxWriter knows it; equal ones are one."""
        key = tuple(sorted(look.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(dict(look))
        return self._looks[key]

    def content(self) -> bytes:
        """Finish the file and return it: equal sheets, equal bytes."""
        self._book.close()
        parts = parts_of(self._file.getvalue())
        for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
            parts[name] = EMPTY_RESULT.sub(rb'\1 t="str"\2', parts[name])
        return normalise_zip(parts, self.about)


class SheetWriter:
    """A sheet of a workbook. Rows and columns count from 1, as people see them."""

    def __init__(self, book: Workbook, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet

    def write(
        self, row: int, column: int, value: object, look: Mapping[str, object] = LINED
    ) -> None:
        """Write numbers and days as such and all else as mere text, never as a formula."""
        at = row - 1, column - 1
        if value is None or value == "":
            self._sheet.write_blank(*at, None, self._book.look(look))
        elif isinstance(value, int | float):
            self._sheet.write_number(*at, value, self._book.look(look))
        elif isinstance(value, date):
            self._sheet.write_datetime(*at, value, self._book.look({**look, "num_format": DAY}))
        else:
            quoted = self._book.look({**look, "quote_prefix": True})
            self._sheet.write_string(*at, fitting(plain(str(value))), quoted)

    def write_row(
        self, row: int, values: Iterable[object], look: Mapping[str, object] = LINED
    ) -> None:
        """Write the cells of a row, from the first column on."""
        for column, value in enumerate(values, start=1):
            self.write(row, column, value, look)

    def write_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Write names and what belongs to them into the first two columns, a row each."""
        for row, (name, text) in enumerate(facts, start=1):
            self.write(row, 1, name, TOP | PALE)
            self.write(row, 2, text, TOP)

    def write_formula(
        self,
        row: int,
        column: int,
        formula: str,
        result: str | float,
        look: Mapping[str, object] = LINED,
    ) -> None:
        """Write a formula with its result, for programs that read without calculating."""
        self._sheet.write_formula(row - 1, column - 1, formula, self._book.look(look), result)

    def set_widths(self, widths: Mapping[int, float]) -> None:
        """Set how wide columns are, by their numbers from 1."""
        for column, width in widths.items():
            self._sheet.set_column(column - 1, column - 1, width)

    def freeze(self, row: int, column: int = 1) -> None:
        """Keep in sight what stands above and left of a cell."""
        self._sheet.freeze_panes(row - 1, column - 1)

    def filter(self, columns: int, last: int) -> None:
        """Let people filter rows by what stands in the columns; the first row is the head."""
        self._sheet.autofilter(0, 0, last - 1, columns - 1)

    def print_wide(self) -> None:
        """Let it be printed as wide as a page that lies on its side, with its head on each."""
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def check(self, cells: Sequence[str], rule: Mapping[str, object]) -> None:
        """Check what people type into ranges of cells by a rule of XlsxWriter; empty is fine."""
        several = {"multi_range": " ".join(cells)} if len(cells) > 1 else {}
        self._sheet.data_validation(cells[0], {**rule, **several})

    def mark(
        self, cells: str, rule: Mapping[str, object], look: Mapping[str, object] = BAD
    ) -> None:
        """Let cells that meet a rule of XlsxWriter stand out."""
        self._sheet.conditional_format(cells, {**rule, "format": self._book.look(look)})


def workbook(about: About, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return an Excel file with one sheet: numbers and days as such, all else as mere text.

    The sheet is named like the file; of a title the first 31 characters count.
    """
    book = Workbook(about)
    sheet = book.sheet(about.title)
    sheet.freeze(2)
    sheet.write_row(1, head, BOLD)
    widths = [len(title) for title in head]
    for number, row in enumerate(rows, start=2):
        sheet.write_row(number, row, {})
        lengths = [0 if value is None else len(str(value)) for value in row]
        widths = list(map(max, widths, lengths))
    sheet.set_widths({place: min(one + 2, WIDEST) for place, one in enumerate(widths, start=1)})
    return book.content()
