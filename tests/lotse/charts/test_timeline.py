"""The line of time."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.charts.text import text_width
from lotse.charts.timeline import (
    FONT_SIZE,
    LEFT,
    RIGHT,
    MarkKind,
    TimelineMark,
    TimelineRow,
    TimelineWords,
    timeline_chart,
    window_of,
)

TODAY = date(2026, 11, 25)
SVG = "{http://www.w3.org/2000/svg}"
WORDS = TimelineWords(
    today="heute",
    month=lambda day: f"{day.month}/{day.year}",
    kinds={kind: f"Wort für {kind}" for kind in MarkKind},
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def drawn(*rows):
    svg = timeline_chart(rows, today=TODAY, title="Titel", description="Worte", words=WORDS)
    return ElementTree.fromstring(svg)


def row(*marks, label="Kalender teilen"):
    return TimelineRow(label, tuple(TimelineMark(day, kind, "gesagt") for day, kind in marks))


def texts(svg, kind=None):
    return [one.text for one in svg.iter(f"{SVG}text") if kind in (None, one.get("class"))]


@given(st.lists(DAYS, min_size=1), DAYS)
def test_window_holds_today_and_whole_months_and_no_more_than_three_years(days, today):
    window = window_of(days, today)
    assert window.begin <= today < window.end
    assert window.begin.day == window.end.day == 1
    assert 4 <= len(window.months) <= 37
    for day in days:
        assert LEFT <= window.x(day) <= RIGHT


@given(st.lists(DAYS, min_size=1, max_size=5))
def test_names_of_months_never_overlap(days):
    svg = drawn(*(row((day, MarkKind.DUE)) for day in days))
    names = [
        (float(one.get("x")), one.text)
        for one in svg.iter(f"{SVG}text")
        if one.get("class") == "timeline-note" and "/" in one.text
    ]
    for (x, name), (following, _name) in pairwise(names):
        assert x + text_width(name, FONT_SIZE) <= following


def test_shows_every_kind_in_a_shape_of_its_own_and_explains_it():
    days = [(TODAY + timedelta(days=10 * number), kind) for number, kind in enumerate(MarkKind)]
    svg = drawn(row(*days))
    assert {f"Wort für {kind}" for kind in MarkKind} <= set(texts(svg))
    shapes = {one.get("class") for one in svg.iter() if one.get("class")}
    assert {f"timeline-{kind}" for kind in MarkKind} <= shapes


def test_explains_only_what_occurs():
    said = texts(drawn(row((TODAY, MarkKind.STEP))))
    assert "Wort für step" in said
    assert "Wort für late" not in said


def test_says_at_the_edge_that_something_lies_further_off():
    near = drawn(row((TODAY, MarkKind.DUE)))
    far = drawn(
        row((date(2000, 1, 1), MarkKind.LATE), (date(2090, 1, 1), MarkKind.DUE)),
    )
    tips = [one for one in far.iter(f"{SVG}path") if one.get("class") == "timeline-note"]
    assert len(tips) == 2
    assert not [one for one in near.iter(f"{SVG}path") if one.get("class") == "timeline-note"]


def test_says_where_today_is_and_what_each_mark_means():
    svg = drawn(row((TODAY, MarkKind.DUE), label="A <b>"))
    assert "heute" in texts(svg)
    titles = [one.text for one in svg.iter(f"{SVG}title")]
    assert titles == ["Titel", "A <b>", "gesagt"]


def test_a_mark_without_words_has_no_title():
    svg = drawn(TimelineRow("X", (TimelineMark(TODAY, MarkKind.DUE),)))
    assert [one.text for one in svg.iter(f"{SVG}title")] == ["Titel", "X"]


@pytest.mark.parametrize("rows", [(), (TimelineRow("X", ()),)])
def test_nothing_is_no_drawing(rows):
    with pytest.raises(ValueError, match="at least one mark"):
        drawn(*rows)
