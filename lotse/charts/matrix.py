"""The matrix of two ratings: what is easy and brings much stands at the upper right.

Both ratings go from 1 to 5, so there are 25 places, and measures of equal place share a cell. A
row of cells is as high as its fullest cell needs, so labels can never overlap. A cell with a few
measures shows their titles, a fuller one their numbers, which a table beside the drawing explains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lotse.charts.text import SANS, opening, size_that_fits, text_width, wrapped

RATINGS = range(1, 6)
CELL_WIDTH, LEAST_HEIGHT = 186.0, 58.0
PADDING, DOT_ROOM, DOT = 10.0, 15.0, 4.5
FONT_SIZE, SMALLEST, LINE = 13.0, 11.0, 17.0
MOST_TITLES, MOST_LINES = 5, 3
GAP = 5.0
LEFT, STRIP, AXIS = 46.0, 26.0, 30.0


@dataclass(frozen=True)
class MatrixPoint:
    """A measure: two ratings from 1 to 5, its number in the table, and its title.

    Raises ValueError for other ratings.
    """

    across: int
    upward: int
    number: int
    title: str

    def __post_init__(self) -> None:
        """Refuse what lies outside."""
        if self.across not in RATINGS or self.upward not in RATINGS:
            raise ValueError(f"ratings go from 1 to 5, not {self.across} and {self.upward}")


@dataclass(frozen=True)
class MatrixWords:
    """What the axes mean, and what the four corners say: upper left, upper right, lower …"""

    across: str
    upward: str
    corners: tuple[str, str, str, str]


@dataclass(frozen=True)
class MatrixLabel:
    """A block of text in the drawing, with the upper left corner of its first line."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float = FONT_SIZE

    @property
    def width(self) -> float:
        """How wide the widest line may be."""
        return max(text_width(line, self.size) for line in self.lines)

    @property
    def height(self) -> float:
        """How high the block is."""
        return LINE * len(self.lines)


@dataclass(frozen=True)
class MatrixCell:
    """A place with what stands there."""

    across: int
    upward: int
    x: float
    y: float
    height: float
    labels: tuple[MatrixLabel, ...]


def lay_out_matrix(points: Sequence[MatrixPoint]) -> tuple[MatrixCell, ...]:
    """Return the 25 cells, row by row from above, with labels that lie within their cells."""
    there: dict[tuple[int, int], list[MatrixPoint]] = defaultdict(list)
    for point in points:
        there[point.across, point.upward].append(point)
    cells, y = [], STRIP
    for upward in reversed(RATINGS):
        placed = {
            across: _labels(there[across, upward], LEFT + (across - 1) * CELL_WIDTH, y)
            for across in RATINGS
        }
        bottoms = [label.y + label.height for labels in placed.values() for label in labels]
        height = max([y + LEAST_HEIGHT, *(bottom + PADDING for bottom in bottoms)]) - y
        cells += [
            MatrixCell(across, upward, LEFT + (across - 1) * CELL_WIDTH, y, height, labels)
            for across, labels in placed.items()
        ]
        y += height
    return tuple(cells)


def _labels(points: Sequence[MatrixPoint], x: float, y: float) -> tuple[MatrixLabel, ...]:
    """Return the labels of a cell whose upper left corner is given, one below the other."""
    room = CELL_WIDTH - 2 * PADDING - DOT_ROOM
    x, y, texts, most_lines = x + PADDING + DOT_ROOM, y + PADDING, [], MOST_LINES
    if len(points) > MOST_TITLES:
        texts, most_lines = [", ".join(str(point.number) for point in points)], len(points)
    else:
        texts = [f"{point.number} {point.title}" for point in points]
    labels = []
    for text in texts:
        size = size_that_fits(text, room, FONT_SIZE, SMALLEST)
        labels.append(MatrixLabel(x, y, tuple(wrapped(text, size, room, most_lines)), size))
        y += labels[-1].height + GAP
    return tuple(labels)


def matrix_chart(
    points: Sequence[MatrixPoint],
    *,
    title: str,
    description: str,
    words: MatrixWords,
) -> str:
    """Return an `<svg>` with every measure at its place.

    `title` and `description` are the text alternative. Raises ValueError without points.
    """
    if not points:
        raise ValueError("a matrix needs at least one point")
    cells = lay_out_matrix(points)
    bottom = cells[-1].y + cells[-1].height
    right = LEFT + len(RATINGS) * CELL_WIDTH
    width, height = right + 2, bottom + STRIP + AXIS
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:.0f}" height="{height:.0f}"'
    return "".join(
        [
            opening("rating-matrix", "matrix", size, title, description, SANS),
            *(_cell(cell) for cell in cells),
            _corners(words.corners, right, bottom),
            _axes(words, cells, right, bottom),
            "</svg>",
        ]
    )


def _cell(cell: MatrixCell) -> str:
    kind, colour = "matrix-cell", "#fffdfa"
    if cell.across > 3 and cell.upward > 3:
        kind, colour = "matrix-cell matrix-first", "#dcecea"
    elif cell.across < 3 and cell.upward < 3:
        kind, colour = "matrix-cell matrix-last", "#f1ece2"
    drawn = (
        f'<rect class="{kind}" x="{cell.x:.1f}" y="{cell.y:.1f}" width="{CELL_WIDTH:g}" '
        f'height="{cell.height:.1f}" fill="{colour}" stroke="#ddd5c7"/>'
    )
    return drawn + "".join(map(_label, cell.labels))


def _label(label: MatrixLabel) -> str:
    baselines = (label.y + LINE * (number + 0.76) for number in range(len(label.lines)))
    spans = "".join(
        f'<tspan x="{label.x:.1f}" y="{y:.1f}">{escape(line)}</tspan>'
        for y, line in zip(baselines, label.lines, strict=True)
    )
    return (
        f'<circle class="matrix-dot" cx="{label.x - DOT_ROOM / 2 - 2:.1f}" '
        f'cy="{label.y + LINE / 2:.1f}" r="{DOT:g}" fill="#0f6a70"/>'
        f'<text class="matrix-label" font-size="{label.size:.1f}" fill="#1d2a2c">{spans}</text>'
    )


def _corners(corners: tuple[str, str, str, str], right: float, bottom: float) -> str:
    upper_left, upper_right, lower_left, lower_right = corners
    above, below = STRIP - 9, bottom + STRIP + 18
    return (
        _note(upper_left, LEFT, above)
        + _note(upper_right, right, above, "end")
        + _note(lower_left, LEFT, below)
        + _note(lower_right, right, below, "end")
    )


def _axes(words: MatrixWords, cells: Sequence[MatrixCell], right: float, bottom: float) -> str:
    numbers = "".join(
        _note(str(cell.across), cell.x + CELL_WIDTH / 2, bottom + 18, "middle", weight="700")
        for cell in cells[-len(RATINGS) :]
    ) + "".join(
        _note(str(cell.upward), LEFT - 9, cell.y + cell.height / 2 + 5, "end", weight="700")
        for cell in cells[:: len(RATINGS)]
    )
    middle = (cells[0].y + bottom) / 2
    return (
        numbers
        + _note(f"{words.across} →", (LEFT + right) / 2, bottom + STRIP + 18, "middle")
        + f'<g transform="translate(16 {middle:.1f}) rotate(-90)">'
        + _note(f"{words.upward} →", 0, 0, "middle")
        + "</g>"
    )


def _note(text: str, x: float, y: float, anchor: str = "start", weight: str = "600") -> str:
    return (
        f'<text class="matrix-note" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
        f'font-size="{FONT_SIZE:g}" font-weight="{weight}" fill="#4d5a5c">{escape(text)}</text>'
    )
