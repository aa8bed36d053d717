"""The drawing of the map: everything is in it, and every word fits where it stands."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.domain.islands import FlowMethod
from checks.models import SystemKind
from lotse.charts.systems import MapConnection, MapSystem, MapWords, systems_map
from lotse.charts.text import text_width

SVG = "{http://www.w3.org/2000/svg}"
WORDS = MapWords({way: f"Weg {way}" for way in FlowMethod}, "Insel", "Ohne Verbindung")
LONG = "Spendenverwaltungsprogramm der Landesgeschäftsstelle/Außenstelle mit Anhang und noch mehr"


def drawn(systems, connections=()):
    svg = systems_map(systems, connections, title="Karte", description="Was sie zeigt", words=WORDS)
    return ElementTree.fromstring(svg)


def words_of(svg):
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def numbers(element, *names):
    return [float(element.get(name)) for name in names]


def test_has_a_text_alternative():
    svg = drawn([MapSystem(1, "Dienstplan")])
    assert svg.get("role") == "img"
    ids = svg.get("aria-labelledby").split()
    found = {element.get("id"): element.text for element in svg if element.get("id")}
    assert [found[one] for one in ids] == ["Karte", "Was sie zeigt"]


def test_shows_every_system_with_its_note_and_marks_islands():
    svg = drawn(
        [MapSystem(1, "Dienstplan", "Eigene Tabelle", is_island=True), MapSystem(2, "Lohn")],
        [MapConnection(1, 2, FlowMethod.TYPED)],
    )
    assert words_of(svg) == ["Dienstplan", "Eigene Tabelle", "Insel", "Lohn", "Weg typed", "Insel"]
    assert len(svg.findall(f".//{SVG}rect[@class='map-mark']")) == 1


def test_ways_differ_in_their_pattern_and_not_only_in_colour():
    svg = drawn(
        [MapSystem(1, "A"), MapSystem(2, "B")], [MapConnection(1, 2, way) for way in FlowMethod]
    )
    lines = [svg.find(f".//{SVG}path[@class='map-{way}']") for way in FlowMethod]
    assert len({line.get("stroke-dasharray") for line in lines}) == len(FlowMethod)


def test_the_legend_names_only_what_occurs():
    svg = drawn([MapSystem(1, "A"), MapSystem(2, "B")], [MapConnection(1, 2, FlowMethod.FILE)])
    assert words_of(svg) == ["A", "B", "Weg file"]
    assert words_of(drawn([MapSystem(1, "A"), MapSystem(2, "B")])) == ["A", "B", "Ohne Verbindung"]


def test_a_connection_says_what_it_is_and_points_to_its_target():
    svg = drawn(
        [MapSystem(1, "A"), MapSystem(2, "B")],
        [MapConnection(1, 2, FlowMethod.FILE, "Adressen als Datei")],
    )
    line = svg.find(f".//{SVG}g[@class='map-line']")
    assert line.find(f"{SVG}title").text == "Adressen als Datei"
    tip, tail = re.findall(r"[ML]([\d.]+)", line.find(f"{SVG}path[@class='map-tip-file']").get("d"))
    boxes = [numbers(rect, "x", "width") for rect in svg.iter(f"{SVG}rect")]
    assert float(tip) == boxes[1][0]
    assert float(tail) < float(tip)


def test_names_cannot_break_the_drawing():
    svg = drawn([MapSystem(1, '</svg><script>alert("1")</script> & mehr')])
    assert not list(svg.iter("script"))
    assert "<script>" in "".join(words_of(svg)).replace(" ", "").replace("\u2010", "")


def test_needs_a_system():
    with pytest.raises(ValueError, match="at least one"):
        drawn([])


def assert_words_fit(svg):
    """No word sticks out of the drawing, and none of a system out of its box."""
    left, top, width, height = (float(part) for part in svg.get("viewBox").split())
    for group in svg.iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        name = group.find(f"{SVG}text[@class='map-name']")
        if name is None:
            continue
        x, y, box_width, box_height = numbers(box, "x", "y", "width", "height")
        assert left <= x
        assert x + box_width <= left + width
        assert top <= y
        assert y + box_height <= top + height
        note = group.find(f"{SVG}text[@class='map-note']")
        size = float(name.get("font-size")) - 0.05
        lines = [(span, size) for span in name] + ([(note, 12)] if note is not None else [])
        for line, size in lines:
            line_x, line_y = numbers(line, "x", "y")
            assert x < line_x
            assert line_x + text_width(line.text, size) <= x + box_width
            assert y + size * 0.7 < line_y < y + box_height - 4
        heights = [float(line.get("y")) for line, _size in lines]
        assert all(later - earlier >= 14 for earlier, later in pairwise(heights))


@pytest.mark.parametrize("number", [1, 2, 12, 40])
def test_words_fit_into_their_boxes_and_the_drawing(number):
    systems = [
        MapSystem(key, LONG[: 3 + key * 2], LONG[::-1] if key % 3 else "", is_island=key % 4 == 0)
        for key in range(number)
    ]
    connections = [
        MapConnection(key, (key * 7 + 1) % number, list(FlowMethod)[key % 4])
        for key in range(number)
        if key != (key * 7 + 1) % number
    ]
    svg = drawn(systems, connections)
    assert_words_fit(svg)
    left, _top, width, _height = (float(part) for part in svg.get("viewBox").split())
    for sample in svg.findall(f"{SVG}g[@transform]"):
        x = float(re.search(r"\(([\d.]+)", sample.get("transform")).group(1))
        assert x + 54 + text_width("".join(sample.itertext()), 13) <= left + width


def test_common_kinds_of_systems_are_written_without_breaking_a_word():
    svg = drawn([MapSystem(key, str(kind.label)) for key, kind in enumerate(SystemKind)])
    shown = " ".join(words_of(svg))
    assert all(
        part in shown for kind in SystemKind for part in re.split(r"[\s-]+", str(kind.label))
    )
    assert "…" not in shown


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_words_fit_whatever_people_call_their_systems(names):
    cleaned = ["".join(c for c in name if c.isprintable()).strip() or "x" for name in names]
    assert_words_fit(drawn([MapSystem(key, name, name) for key, name in enumerate(cleaned)]))
