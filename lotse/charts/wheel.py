"""The wheel of maturity."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from lotse.charts.text import opening, text_width, wrapped

OUTER, INNER = 104.0, 13.0
RINGS = (0.25, 0.5, 0.75, 1.0)
GAP = 11.0
MARGIN = 4.0
FONT_SIZE = 16.0
LINE_HEIGHT = 19.0
LABEL_WIDTH, MOST_LINES = 150.0, 4


@dataclass(frozen=True)
class WheelItem:
    """One sector: its label, its value (0 to 1, None for unknown), a word on it, where it leads."""

    label: str
    value: float | None
    note: str = ""
    href: str = ""

    def __post_init__(self) -> None:
        """Refuse values outside 0 to 1 with ValueError."""
        if self.value is not None and not 0 <= self.value <= 1:
            raise ValueError(f"a value lies between 0 and 1, not {self.value}")


@dataclass
class _Label:
    """A block of text beside the wheel; `top` is its upper edge."""

    lines: list[str]
    x: float
    top: float
    anchor: str

    @property
    def height(self) -> float:
        return len(self.lines) * LINE_HEIGHT

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def width(self) -> float:
        return max(text_width(line, FONT_SIZE) for line in self.lines)

    @property
    def left(self) -> float:
        return self.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]


def wheel_chart(items: Sequence[WheelItem], *, title: str, description: str) -> str:
    """Return an `<svg>` with one sector per item, filled from the hub to its value.

    `title` and `description` are the text alternative. Labels stand around the wheel without
    overlapping, and the drawing is as large as they need. An item with `href` is a link with its
    label. Raises ValueError without items.
    """
    if not items:
        raise ValueError("a wheel needs at least one sector")
    labels = _labels(items)
    left = min(-OUTER, *(label.left for label in labels)) - MARGIN
    right = max(OUTER, *(label.left + label.width for label in labels)) + MARGIN
    top = min(-OUTER, *(label.top for label in labels)) - MARGIN
    bottom = max(OUTER, *(label.bottom for label in labels)) + MARGIN
    half = max(-left, right)
    box = f"{-half:.1f} {top:.1f} {2 * half:.1f} {bottom - top:.1f}"
    parts = [
        opening(
            "wheel",
            "wheel",
            f'viewBox="{box}"',
            title,
            description,
            role="group" if any(item.href for item in items) else "img",
        ),
    ]
    step = 2 * math.pi / len(items)
    for number, (item, label) in enumerate(zip(items, labels, strict=True)):
        sector = _sector(item, number * step, (number + 1) * step)
        parts.append(_link(item, sector + _text(label)) if item.href else sector)
    parts += [
        f'<circle class="wheel-ring" r="{_radius(ring):.1f}" fill="none" stroke="#7d8a8a" '
        f'stroke-width="{1.4 if ring == 1 else 0.7}"/>'
        for ring in RINGS
    ]
    parts += [_text(label) for item, label in zip(items, labels, strict=True) if not item.href]
    parts.append("</svg>")
    return "".join(parts)


def _link(item: WheelItem, drawn: str) -> str:
    name = f"{item.label}: {_percent(item)}" + (f", {item.note}" if item.note else "")
    return (
        f'<a class="wheel-link" href="{escape(item.href)}" aria-label="{escape(name)}">{drawn}</a>'
    )


def _percent(item: WheelItem) -> str:
    return "–" if item.value is None else str(int(item.value * 100 + 0.5))


def _radius(value: float) -> float:
    return INNER + (OUTER - INNER) * value


def _point(radius: float, angle: float) -> str:
    """Return a point as SVG writes it; angles run clockwise from the top."""
    return f"{radius * math.sin(angle):.2f} {-radius * math.cos(angle):.2f}"


def _sector(item: WheelItem, start: float, end: float) -> str:
    pad = min(0.025, (end - start) / 8)
    start, end = start + pad, end - pad
    frame = _ring_piece(INNER, OUTER, start, end)
    if item.value is None:
        return (
            f'<path class="wheel-unknown" d="{frame}" fill="none" stroke="#7d8a8a" '
            'stroke-width="1" stroke-dasharray="4 4"/>'
        )
    drawn = f'<path class="wheel-space" d="{frame}" fill="#e8edeb"/>'
    if item.value > 0:
        filled = _ring_piece(INNER, _radius(item.value), start, end)
        drawn += f'<path class="wheel-value" d="{filled}" fill="#0f6a70"/>'
    return drawn


def _ring_piece(inner: float, outer: float, start: float, end: float) -> str:
    large = int(end - start > math.pi)
    return (
        f"M{_point(inner, start)} L{_point(outer, start)} "
        f"A{outer:.2f} {outer:.2f} 0 {large} 1 {_point(outer, end)} "
        f"L{_point(inner, end)} A{inner:.2f} {inner:.2f} 0 {large} 0 {_point(inner, start)}Z"
    )


def _labels(items: Sequence[WheelItem]) -> list[_Label]:
    step = 2 * math.pi / len(items)
    placed = []
    for number, item in enumerate(items):
        angle = (number + 0.5) * step
        x, y = (OUTER + GAP) * math.sin(angle), -(OUTER + GAP) * math.cos(angle)
        lines = [*wrapped(item.label, FONT_SIZE, LABEL_WIDTH, MOST_LINES), _percent(item)]
        height = len(lines) * LINE_HEIGHT
        if abs(x) < GAP:
            # Right above or below the hub: the block stands outside the circle.
            placed.append(_Label(lines, 0.0, y - height if y < 0 else y, "middle"))
        else:
            # The nearer to the top, the more of the block stands above its point.
            lift = height * (0.5 - 0.5 * y / (OUTER + GAP))
            placed.append(_Label(lines, x, y - lift, "start" if x > 0 else "end"))
    for side in ("start", "end"):
        _push_apart([label for label in placed if label.anchor == side])
    return placed


def _push_apart(labels: list[_Label]) -> None:
    """Move labels of one side down until none touches its upper neighbour, then centre them."""
    ordered = sorted(labels, key=lambda label: label.top)
    for upper, lower in pairwise(ordered):
        lower.top = max(lower.top, upper.bottom + 2)
    if ordered:
        shift = (ordered[0].top + ordered[-1].bottom) / 2
        for label in ordered:
            label.top -= shift


def _text(label: _Label) -> str:
    spans = "".join(
        f'<tspan x="{label.x:.1f}" y="{label.top + LINE_HEIGHT * (number + 0.78):.1f}"'
        + (' class="wheel-percent" font-weight="bold"' if number == len(label.lines) - 1 else "")
        + f">{escape(line)}</tspan>"
        for number, line in enumerate(label.lines)
    )
    return (
        f'<text class="wheel-label" text-anchor="{label.anchor}" font-size="{FONT_SIZE:g}" '
        f'font-family="sans-serif" fill="#1d2a2c" aria-hidden="true">{spans}</text>'
    )
