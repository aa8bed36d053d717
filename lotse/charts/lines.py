"""Small lines over time: one for each area, all on the same scale, so that they compare."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 180.0, 78.0
LEFT, RIGHT = 38.0, 140.0
TOP, BOTTOM = 10.0, 68.0
FONT_SIZE = 14.0
# Numbers stand to the left of the first dot and to the right of the last one, never on the line.
BESIDE, HALF_A_DIGIT = 9.0, 5.0


def line_chart(points: Sequence[float], *, words: str) -> str:
    """Return an `<svg>` with values from 0 to 1 as a line with dots, evenly spaced.

    `words` are the text alternative. The first and the last value stand beside their dots, from
    0 to 100. Raises ValueError without values and for values outside 0 to 1.
    """
    if not points:
        raise ValueError("a line needs at least one point")
    if not all(0 <= point <= 1 for point in points):
        raise ValueError("values lie between 0 and 1")
    places = [(_x(number, len(points)), _y(point)) for number, point in enumerate(points)]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    *others, (last_x, last_y) = places
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in others)
    first_number = _number(points[0], LEFT - BESIDE, places[0][1], "end") if others else ""
    last_number = _number(points[-1], last_x + BESIDE, last_y, "start", ' font-weight="bold"')
    return (
        f'<svg class="line" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'role="img" aria-label="{escape(words)}">'
        f'<path class="line-grid" d="M{LEFT:g} {TOP:g}H{RIGHT:g}M{LEFT:g} {BOTTOM:g}H{RIGHT:g}" '
        'stroke="#a9b4b3" stroke-width="0.8" fill="none"/>'
        f'<polyline class="line-way" points="{way}" fill="none" stroke="#0f6a70" '
        'stroke-width="2.4" stroke-linejoin="round"/>'
        f'<g class="line-dot" fill="#0f6a70">{dots}'
        f'<circle cx="{last_x:.1f}" cy="{last_y:.1f}" r="4.2"/></g>'
        f"{first_number}{last_number}</svg>"
    )


def _x(number: int, count: int) -> float:
    return (LEFT + RIGHT) / 2 if count == 1 else LEFT + (RIGHT - LEFT) * number / (count - 1)


def _y(point: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * point


def _number(point: float, x: float, y: float, anchor: str, more: str = "") -> str:
    return (
        f'<text class="line-number" x="{x:.1f}" y="{y + HALF_A_DIGIT:.1f}" '
        f'text-anchor="{anchor}" font-size="{FONT_SIZE:g}" font-family="sans-serif" '
        f'fill="#1d2a2c" aria-hidden="true"{more}>{int(100 * point + 0.5)}</text>'
    )
