"""Small lines over time: one for each area, all on the same scale, so that they compare."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 168.0, 92.0
LEFT, RIGHT = 14.0, 154.0
TOP, BOTTOM = 22.0, 70.0
FONT_SIZE = 14.0
# How far a number stands from its point: above it, or below with its height.
ABOVE, BELOW = -8.0, 19.0


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
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in places[:-1])
    last_x, last_y = places[-1]
    numbers = _number(points[0], places[0], _above_first(places), "start" if dots else "middle")
    if dots:
        numbers += _number(points[-1], places[-1], _above_last(places), "end", is_last=True)
    return (
        f'<svg class="line" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'role="img" aria-label="{escape(words)}">'
        f'<path class="line-grid" d="M6 {TOP:g}H162M6 {BOTTOM:g}H162" stroke="#a9b4b3" '
        'stroke-width="0.8" fill="none"/>'
        f'<polyline class="line-way" points="{way}" fill="none" stroke="#0f6a70" '
        'stroke-width="2.4" stroke-linejoin="round"/>'
        f'<g class="line-dot" fill="#0f6a70">{dots}'
        f'<circle cx="{last_x:.1f}" cy="{last_y:.1f}" r="4.2"/></g>{numbers}</svg>'
    )


def _x(number: int, count: int) -> float:
    return (LEFT + RIGHT) / 2 if count == 1 else LEFT + (RIGHT - LEFT) * number / (count - 1)


def _y(point: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * point


def _above_first(places: Sequence[tuple[float, float]]) -> bool:
    """Whether the line leaves the room above its first point."""
    return len(places) == 1 or places[1][1] >= places[0][1]


def _above_last(places: Sequence[tuple[float, float]]) -> bool:
    """Whether the line leaves the room above its last point."""
    return places[-2][1] >= places[-1][1]


def _number(
    point: float, place: tuple[float, float], is_above: bool, anchor: str, is_last: bool = False
) -> str:
    x, y = place
    at = {"start": x - 6, "middle": x, "end": x + 6}[anchor]
    weight = ' font-weight="bold"' if is_last else ""
    return (
        f'<text class="line-number" x="{at:.1f}" y="{y + (ABOVE if is_above else BELOW):.1f}" '
        f'text-anchor="{anchor}" font-size="{FONT_SIZE:g}" font-family="sans-serif" '
        f'fill="#1d2a2c" aria-hidden="true"{weight}>{int(100 * point + 0.5)}</text>'
    )
