"""The matrix of two ratings."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.charts.matrix import (
    CELL_WIDTH,
    MOST_TITLES,
    MatrixPoint,
    MatrixWords,
    lay_out_matrix,
    matrix_chart,
)

WORDS = MatrixWords("leicht", "nützlich", ("links oben", "rechts oben", "unten", "rechts"))
RATINGS = st.integers(1, 5)
TITLES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200)
POINTS = st.lists(st.tuples(RATINGS, RATINGS, TITLES), min_size=1, max_size=90).map(
    lambda found: [MatrixPoint(*one[:2], number, one[2]) for number, one in enumerate(found, 1)]
)


def drawn(points):
    svg = matrix_chart(points, title="Titel <1>", description="Worte & mehr", words=WORDS)
    return ElementTree.fromstring(svg)


def texts(svg):
    return ["".join(one.itertext()) for one in svg.iter("{http://www.w3.org/2000/svg}text")]


def overlap(one, other):
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@given(POINTS)
def test_labels_never_overlap_and_never_leave_their_cell(points):
    cells = lay_out_matrix(points)
    labels = [label for cell in cells for label in cell.labels]
    assert not any(overlap(one, other) for one, other in combinations(labels, 2))
    for cell in cells:
        for label in cell.labels:
            assert cell.x < label.x
            assert label.x + label.width <= cell.x + CELL_WIDTH
            assert cell.y < label.y
            assert label.y + label.height <= cell.y + cell.height


@given(POINTS)
def test_every_measure_stands_in_its_cell_by_number(points):
    cells = {(cell.across, cell.upward): cell for cell in lay_out_matrix(points)}
    for place, cell in cells.items():
        there = [one.number for one in points if (one.across, one.upward) == place]
        said = [" ".join(label.lines) for label in cell.labels]
        if len(there) > MOST_TITLES:
            assert said == [", ".join(map(str, there))]
        else:
            assert [int(text.split()[0]) for text in said] == there


def test_cells_stand_in_rows_from_above_without_gaps():
    cells = lay_out_matrix([MatrixPoint(1, 5, 1, "Sehr langer Titel " * 9)])
    rows = [cells[start : start + 5] for start in range(0, 25, 5)]
    assert [row[0].upward for row in rows] == [5, 4, 3, 2, 1]
    for above, below in pairwise(rows):
        assert above[0].y + above[0].height == below[0].y
    assert rows[0][0].height > rows[1][0].height


def test_drawing_has_words_for_everyone():
    svg = drawn([MatrixPoint(5, 5, 1, "Kalender <teilen>")])
    assert svg.get("role") == "img"
    assert svg[0].text == "Titel <1>"
    assert svg[1].text == "Worte & mehr"
    assert "1 Kalender <teilen>" in texts(svg)
    assert {"links oben", "rechts oben", "leicht →", "nützlich →"} <= set(texts(svg))


def test_a_full_cell_shows_numbers():
    svg = drawn([MatrixPoint(2, 2, number, "X") for number in range(1, 8)])
    assert "1, 2, 3, 4, 5, 6, 7" in "".join(texts(svg)).replace("7leicht", "7")


@pytest.mark.parametrize(("across", "upward"), [(0, 3), (3, 6)])
def test_other_ratings_are_refused(across, upward):
    with pytest.raises(ValueError, match="ratings go from 1 to 5"):
        MatrixPoint(across, upward, 1, "X")


def test_nothing_is_no_drawing():
    with pytest.raises(ValueError, match="at least one point"):
        matrix_chart([], title="T", description="D", words=WORDS)
