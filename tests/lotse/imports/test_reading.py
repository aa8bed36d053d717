"""Reading files: Excel and CSV as they come, and everything else refused with a reason."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lotse.imports.domain.grid import MOST_COLUMNS, MOST_ROWS, ROWS_ABOVE, Sheet, pack, unpack
from lotse.imports.domain.reading import MOST_LINES, CannotRead, Refusal, read_file
from lotse.imports.domain.text_files import NotText, decode, guess_delimiter, read_text
from measures.domain.columns import COLUMN_OF, Step, guard, read_steps, unguard, write_steps
from organisations.domain.packages import About
from organisations.domain.spreadsheets import workbook


def excel(*sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(content):
    with pytest.raises(CannotRead) as raised:
        read_file(content)
    return raised.value.refusal


class TestExcel:
    def test_gives_plain_cells_of_every_sheet_that_holds_something(self):
        kind, sheets = read_file(
            excel(
                ("Leer", [[None]]),
                (
                    "Liste",
                    [
                        ["  Titel ", "Wann", "Wie viel", None],
                        [],
                        ["Kalender", datetime(2026, 12, 31, 8), 2.0],
                        [True, date(2026, 1, 2), 2.5],
                        [None, None],
                    ],
                ),
            )
        )
        assert kind == "xlsx"
        assert sheets == [
            Sheet(
                "Liste",
                (
                    ("Titel", "Wann", "Wie viel"),
                    (),
                    ("Kalender", date(2026, 12, 31), 2),
                    ("ja", date(2026, 1, 2), 2.5),
                ),
            )
        ]
        assert sheets[0].width == 3
        assert sheets[0].row(3)[0] == "Kalender"
        assert sheets[0].row(0) == sheets[0].row(9) == ()

    def test_counts_formulas_whose_results_are_missing(self):
        (sheet,) = read_file(excel(("Liste", [["Titel", "=1+1"], ["Wiki", "=A1"]])))[1]
        assert sheet.without_values == 2
        assert sheet.rows == (("Titel",), ("Wiki",))

    def test_says_what_to_do_with_other_formats(self):
        assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) is Refusal.OLD_EXCEL
        open_document = io.BytesIO()
        with zipfile.ZipFile(open_document, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("content.xml", "<office/>")
        assert refusal(open_document.getvalue()) is Refusal.OPEN_DOCUMENT
        word = io.BytesIO()
        with zipfile.ZipFile(word, "w") as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("word/document.xml", "<w/>")
        assert refusal(word.getvalue()) is Refusal.NOT_A_TABLE
        assert refusal(b"%PDF-1.7\n\x00\x01%%EOF") is Refusal.NOT_A_TABLE

    def test_refuses_what_is_damaged_or_dangerous(self):
        broken = io.BytesIO()
        with zipfile.ZipFile(broken, "w") as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("xl/workbook.xml", "<not-a-workbook")
        assert refusal(broken.getvalue()) is Refusal.UNKNOWN
        assert refusal(b"PK\x03\x04 and nothing more") is Refusal.UNKNOWN
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/worksheets/sheet1.xml", bytes(70 * 1024 * 1024))
        assert refusal(bomb.getvalue()) is Refusal.UNSAFE
        assert refusal(b"\x00\x01\x02\x03") is Refusal.UNKNOWN

    def test_refuses_too_many_sheets_columns_and_rows(self):
        assert refusal(excel(*((f"Blatt {n}", [["Titel"]]) for n in range(21)))) is (
            Refusal.TOO_MANY_SHEETS
        )
        assert refusal(excel(("Liste", [["x"] * (MOST_COLUMNS + 1)]))) is Refusal.TOO_MANY_COLUMNS
        many = "Titel\n" * (MOST_ROWS + ROWS_ABOVE + 1)
        assert refusal(many.encode()) is Refusal.TOO_MANY_ROWS
        assert refusal(b"Titel\n" + b"\n" * MOST_LINES) is Refusal.TOO_MANY_ROWS
        assert refusal(b"  \n ; \n") is Refusal.EMPTY


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    def test_is_read_in_every_usual_encoding_and_with_every_usual_delimiter(
        self, encoding, delimiter
    ):
        lines = ["Maßnahme", "Fällig"], ["Größeres Büro", "31.12.2026"], ["Wiki – neu", "bald"]
        text = "\r\n".join(delimiter.join(line) for line in lines)
        kind, (sheet,) = read_file(text.encode(encoding))
        assert kind == "csv"
        assert sheet.rows == tuple(tuple(line) for line in lines)

    def test_believes_the_line_that_names_the_delimiter(self):
        assert list(read_text(b"sep=,\r\na;b,c\r\n")) == [["a;b", "c"]]

    def test_cells_may_hold_several_lines_and_guarded_formulas(self):
        text = 'Titel;Schritte\r\n\'=Summe;"eins\r\nzwei"\r\n'
        assert read_file(text.encode())[1][0].rows[1] == ("=Summe", "eins\nzwei")

    def test_one_column_is_a_table_too(self):
        assert guess_delimiter("Titel\nKalender\n") == ";"
        assert read_file(b"Titel\nKalender\n")[1][0].rows == (("Titel",), ("Kalender",))

    def test_refuses_what_is_no_table_of_text(self):
        for content in (b"<html></html>", b"%PDF-1.4", b"a\x00b", b"\xff\xfea", b"\x81\x8d"):
            with pytest.raises(NotText):
                decode(content)
        with pytest.raises(NotText):
            read_text(b'"' + b"a" * 200_000 + b'"')
        assert guess_delimiter('"' + "a" * 200_000 + '"') == ";"


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20).map(str.strip).filter(bool),
    st.integers(-(10**6), 10**6),
    st.floats(-1000, 1000),
    st.dates(),
)


@given(st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=4).map(tuple))
def test_what_is_packed_comes_out_again(rows):
    sheets = [Sheet("Liste", rows, without_values=3)]
    assert unpack(pack(sheets)) == sheets
    assert unpack(pack(sheets))[0].without_values == 3


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30)


@given(PRINTABLE)
def test_a_guarded_text_is_read_as_it_was(text):
    assert unguard(guard(text)) == text


@given(st.lists(st.builds(Step, PRINTABLE.filter(bool), st.booleans())).map(tuple))
def test_steps_are_read_as_they_were_written(steps):
    assert read_steps(write_steps(steps)) == steps


@given(st.lists(PRINTABLE.filter(bool), min_size=1, max_size=4))
def test_excel_files_of_ours_are_read_as_they_were_written(words):
    content = workbook(About("Liste"), ["Titel", *words], [["x", *words]])
    assert read_file(content)[1][0].rows[1] == ("x", *words)


def test_the_cells_of_the_columns():
    assert COLUMN_OF["status"].write("in_progress") == "in Umsetzung"
    assert COLUMN_OF["title"].write(None) == ""
    assert COLUMN_OF["effort_hours"].write(3) == 3
    assert COLUMN_OF["effort_hours"].write(None) is None
    assert write_steps([Step("[x] gemeint")]) == "[ ] [x] gemeint"
