"""The wheel: every area a sector, every word readable, nothing but SVG."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest

from lotse.charts.wheel import WheelItem, wheel_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*items: WheelItem, **more: str) -> ElementTree.Element:
    """Return the chart as a document."""
    text = wheel_chart(items, title="Reifegrad", description="Alle Felder", **more)
    assert "style=" not in text
    return ElementTree.fromstring(text)


def classes(chart: ElementTree.Element) -> list[str]:
    """Return the classes of all sectors."""
    return [path.attrib["class"] for path in chart.iter(f"{SVG}path")]


def words(chart: ElementTree.Element) -> list[str]:
    """Return the text of all labels."""
    return ["".join(text.itertext()) for text in chart.iter(f"{SVG}text")]


def boxes(chart: ElementTree.Element) -> list[tuple[str, float, float]]:
    """Return side, top and bottom of all labels."""
    found = []
    for text in chart.iter(f"{SVG}text"):
        lines = [float(span.attrib["y"]) for span in text.iter(f"{SVG}tspan")]
        found.append((text.attrib["text-anchor"], min(lines) - 14, max(lines) + 4))
    return found


def test_a_sector_is_filled_as_far_as_its_value_says():
    chart = drawn(WheelItem("Voll", 1), WheelItem("Leer", 0), WheelItem("Unbekannt", None))
    assert classes(chart) == ["wheel-space", "wheel-value", "wheel-space", "wheel-unknown"]


def test_labels_name_area_and_percent():
    chart = drawn(WheelItem("Sicherheit", 0.256), WheelItem("Führung", None))
    assert words(chart) == ["Sicherheit26", "Führung–"]


def test_there_is_a_text_alternative():
    chart = drawn(WheelItem("Sicherheit", 0.5))
    assert chart.attrib["role"] == "img"
    assert chart.attrib["aria-labelledby"] == "wheel-title wheel-description"
    assert chart.findtext(f"{SVG}title") == "Reifegrad"
    assert chart.findtext(f"{SVG}desc") == "Alle Felder"


def test_a_sector_that_leads_somewhere_is_a_link_with_a_name():
    chart = drawn(
        WheelItem("Sicherheit", 0.5, "solide", "?feld=a&b"), WheelItem("Führung", None, href="#c")
    )
    links = list(chart.iter(f"{SVG}a"))
    assert [link.attrib["href"] for link in links] == ["?feld=a&b", "#c"]
    assert [link.attrib["aria-label"] for link in links] == ["Sicherheit: 50, solide", "Führung: –"]
    assert chart.attrib["role"] == "group"
    assert words(chart) == ["Sicherheit50", "Führung–"]


def test_whatever_an_area_is_called_it_stays_text():
    chart = drawn(WheelItem("<b>&", 0.5), WheelItem("", 0.5))
    assert words(chart)[0] == "<b>&50"


@pytest.mark.parametrize("number", range(1, 21))
def test_labels_never_touch_and_lie_inside_the_drawing(number):
    label = "Ein recht langer Name für ein Handlungsfeld"
    chart = drawn(*[WheelItem(label, position / 20) for position in range(number)])
    left, top, width, height = map(float, chart.attrib["viewBox"].split())
    placed = boxes(chart)
    for side in ("start", "end"):
        column = sorted((upper, lower) for anchor, upper, lower in placed if anchor == side)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(column))
    assert all(top <= upper and lower <= top + height for _, upper, lower in placed)
    for span in chart.iter(f"{SVG}tspan"):
        assert left <= float(span.attrib["x"]) <= left + width


def test_one_area_alone_is_a_whole_ring():
    (path,) = list(drawn(WheelItem("Alles", 1)).iter(f"{SVG}path"))[1:]
    assert re.search(r"A104\.00 104\.00 0 1 1", path.attrib["d"])


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_a_value_lies_between_0_and_1(value):
    with pytest.raises(ValueError, match="between 0 and 1"):
        WheelItem("x", value)


def test_a_wheel_has_sectors():
    with pytest.raises(ValueError, match="at least one"):
        drawn()


def test_halves_are_rounded_up_as_in_the_tables_beside():
    svg = wheel_chart([WheelItem("Führung", 0.625)], title="Rad", description="Worte")
    assert ">63<" in svg
