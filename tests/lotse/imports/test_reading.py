"""Reading files: tables as they come, and everything else refused with a reason."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lotse.imports.domain.grid import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    ROWS_ABOVE,
    GridSheet,
    pack,
    unpack,
)
from lotse.imports.domain.reading import Refusal, read_file, read_list
from lotse.imports.domain.wording import refusal_in_words
from lotse.imports.domain.workbooks import MOST_LINES
from measures.domain.columns import COLUMN_OF, StepText, guard, read_steps, unguard, write_steps
from organisations.domain.packages import About
from organisations.domain.spreadsheets import workbook
from organisations.foreign_files.apart import read_apart
from organisations.foreign_files.reading import TOO_LARGE, FileRefused


def excel(*sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refused(content):
    with pytest.raises(FileRefused) as raised:
        read_file(content)
    return raised.value


def refusal(content):
    return refused(content).reason


def package(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return file.getvalue()


def test_a_list_is_packed_for_the_way_out_of_its_process():
    read = read_list(io.BytesIO(excel(("Liste", [["Titel"], ["Wiki"]]))))
    assert read["kind"] == "xlsx"
    (sheet,) = unpack(read["content"])
    assert sheet.rows == (("Titel",), ("Wiki",))


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
                        ["Kalender", datetime(2026, 12, 31), 2.0],
                        [True, date(2026, 1, 2), 2.5],
                        [None, datetime(2026, 1, 2, 8)],
                        [None, None],
                    ],
                ),
            )
        )
        assert kind == "xlsx"
        assert sheets == [
            GridSheet(
                "Liste",
                (
                    ("Titel", "Wann", "Wie viel"),
                    (),
                    ("Kalender", date(2026, 12, 31), 2),
                    ("ja", date(2026, 1, 2), 2.5),
                    (None, "02.01.2026 08:00"),
                ),
            )
        ]
        assert sheets[0].width == 3
        assert sheets[0].row(3)[0] == "Kalender"
        assert sheets[0].row(0) == sheets[0].row(9) == ()

    def test_is_read_in_a_process_of_its_own(self):
        found = read_apart(read_list, excel(("Liste", [["Titel"], ["Wiki"]])))
        assert found["kind"] == "xlsx"
        assert unpack(found["content"]) == [GridSheet("Liste", (("Titel",), ("Wiki",)))]

    def test_says_what_to_do_with_other_formats(self):
        word = package(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
        assert refusal(word) == Refusal.NOT_A_TABLE
        assert refusal(b"%PDF-1.7\n\x00\x01%%EOF") == Refusal.NOT_A_TABLE
        assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == Refusal.UNKNOWN
        assert "Lotse liest Excel (.xlsx, .xls), LibreOffice (.ods)" in refusal_in_words(
            refused(word)
        )

    def test_refuses_what_is_damaged_or_dangerous(self):
        broken = package(**{"[Content_Types].xml": "", "xl/workbook.xml": "<not-a-workbook"})
        assert refusal(broken) == Refusal.UNKNOWN
        assert refusal(b"PK\x03\x04 and nothing more") == Refusal.UNKNOWN
        macros = package(**{"[Content_Types].xml": "", "xl/vbaProject.bin": "Sub"})
        assert refusal(macros) == Refusal.UNSAFE
        assert refusal(b"\x00\x01\x02\x03") == Refusal.UNKNOWN

    def test_of_far_too_much_inside_is_refused_before_it_is_opened(self):
        large = package(**{"xl/worksheets/sheet1.xml": bytes(70 * 1024 * 1024)})
        with pytest.raises(FileRefused) as raised:
            read_apart(read_list, large)
        assert raised.value.reason == TOO_LARGE
        assert "ausgepackt viel zu groß" in refusal_in_words(raised.value)

    def test_refuses_too_many_sheets_columns_and_rows(self):
        assert refusal(excel(*((f"Blatt {n}", [["Titel"]]) for n in range(21)))) == (
            Refusal.TOO_MANY_SHEETS
        )
        assert refusal(("x;" * MOST_COLUMNS + "x").encode()) == Refusal.TOO_MANY_COLUMNS
        many = "Titel\n" * (MOST_ROWS + ROWS_ABOVE + 1)
        assert refusal(many.encode()) == Refusal.TOO_MANY_ROWS
        assert refusal(b"Titel\n" + b"\n" * MOST_LINES + b"Wiki") == Refusal.TOO_MANY_ROWS
        assert refusal(b" ; \n ; \n") == Refusal.EMPTY

    def test_does_not_count_rows_of_blanks(self):
        (sheet,) = read_file(b"Titel;Stand\nWiki;\n" + b" ;\n" * 2 * MOST_LINES)[1]
        assert sheet.rows == (("Titel", "Stand"), ("Wiki",))

    def test_says_which_row_has_a_cell_that_is_too_long(self):
        for most in (MOST_CHARACTERS, 200_000):
            found = refused(b"Titel;Was\nWiki;" + b"a" * (most + 1))
            assert (found.reason, found.details) == (Refusal.CELL_TOO_LONG, {"row": 2})
            assert refusal_in_words(found) == (
                "In Zeile 2 ist eine Zelle zu lang: Höchstens 125.000 Zeichen sind möglich."
            )
        assert len(read_file(b"Titel\n" + b"a" * MOST_CHARACTERS)[1][0].rows[1][0]) == 125_000


def test_lists_that_were_packed_earlier_are_read_still():
    import json
    import zlib

    earlier = zlib.compress(json.dumps([["Liste", 3, [["Titel"]]]]).encode())
    assert unpack(earlier) == [GridSheet("Liste", (("Titel",),))]


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20).map(str.strip).filter(bool),
    st.integers(-(10**6), 10**6),
    st.floats(-1000, 1000),
    st.dates(),
)


@given(st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=4).map(tuple))
def test_what_is_packed_comes_out_again(rows):
    about = {"without_values": 3, "hidden": frozenset({2}), "is_hidden": True, "other_steps": 1}
    (sheet,) = unpack(pack([GridSheet("Liste", rows, **about)]))
    assert (sheet.name, sheet.rows) == ("Liste", rows)
    assert {name: getattr(sheet, name) for name in about} == about


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30)


@given(PRINTABLE)
def test_a_guarded_text_is_read_as_it_was(text):
    assert unguard(guard(text)) == text


@given(st.lists(st.builds(StepText, PRINTABLE.filter(bool), st.booleans())).map(tuple))
def test_steps_are_read_as_they_were_written(steps):
    assert read_steps(write_steps(steps)) == steps


@given(st.lists(PRINTABLE.filter(bool).map(lambda word: word.lstrip("'") or "x"), min_size=1))
def test_excel_files_of_ours_are_read_as_they_were_written(words):
    content = workbook(About("Liste"), ["Titel", *words], [["x", *words]])
    assert read_file(content)[1][0].rows[1] == ("x", *words)


def test_the_cells_of_the_columns():
    assert COLUMN_OF["status"].write("in_progress") == "in Umsetzung"
    assert COLUMN_OF["title"].write(None) == ""
    assert COLUMN_OF["effort_hours"].write(3) == 3
    assert COLUMN_OF["effort_hours"].write(None) is None
    assert write_steps([StepText("[x] gemeint")]) == "[ ] [x] gemeint"
    assert write_steps([StepText("[…] gemeint")]) == "[ ] […] gemeint"
