"""Small lines: every check a dot, the first and last value in numbers, nothing but SVG."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.charts.lines import line_chart
from lotse.charts.text import text_width

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*points: float, words: str = "Sicherheit: 25, 50.") -> ElementTree.Element:
    """Return the chart as a document."""
    text = line_chart(points, words=words)
    assert "style=" not in text
    return ElementTree.fromstring(text)


def numbers(chart: ElementTree.Element) -> list[str]:
    """Return the numbers that stand beside dots."""
    return ["".join(text.itertext()) for text in chart.iter(f"{SVG}text")]


def test_first_and_last_value_stand_beside_their_dots():
    assert numbers(drawn(0.25, 0.9, 0.505)) == ["25", "51"]


def test_a_single_check_is_a_single_dot():
    chart = drawn(0.4)
    assert numbers(chart) == ["40"]
    assert len(list(chart.iter(f"{SVG}circle"))) == 1


def test_higher_is_drawn_higher():
    chart = drawn(0, 0.5, 1)
    heights = [float(circle.attrib["cy"]) for circle in chart.iter(f"{SVG}circle")]
    assert heights == sorted(heights, reverse=True)


def test_the_words_are_the_text_alternative():
    chart = drawn(0.5, 0.5, words="Führung & <Ziele>: 50, 50.")
    assert chart.attrib["aria-label"] == "Führung & <Ziele>: 50, 50."
    assert chart.attrib["role"] == "img"


@pytest.mark.parametrize(
    ("points", "reason"), [((), "at least one"), ((1.1,), "between 0"), ((-0.1,), "between 0")]
)
def test_what_cannot_be_drawn_is_refused(points, reason):
    with pytest.raises(ValueError, match=reason):
        line_chart(points, words="")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_nothing_leaves_the_drawing(points):
    chart = drawn(*points)
    _left, _top, width, height = map(float, chart.attrib["viewBox"].split())
    for circle in chart.iter(f"{SVG}circle"):
        radius = float(circle.attrib["r"])
        assert radius <= float(circle.attrib["cx"]) <= width - radius
        assert radius <= float(circle.attrib["cy"]) <= height - radius
    for text in chart.iter(f"{SVG}text"):
        size, x, y = (float(text.attrib[name]) for name in ("font-size", "x", "y"))
        wide = text_width("".join(text.itertext()), size)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.attrib["text-anchor"]]
        assert left >= 0
        assert left + wide <= width
        assert size * 0.8 <= y <= height
