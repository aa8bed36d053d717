"""What workbooks of all kinds hold beside words: days, ticks, errors, merged and hidden things.

The files in `files/` were saved by LibreOffice from one table (`gesperrt.xlsx`: with a password).
"""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from lotse.imports.domain.grid import GridSheet
from lotse.imports.domain.guessing import guess_columns, guess_head, guess_sheet
from lotse.imports.domain.reading import Refusal, read_file
from lotse.imports.domain.workbooks import MOST_LINES
from tests.lotse.imports.test_reading import excel, package, refusal, saved

FILES = Path(__file__).parent / "files"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def read_one(content):
    (sheet,) = read_file(content)[1]
    return sheet


def open_document(rows, manifest=""):
    content = (
        f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Liste">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return package(
        **{"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest or "<m/>"}
    )


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_the_same_table_reads_the_same_in_every_format(kind):
    found, (sheet, hidden) = read_file((FILES / f"arten.{kind}").read_bytes())
    assert found == kind
    assert sheet.rows == (
        ("Maßnahme", "Stand", "Fällig am", "Verbunden"),
        ("Kalender", "ja", date(2027, 3, 31)),
        ("Gefiltert", "nein", "31.03.2027 14:30"),
        ("Dauer", "26:05", "08:05"),
        ("Fehler", "#DIV/0!", 2),
        ("Zahl", 12345.67, "a\nb"),
    )
    assert (sheet.hidden, sheet.without_values) == ({3}, 0)
    assert (hidden.name, hidden.is_hidden, hidden.row(3)) == ("Versteckt", True, (None, "x"))


def test_a_hidden_sheet_is_chosen_only_where_all_are():
    shown = GridSheet("Offen", (("x",),))
    hidden = GridSheet("Versteckt", (("Titel", "Stand"),), is_hidden=True)
    assert guess_sheet([hidden, shown]) is shown
    assert guess_sheet([hidden]) is hidden


def test_a_file_with_a_password_is_refused_with_advice():
    assert refusal((FILES / "gesperrt.xlsx").read_bytes()) == Refusal.LOCKED
    key = "<manifest:encryption-data/>"
    entry = f'<manifest:file-entry manifest:full-path="content.xml">{key}</manifest:file-entry>'
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    locked = open_document("", f"<manifest:manifest {space}>{entry}</manifest:manifest>")
    assert refusal(locked) == Refusal.LOCKED
    # The record after the beginning of the workbook says so in .xls (MS-XLS, 2.4.117).
    old = (FILES / "arten.xls").read_bytes()
    second = old.index(b"\x09\x08\x10\x00") + 20
    assert refusal(old[:second] + b"\x2f\x00" + old[second + 2 :]) == Refusal.LOCKED


def test_times_and_durations_keep_what_they_say():
    book = Workbook()
    book.active.append(["Titel", timedelta(hours=1, minutes=2), timedelta(hours=14, minutes=30)])
    book.active.append(["x", timedelta(days=2)])
    book.active["B1"].number_format = "[h]:mm"
    book.active["C1"].number_format = "hh:mm:ss"
    book.active["B2"].number_format = "[h]:mm"
    assert read_one(saved(book)).rows == (("Titel", "1:02", "14:30"), ("x", "48:00"))


class TestFormulas:
    def test_without_results_are_counted(self):
        sheet = read_one(excel(("Liste", [["Titel", "=1+1"], ["Wiki", "=A1"]])))
        assert (sheet.without_values, sheet.rows) == (2, (("Titel",), ("Wiki",)))

    def test_with_an_empty_text_for_a_result_are_not(self):
        content = excel(("Liste", [["Titel"], ["=A1"]]))
        said = content_with(content, b'<c r="A2"><f>', b'<c r="A2" t="str"><f>')
        assert read_one(said).without_values == 0

    def test_of_an_open_document_are_counted_too(self):
        cells = (
            '<table:table-cell office:value-type="string"><text:p>Titel</text:p></table:table-cell>'
            '<table:table-cell table:formula="of:=1+1"/>'
            '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
        )
        sheet = read_one(open_document(f"<table:table-row>{cells}</table:table-row>"))
        assert (sheet.rows, sheet.without_values) == ((("Titel",),), 1)


def content_with(content, old, new):
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert old in parts[name], parts[name]
    return package(**parts | {name: parts[name].replace(old, new)})


def test_a_line_break_that_excel_spells_out_is_one():
    content = excel(("Liste", [["Titel"], ["Eins_x000D_\nZwei"]]))
    assert read_one(content).rows[1] == ("Eins\nZwei",)


class TestMergedHeads:
    def test_name_their_column_in_the_lowest_of_their_rows(self):
        book = Workbook()
        sheet = book.active
        sheet.append(["Maßnahme", "Termin", "Bewertung"])
        sheet.append([None, None, "Umsetzbarkeit", "Mehrwert", "Passung"])
        sheet.append(["Wiki", None, 1, 2, 3])
        for merged in ("A1:A2", "B1:B2", "C1:E1"):
            sheet.merge_cells(merged)
        read = read_one(saved(book))
        assert guess_head(read) == 2
        found = guess_columns(read.row(2))
        assert list(found.values()) == ["title", "due_date", "feasibility", "benefit", "capability"]

    def test_do_not_spill_into_the_list(self):
        book = Workbook()
        book.active.append(["Titel", "Stand"])
        book.active.append(["Wiki"])
        book.active.append(["Fax"])
        book.active.merge_cells("B1:B2")
        book.active.merge_cells("A2:A3")
        assert read_one(saved(book)).rows == (("Titel", "Stand"), ("Wiki",))

    def test_of_an_open_document_count_as_well(self):
        def row(*cells):
            return f"<table:table-row>{''.join(cells)}</table:table-row>"

        def cell(text, more=""):
            words = f"<text:p>{text}</text:p>"
            return f'<table:table-cell office:value-type="string" {more}>{words}</table:table-cell>'

        down = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
        content = open_document(
            row(cell("Maßnahme", down), cell("Bewertung"))
            + row("<table:covered-table-cell/>", cell("Mehrwert"), cell("Passung"))
        )
        assert read_one(content).rows[1] == ("Maßnahme", "Mehrwert", "Passung")


class TestFarOut:
    """Excel keeps a blank that somebody typed at the end of the sheet."""

    def far_out(self, cell, value):
        book = Workbook()
        sheet = book.active
        sheet.append(["Titel", *"BCDEFGH"])
        sheet.append(["Wiki", *range(7)])
        sheet.merge_cells("A3:A4")
        sheet[cell] = value
        return saved(book)

    @pytest.mark.parametrize("cell", ["H1048576", "XFD2"])
    def test_blanks_do_not_count(self, cell):
        sheet = read_one(self.far_out(cell, " "))
        assert sheet.rows == (("Titel", *"BCDEFGH"), ("Wiki", *range(7)))

    @pytest.mark.parametrize("value", ["x", 7])
    def test_other_cells_are_refused(self, value):
        assert refusal(self.far_out(f"A{MOST_LINES + 1}", value)) == Refusal.TOO_MANY_ROWS
        assert refusal(self.far_out("CW2", value)) == Refusal.TOO_MANY_COLUMNS

    @pytest.mark.parametrize(("value", "is_read"), [(" ", True), ("x", False)])
    def test_texts_that_are_kept_aside_are_looked_up(self, value, is_read):
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file, {"in_memory": True})
        sheet = book.add_worksheet()
        sheet.write_column("A1", ["Titel", "Wiki"])
        sheet.write(1048575, 1, value)
        book.close()
        if is_read:
            assert read_one(file.getvalue()).rows == (("Titel",), ("Wiki",))
        else:
            assert refusal(file.getvalue()) == Refusal.TOO_MANY_ROWS

    def test_repeated_rows_of_an_open_document_cost_nothing(self):
        def row(often, more=""):
            cell = '<table:table-cell office:value-type="string"><text:p>Wiki</text:p>'
            often = f'table:number-rows-repeated="{often}" {more}'
            return f"<table:table-row {often}>{cell}</table:table-cell></table:table-row>"

        empty = f'<table:table-row table:number-rows-repeated="1048000" {HIDDEN}/>'
        sheet = read_one(open_document(row(2) + row(2, HIDDEN) + empty + "<table:table-row/>"))
        assert (sheet.rows, sheet.hidden) == ((("Wiki",),) * 4, {3, 4})


HIDDEN = 'table:visibility="filter"'
