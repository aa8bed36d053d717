"""Cells of files for spreadsheet programs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.domain.spreadsheets import csv_line, safe_cell


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
