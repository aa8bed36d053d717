"""Cells of files for spreadsheet programs."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from organisations.domain.packages import About, parts_of
from organisations.domain.spreadsheets import Workbook, csv_line, safe_cell, workbook
from tests.libreoffice import recalculated


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-3", "@SUM(A1)", "\tx", "\rx"])
def test_what_looks_like_a_formula_is_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (3, "3"), ("Verein = wir", "Verein = wir")]
)
def test_everything_else_stays_as_it_is(value, text):
    assert safe_cell(value) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\n"))))
def test_a_line_read_again_says_the_same(cells):
    (line,) = csv.reader(io.StringIO(csv_line(cells), newline=""), delimiter=";")
    assert line == [safe_cell(cell) for cell in cells]


@pytest.mark.parametrize(
    ("zone", "local", "in_utc"),
    [
        ("Europe/Berlin", datetime(2027, 1, 15, 9, 30), datetime(2027, 1, 15, 8, 30)),
        ("Europe/Berlin", datetime(2027, 7, 15, 9, 30), datetime(2027, 7, 15, 7, 30)),
        ("America/New_York", datetime(2027, 7, 15, 21, 30), datetime(2027, 7, 16, 1, 30)),
    ],
)
def test_a_file_was_made_and_changed_when_it_says_so_in_utc(zone, local, in_utc):
    made_at = local.replace(tzinfo=ZoneInfo(zone))
    content = workbook(About("Liste", "Verein", made_at), ["a"], [])
    about = load_workbook(io.BytesIO(content)).properties
    assert (about.created, about.modified) == (in_utc, in_utc)


def test_a_file_says_what_it_is_whose_it_is_and_what_made_it():
    about = About("A & B", "Verein\x0b <Muster>", description="Wozu", language="de")
    content = workbook(about, ["a"], [])
    found = load_workbook(io.BytesIO(content)).properties
    assert (found.title, found.creator, found.lastModifiedBy, found.subject, found.language) == (
        *("A & B", "Verein <Muster>", "Verein <Muster>", "Wozu", "de"),
    )
    program = parts_of(content)["docProps/app.xml"].decode()
    assert "<Application>Lotse</Application><Company>Verein &lt;Muster&gt;</Company>" in program


def test_without_a_time_equal_lines_give_equal_bytes():
    content = workbook(About("Liste"), ["Kopf", "Zahl"], [["Text", 3]])
    assert content == workbook(About("Liste"), ["Kopf", "Zahl"], [["Text", 3]])
    assert b"<dcterms:" not in parts_of(content)["docProps/core.xml"]


def test_cells_are_numbers_days_and_mere_text():
    values = ["=1+1", 5, 2.5, date(2027, 3, 1), None, "", "a\x0bb"]
    row = load_workbook(io.BytesIO(workbook(About("x" * 40), list("abcdefg"), [values]))).active[2]
    assert [cell.value for cell in row] == ["=1+1", 5, 2.5, datetime(2027, 3, 1), None, None, "ab"]
    assert (row[0].data_type, row[0].quotePrefix) == ("s", True)
    assert row[3].number_format == "DD.MM.YYYY"


def test_a_cell_is_whole_or_says_that_something_is_missing():
    fits, too_long = "ä" * 32_767, "😀" * 20_000
    row = load_workbook(io.BytesIO(workbook(About("Lang"), ["a", "b"], [[fits, too_long]]))).active[
        2
    ]
    assert row[0].value == fits
    assert row[1].value.startswith("😀" * 16_000)
    assert row[1].value.endswith(
        "\n[…] Hier fehlt der Rest des Textes: Mehr fasst eine Zelle nicht."
    )
    assert len(row[1].value.encode("utf-16-le")) <= 2 * 32_767


@pytest.mark.parametrize(("result", "read"), [(3, 3), (0.5, 0.5), ("drei", "drei"), ("", None)])
def test_formulas_stand_beside_their_results(result, read):
    book = Workbook(About("Rechnung"))
    book.sheet("Rechnung").write_formula(1, 1, "=1+2", result)
    content = book.content()
    assert load_workbook(io.BytesIO(content)).active["A1"].value == "=1+2"
    assert load_workbook(io.BytesIO(content), data_only=True).active["A1"].value == read
    part = parts_of(content)["xl/worksheets/sheet1.xml"]
    assert (b't="str"' in part) == isinstance(result, str)


@pytest.mark.libreoffice
def test_libreoffice_calculates_anew_whatever_is_stored(tmp_path):
    """Else the tests that compare stored results with its own would prove nothing."""
    book = Workbook(About("Rechnung"))
    sheet = book.sheet("Rechnung")
    sheet.write(1, 1, 7)
    sheet.write_formula(1, 2, "=A1*2", 99)
    sheet.write_formula(1, 3, '=IF(A1>3,"ja","")', "nein")
    (row,) = recalculated(book.content(), tmp_path).active.iter_rows(values_only=True)
    assert row == (7, 14, "ja")
