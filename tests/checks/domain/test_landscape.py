"""The geometry of the map: nothing lies on anything else, whatever the landscape."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.domain.landscape import Layout, lay_out
from checks.domain.landscape_groups import (
    GUTTER,
    MOST_BULGE,
    MOST_COLUMNS,
    ROW_GAP,
    Curve,
    Point,
    SystemBox,
)

WIDTH, HEIGHT = 160.0, 52.0
# How near two boxes may come, and a route to a box that it has nothing to do with.
NEAREST_BOX, NEAREST_ROUTE = ROW_GAP - 0.01, 5.0
SHEET = MOST_COLUMNS * WIDTH + (MOST_COLUMNS - 1) * GUTTER + MOST_BULGE

Links = tuple[tuple[int, int], ...]


def landscape(systems: int, connections: int, seed: int = 0, hubs: int = 3) -> Links:
    """Return connections of which about half begin at one of a few hubs."""
    dice = random.Random(seed)
    links: list[tuple[int, int]] = []
    while len(links) < connections:
        one = dice.randrange(hubs if dice.random() < 0.5 else systems)
        other = dice.randrange(systems)
        if one != other:
            links.append((one, other) if dice.random() < 0.7 else (other, one))
    return tuple(links)


def laid_out(systems: int, links: Links) -> Layout:
    return lay_out(tuple((key, HEIGHT) for key in range(systems)), links, WIDTH)


LANDSCAPES = {
    "two systems": (2, ((0, 1),)),
    "two systems, three connections": (2, ((0, 1), (1, 0), (0, 1))),
    "ten systems": (10, landscape(10, 12)),
    "twelve systems in a row": (12, tuple((key, key + 1) for key in range(11))),
    "forty systems": (40, landscape(40, 50)),
    "forty systems, many connections": (40, landscape(40, 110)),
    "forty systems around one": (40, tuple((0, key) for key in range(1, 40))),
    "forty systems in a ring": (40, tuple((key, (key + 1) % 40) for key in range(40))),
    "twenty pairs": (40, tuple((key, key + 1) for key in range(0, 40, 2))),
    "forty systems without connections": (40, ()),
    "everything with everything": (7, tuple((a, b) for a in range(7) for b in range(7) if a != b)),
}


def apart(one: SystemBox, other: SystemBox) -> float:
    """Return how far two boxes stand apart, along the axis on which they are further apart."""
    across = max(other.x - one.x - one.width, one.x - other.x - other.width)
    down = max(other.y - one.y - one.height, one.y - other.y - other.height)
    return max(across, down)


def points(curve: Curve) -> list[Point]:
    """Return points on a curve, close enough together to see what it runs over."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    found = []
    for step in range(41):
        t = step / 40
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        found.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return found


def distance(point: Point, box: SystemBox) -> float:
    """Return how far a point lies outside a box, along the axis on which it is further out."""
    across = max(box.x - point[0], point[0] - box.x - box.width)
    down = max(box.y - point[1], point[1] - box.y - box.height)
    return max(across, down)


def touches_side(point: Point, box: SystemBox) -> bool:
    return point[0] in (box.x, box.x + box.width) and box.y < point[1] < box.y + box.height


def assert_readable(layout: Layout, systems: int, links: Links) -> None:
    assert set(layout.boxes) == set(range(systems))
    assert len(layout.routes) == len(links)
    for one, other in combinations(layout.boxes.values(), 2):
        assert apart(one, other) >= NEAREST_BOX
    for box in layout.boxes.values():
        assert box.height >= HEIGHT
        assert box.x >= 0
        assert box.y >= -0.01
        assert box.x + box.width <= layout.width + 0.01
        assert box.y + box.height <= layout.height + 0.01
    assert layout.width <= SHEET
    for (source, target), route in zip(links, layout.routes, strict=True):
        assert touches_side(route.curves[0][0], layout.boxes[source])
        assert touches_side(route.curves[-1][3], layout.boxes[target])
        assert all(a[3] == b[0] for a, b in zip(route.curves, route.curves[1:], strict=False))
        for point in (point for curve in route.curves for point in points(curve)):
            assert 0 <= point[0] <= layout.width + 0.01
            for key, box in layout.boxes.items():
                away = distance(point, box)
                assert away >= (-0.01 if key in (source, target) else NEAREST_ROUTE), (key, point)
    ends = [end for route in layout.routes for end in (route.curves[0][0], route.curves[-1][3])]
    assert len(set(ends)) == len(ends), "two connections end in the same point"


@pytest.mark.parametrize("name", LANDSCAPES)
def test_no_box_lies_on_another_and_no_connection_runs_over_a_box(name):
    systems, links = LANDSCAPES[name]
    assert_readable(laid_out(systems, links), systems, links)


@st.composite
def any_landscape(draw) -> tuple[int, Links]:
    systems = draw(st.integers(1, 16))
    key = st.integers(0, systems - 1)
    pairs = st.tuples(key, key).filter(lambda pair: pair[0] != pair[1])
    return systems, tuple(draw(st.lists(pairs, max_size=30))) if systems > 1 else ()


@settings(max_examples=60)
@given(any_landscape())
def test_every_landscape_is_readable(any_one):
    systems, links = any_one
    assert_readable(laid_out(systems, links), systems, links)


def test_the_same_landscape_always_looks_the_same():
    links = landscape(30, 40)
    first = laid_out(30, links)
    lay_out.cache_clear()
    assert laid_out(30, links) == first


def test_data_is_read_from_left_to_right_where_that_is_possible():
    boxes = laid_out(3, ((0, 1), (1, 2))).boxes
    assert boxes[0].x < boxes[1].x < boxes[2].x


def test_forty_systems_fit_a_page_of_paper():
    # With this ratio of height to width a full page of A4 still shows letters of 7 points.
    layout = laid_out(40, landscape(40, 50))
    assert layout.height / layout.width < 1.35


def test_boxes_grow_where_many_connections_end():
    boxes = laid_out(40, tuple((0, key) for key in range(1, 40))).boxes
    assert boxes[0].height > 2 * HEIGHT
    assert boxes[1].height == HEIGHT


def test_systems_without_connections_stand_below_the_others():
    layout = laid_out(4, ((0, 1),))
    assert layout.alone_y is not None
    assert layout.alone_y > max(layout.boxes[key].y + HEIGHT for key in (0, 1))
    assert {layout.boxes[2].y, layout.boxes[3].y} == {layout.alone_y}
    assert laid_out(2, ((0, 1),)).alone_y is None


def test_an_empty_landscape_is_an_empty_map():
    assert lay_out((), (), WIDTH) == Layout({}, (), 0.0, 0.0, None)


@pytest.mark.parametrize("link", [(0, 0), (0, 7), (7, 0)])
def test_a_link_needs_two_systems_that_are_there(link):
    with pytest.raises(ValueError, match="no link"):
        laid_out(2, (link,))
