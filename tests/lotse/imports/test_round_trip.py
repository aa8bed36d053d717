"""What our columns write, an import reads: the same values, in Excel and in CSV."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.imports.domain import parsing
from lotse.imports.domain.guessing import guess_columns, guess_head
from lotse.imports.domain.parsing import READERS
from lotse.imports.domain.reading import read_file
from measures.domain.columns import (
    COLUMNS,
    CRITERIA_HEADERS,
    READ_ONLY,
    STATUS_WORDS,
    StepText,
    guard,
)
from organisations.domain.packages import About
from organisations.domain.spreadsheets import workbook

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=30)
LINES = st.lists(WORDS.filter(bool), max_size=3).map("\n".join)
READ = [column for column in COLUMNS if column.key in READERS]
VALUES = st.fixed_dictionaries(
    {
        "title": WORDS.filter(bool),
        **dict.fromkeys(("what", "why", "existing"), LINES),
        "status": st.sampled_from(sorted(STATUS_WORDS)),
        "due_date": st.none() | st.dates(parsing.FIRST_DAY, parsing.LAST_DAY),
        "effort_hours": st.none() | st.integers(1, 2000),
        "effort_days": st.none() | st.integers(1, 1000),
        "cost": st.none() | st.integers(0, 1_000_000),
        **dict.fromkeys(CRITERIA_HEADERS, st.none() | st.integers(1, 5)),
        "steps": st.lists(st.builds(StepText, WORDS.filter(bool), st.booleans()), max_size=4).map(
            tuple
        ),
    }
)
HEAD = [column.header for column in (*READ_ONLY, *READ)]


def cells_of(values):
    return [
        *(place + 0.5 for place in range(len(READ_ONLY))),
        *(column.write(values[column.key]) for column in READ),
    ]


def read_back(content):
    sheet = read_file(content)[1][0]
    head_row = guess_head(sheet)
    places = {key: place for place, key in guess_columns(sheet.row(head_row)).items()}
    rows = sheet.rows[head_row:]
    return [
        {
            key: READERS[key](row[place] if place < len(row) else None)
            for key, place in places.items()
        }
        for row in rows
    ]


@settings(max_examples=30)
@given(st.lists(VALUES, min_size=1, max_size=3))
def test_lists_in_excel_come_back_as_they_were(rows):
    assert read_back(workbook(About("Liste"), HEAD, map(cells_of, rows))) == rows


@settings(max_examples=50)
@given(st.lists(VALUES, min_size=1, max_size=3))
def test_lists_in_csv_come_back_as_they_were(rows):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEAD)
    for values in rows:
        writer.writerow(
            guard("" if cell is None else parsing.as_words(cell)) for cell in cells_of(values)
        )
    assert read_back(file.getvalue().encode("utf-8-sig")) == rows
