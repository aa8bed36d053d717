"""A line of time: when measures and their steps are due, and where today is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape

from lotse.charts.text import SANS, opening, text_width, wrapped

LEFT, RIGHT, MARGIN = 300.0, 980.0, 12.0
ROW, HEAD, LEGEND = 30.0, 50.0, 40.0
FONT_SIZE = 13.0
LEAST_MONTHS, MOST_MONTHS_BACK, MOST_MONTHS_AHEAD = 4, 12, 24
LEAST_ROOM = 74.0


class MarkKind(StrEnum):
    """What a mark stands for."""

    DUE = "due"
    DONE = "done"
    STEP = "step"
    STEP_DONE = "step-done"
    LATE = "late"


@dataclass(frozen=True)
class TimelineMark:
    """A day of a measure; `said` is what one reads when pointing at it."""

    day: date
    kind: MarkKind
    said: str = ""


@dataclass(frozen=True)
class TimelineRow:
    """A measure with its days."""

    label: str
    marks: tuple[TimelineMark, ...]


@dataclass(frozen=True)
class TimelineWords:
    """The words of the drawing; `month` names the month of a day."""

    today: str
    month: Callable[[date], str]
    kinds: dict[MarkKind, str]


@dataclass(frozen=True)
class Window:
    """The time that is drawn: from the first day of a month to the first day of another."""

    begin: date
    end: date

    def x(self, day: date) -> float:
        """Return where a day stands; what lies outside stands at the edge."""
        share = (day - self.begin).days / (self.end - self.begin).days
        return LEFT + (RIGHT - LEFT) * min(max(share, 0.0), 1.0)

    @property
    def months(self) -> list[date]:
        """The first days of all months."""
        found = [self.begin]
        while (following := _later(found[-1], 1)) < self.end:
            found.append(following)
        return found


def window_of(days: Sequence[date], today: date) -> Window:
    """Return the time to draw: all days and today, but no more than three years around today."""
    this_month = today.replace(day=1)
    first = max(min([*days, today]).replace(day=1), _later(this_month, -MOST_MONTHS_BACK))
    last = min(max([*days, today]), _later(this_month, MOST_MONTHS_AHEAD))
    end = max(_later(last.replace(day=1), 1), _later(first, LEAST_MONTHS))
    return Window(first, end)


def _later(first_of_month: date, months: int) -> date:
    number = first_of_month.year * 12 + first_of_month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def timeline_chart(
    rows: Sequence[TimelineRow],
    *,
    today: date,
    title: str,
    description: str,
    words: TimelineWords,
) -> str:
    """Return an `<svg>` with a row for every measure and a mark for every day.

    `title` and `description` are the text alternative. Raises ValueError without rows, and for
    rows without marks.
    """
    if not rows or not all(row.marks for row in rows):
        raise ValueError("a line of time needs rows with at least one mark")
    window = window_of([mark.day for row in rows for mark in row.marks], today)
    bottom = HEAD + ROW * len(rows)
    width, height = RIGHT + MARGIN, bottom + LEGEND
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:.0f}" height="{height:.0f}"'
    return "".join(
        [
            opening("timeline", "timeline", size, title, description, SANS),
            _months(window, bottom, words),
            _today(window.x(today), bottom, words.today),
            *(_row(row, HEAD + ROW * number, window) for number, row in enumerate(rows)),
            _legend(rows, bottom + LEGEND / 2 + 4, words),
            "</svg>",
        ]
    )


def _months(window: Window, bottom: float, words: TimelineWords) -> str:
    months = window.months
    room = (RIGHT - LEFT) / len(months)
    every = next(number for number in (1, 2, 3, 4, 6, 12) if number * room >= LEAST_ROOM)
    lines = "".join(f"M{window.x(day):.1f} {HEAD - 22:g}V{bottom:g}" for day in months)
    names = "".join(
        _text(words.month(day), window.x(day) + 5, HEAD - 10, "timeline-note", "#4d5a5c")
        for day in months[::every]
    )
    return (
        f'<path class="timeline-grid" d="{lines}M{RIGHT:g} {HEAD - 22:g}V{bottom:g}" '
        f'stroke="#ddd5c7" fill="none"/>{names}'
    )


def _today(x: float, bottom: float, word: str) -> str:
    half = text_width(word, FONT_SIZE) / 2
    middle = min(max(x, LEFT + half), RIGHT - half)
    return (
        f'<path class="timeline-today" d="M{x:.1f} {HEAD - 30:g}V{bottom:g}" stroke="#a9480a" '
        'stroke-width="2" stroke-dasharray="5 3" fill="none"/>'
        f'<text class="timeline-today-word" x="{middle:.1f}" y="15" text-anchor="middle" '
        f'font-size="{FONT_SIZE:g}" font-weight="700" fill="#a9480a">{escape(word)}</text>'
    )


def _row(row: TimelineRow, y: float, window: Window) -> str:
    (label,) = wrapped(row.label, FONT_SIZE, LEFT - 2 * MARGIN, 1)
    middle = y + ROW / 2
    places = [window.x(mark.day) for mark in row.marks]
    span = (
        f'<path class="timeline-span" d="M{min(places):.1f} {middle:.1f}H{max(places):.1f}" '
        'stroke="#7b8584" stroke-width="1.5" fill="none"/>'
    )
    return (
        f"<g><title>{escape(row.label)}</title>"
        f'<path class="timeline-grid" d="M0 {y:.1f}H{RIGHT:g}" stroke="#ddd5c7" fill="none"/>'
        f"{_text(label, 0, middle + 4.5, 'timeline-label', '#1d2a2c')}{span}"
        + "".join(_mark(mark, x, middle, window) for mark, x in zip(row.marks, places, strict=True))
        + "</g>"
    )


def _mark(mark: TimelineMark, x: float, y: float, window: Window) -> str:
    said = f"<title>{escape(mark.said)}</title>" if mark.said else ""
    drawn = _shape(mark.kind, x, y)
    if not window.begin <= mark.day <= window.end:
        tip = -1 if mark.day < window.begin else 1
        drawn += (
            f'<path class="timeline-note" d="M{x + tip * 10:.1f} {y:.1f}l{-tip * 5:g} -4v8Z" '
            'fill="#4d5a5c"/>'
        )
    return f"<g>{said}{drawn}</g>"


def _shape(kind: MarkKind, x: float, y: float) -> str:
    """Return a mark; the shapes tell the kinds apart without colour."""
    if kind in (MarkKind.DUE, MarkKind.DONE):
        fill = "#0f6a70" if kind is MarkKind.DONE else "#fffdfa"
        return (
            f'<path class="timeline-{kind}" d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8Z" '
            f'fill="{fill}" stroke="#0f6a70" stroke-width="2"/>'
        )
    if kind is MarkKind.LATE:
        return (
            f'<path class="timeline-late" d="M{x:.1f} {y - 9:.1f}l10 17h-20Z" fill="#a3271f"/>'
            f'<path class="timeline-bang" d="M{x:.1f} {y - 3:.1f}v5m0 2v2" stroke="#ffffff" '
            'stroke-width="2" fill="none"/>'
        )
    fill = "#0f6a70" if kind is MarkKind.STEP_DONE else "#fffdfa"
    return (
        f'<circle class="timeline-{kind}" cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" '
        'stroke="#0f6a70" stroke-width="2"/>'
    )


def _legend(rows: Sequence[TimelineRow], y: float, words: TimelineWords) -> str:
    used = {mark.kind for row in rows for mark in row.marks}
    parts, x = [], MARGIN
    for kind in MarkKind:
        if kind in used:
            word = words.kinds[kind]
            parts.append(_shape(kind, x, y))
            parts.append(_text(word, x + 16, y + 4.5, "timeline-note", "#4d5a5c"))
            x += 16 + text_width(word, FONT_SIZE) + 26
    return "".join(parts)


def _text(words: str, x: float, y: float, kind: str, colour: str) -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{FONT_SIZE:g}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
