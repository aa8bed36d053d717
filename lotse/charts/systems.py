"""The map of systems and of the ways in which data moves between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from checks.domain.islands import FlowMethod
from checks.domain.landscape import Layout, lay_out
from checks.domain.landscape_groups import Route, SystemBox
from lotse.charts.text import SANS, opening, size_that_fits, text_width, wrapped

BOX_WIDTH = 184.0
PADDING = 9.0
NAME_SIZE, SMALLEST_NAME_SIZE = 14.5, 12.5
NAME_LINE, MOST_NAME_LINES = 18.0, 3
NOTE_SIZE, NOTE_LINE = 12.0, 16.0
MARK_HEIGHT, MARK_PADDING = 19.0, 9.0
MARGIN = 8.0
CAPTION_HEIGHT = 24.0
LEGEND_GAP, LEGEND_LINE, LEGEND_SAMPLE, LEGEND_SPACE = 30.0, 26.0, 46.0, 24.0
LEAST_WIDTH = 440.0
ARROW_LENGTH, ARROW_HALF = 9.0, 4.6

# How each way is drawn: colour, width, pattern of dashes. The patterns tell them apart without
# colour: solid, long dashes, short dashes, dots.
STROKES: dict[FlowMethod, tuple[str, float, str]] = {
    FlowMethod.AUTOMATIC: ("#0f6a70", 2.6, ""),
    FlowMethod.FILE: ("#0f6a70", 1.9, "13 4"),
    FlowMethod.TYPED: ("#9a4d0c", 2.1, "5 4"),
    FlowMethod.PAPER: ("#9a4d0c", 2.6, "0.1 6"),
}


@dataclass(frozen=True)
class MapSystem:
    """A system on the map: its name, a short note on it, and whether it is an island."""

    key: int
    name: str
    note: str = ""
    is_island: bool = False


@dataclass(frozen=True)
class MapConnection:
    """A connection on the map; `said` is what one reads when pointing at it."""

    source: int
    target: int
    method: FlowMethod
    said: str = ""


@dataclass(frozen=True)
class MapWords:
    """The words in the drawing: how ways are called, and what marks islands and lone systems."""

    methods: Mapping[FlowMethod, str]
    island: str
    alone: str


class _Name:
    """A name as it stands in a box: smaller rather than with a broken word."""

    def __init__(self, text: str) -> None:
        width = BOX_WIDTH - 2 * PADDING
        self.size = size_that_fits(text, width, NAME_SIZE, SMALLEST_NAME_SIZE)
        self.lines = wrapped(text, self.size, width, MOST_NAME_LINES)


def systems_map(
    systems: Sequence[MapSystem],
    connections: Sequence[MapConnection],
    *,
    title: str,
    description: str,
    words: MapWords,
) -> str:
    """Return an `<svg>` with a box for every system and a line for every connection.

    `title` and `description` are the text alternative. The legend names the ways that occur.
    Raises ValueError without systems, and for connections that do not join two of them.
    """
    if not systems:
        raise ValueError("a map needs at least one system")
    names = {system.key: _Name(system.name) for system in systems}
    layout = lay_out(
        tuple((system.key, _height(names[system.key].lines, system)) for system in systems),
        tuple((connection.source, connection.target) for connection in connections),
        BOX_WIDTH,
    )
    top = MARGIN + (MARK_HEIGHT / 2 if layout.alone_y != 0 else CAPTION_HEIGHT)
    width = max(layout.width, LEAST_WIDTH)
    legend, legend_height = _legend(connections, systems, words, width, layout.height)
    across, down = width + 2 * MARGIN, top + layout.height + legend_height + MARGIN
    size = (
        f'viewBox="{-MARGIN:g} {-top:g} {across:g} {down:g}" '
        f'width="{across:.0f}" height="{down:.0f}"'
    )
    return "".join(
        [
            opening("map", "systems-map", size, title, description, SANS),
            *(
                _line(connection, route)
                for connection, route in zip(connections, layout.routes, strict=True)
            ),
            *(
                _system(system, names[system.key], layout.boxes[system.key], words.island)
                for system in systems
            ),
            _caption(layout, words.alone),
            legend,
            "</svg>",
        ]
    )


def _height(lines: Sequence[str], system: MapSystem) -> float:
    return 2 * PADDING + len(lines) * NAME_LINE + (NOTE_LINE if system.note else 0)


def _line(connection: MapConnection, route: Route) -> str:
    (x, y), *_rest = route.curves[0]
    path = f"M{x:.1f} {y:.1f}" + "".join(
        f"C{a:.1f} {b:.1f} {c:.1f} {d:.1f} {e:.1f} {f:.1f}"
        for _start, (a, b), (c, d), (e, f) in route.curves
    )
    _start, _control, before, end = route.curves[-1]
    tail = end[0] - ARROW_LENGTH if before[0] < end[0] else end[0] + ARROW_LENGTH
    said = f"<title>{escape(connection.said)}</title>" if connection.said else ""
    return (
        f'<g class="map-line">{said}{_stroke(connection.method, path)}'
        f"{_arrow(connection.method, end, tail)}</g>"
    )


def _stroke(method: FlowMethod, path: str) -> str:
    colour, width, dashes = STROKES[method]
    pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
    # Dots are dashes without length and with round ends.
    ends = ' stroke-linecap="round"' if method is FlowMethod.PAPER else ""
    return (
        f'<path class="map-{method}" d="{path}" fill="none" stroke="{colour}" '
        f'stroke-width="{width:g}"{pattern}{ends}/>'
    )


def _arrow(method: FlowMethod, tip: tuple[float, float], tail: float) -> str:
    x, y = tip
    return (
        f'<path class="map-tip-{method}" d="M{x:.1f} {y:.1f}L{tail:.1f} {y - ARROW_HALF:.1f}'
        f'V{y + ARROW_HALF:.1f}Z" fill="{STROKES[method][0]}"/>'
    )


def _system(system: MapSystem, name: _Name, box: SystemBox, island: str) -> str:
    kind = "map-island" if system.is_island else "map-system"
    look = (
        'fill="#fbe9d4" stroke="#9a4d0c" stroke-width="2.4" stroke-dasharray="7 4"'
        if system.is_island
        else 'fill="#fffdfa" stroke="#7b8584" stroke-width="1.3"'
    )
    text_height = _height(name.lines, system) - 2 * PADDING
    baseline = box.y + (box.height - text_height) / 2
    spans = [
        f'<tspan x="{box.x + PADDING:.1f}" y="{baseline + NAME_LINE * (number + 0.76):.1f}">'
        f"{escape(line)}</tspan>"
        for number, line in enumerate(name.lines)
    ]
    note = ""
    if system.note:
        (shown,) = wrapped(system.note, NOTE_SIZE, BOX_WIDTH - 2 * PADDING, 1)
        y = baseline + NAME_LINE * len(name.lines) + NOTE_LINE * 0.78
        note = _text(shown, box.x + PADDING, y, "map-note", NOTE_SIZE, "#4d5a5c")
    return (
        f'<g><title>{escape(system.name)}</title><rect class="{kind}" x="{box.x:.1f}" '
        f'y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="9" {look}/>'
        f'<text class="map-name" font-size="{name.size:.1f}" fill="#1d2a2c">'
        f"{''.join(spans)}</text>{note}"
        f"{_mark(island, box.x + box.width - PADDING, box.y) if system.is_island else ''}</g>"
    )


def _mark(word: str, right: float, middle: float) -> str:
    """Return a label on the edge of a box that ends at `right`."""
    width = text_width(word, NOTE_SIZE) + 2 * MARK_PADDING
    return (
        f'<rect class="map-mark" x="{right - width:.1f}" y="{middle - MARK_HEIGHT / 2:.1f}" '
        f'width="{width:.1f}" height="{MARK_HEIGHT:g}" rx="{MARK_HEIGHT / 2:g}" fill="#9a4d0c"/>'
        f'<text class="map-mark-word" x="{right - width / 2:.1f}" y="{middle + 4.2:.1f}" '
        f'text-anchor="middle" font-size="{NOTE_SIZE:g}" font-weight="600" fill="#ffffff">'
        f"{escape(word)}</text>"
    )


def _caption(layout: Layout, word: str) -> str:
    if layout.alone_y is None:
        return ""
    return _text(word, 0, layout.alone_y - 11, "map-note", 13, "#4d5a5c")


def _text(words: str, x: float, y: float, kind: str, size: float, colour: str) -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def _legend(
    connections: Sequence[MapConnection],
    systems: Sequence[MapSystem],
    words: MapWords,
    width: float,
    below: float,
) -> tuple[str, float]:
    """Return the legend of what occurs, and how much height it takes."""
    used = {connection.method for connection in connections}
    entries = [(_sample(method), words.methods[method]) for method in FlowMethod if method in used]
    if any(system.is_island for system in systems):
        entries.append((_island_sample(), words.island))
    parts, x, line = [], 0.0, 0
    for sample, word in entries:
        room = LEGEND_SAMPLE + 8 + text_width(word, 13)
        if x and x + room > width:
            x, line = 0.0, line + 1
        y = below + LEGEND_GAP + line * LEGEND_LINE
        parts.append(
            f'<g transform="translate({x:.1f} {y:.1f})">{sample}'
            f"{_text(word, LEGEND_SAMPLE + 8, 4.5, 'map-note', 13, '#4d5a5c')}</g>"
        )
        x += room + LEGEND_SPACE
    if not entries:
        return "", 0.0
    return "".join(parts), LEGEND_GAP + line * LEGEND_LINE + LEGEND_LINE / 2


def _sample(method: FlowMethod) -> str:
    return _stroke(method, f"M0 0H{LEGEND_SAMPLE - ARROW_LENGTH:g}") + _arrow(
        method, (LEGEND_SAMPLE, 0), LEGEND_SAMPLE - ARROW_LENGTH
    )


def _island_sample() -> str:
    return (
        f'<rect class="map-island" x="1" y="-9" width="{LEGEND_SAMPLE - 2:g}" height="18" rx="5" '
        'fill="#fbe9d4" stroke="#9a4d0c" stroke-width="2.4" stroke-dasharray="7 4"/>'
    )
