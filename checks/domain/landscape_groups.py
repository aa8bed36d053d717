"""One group of connected systems on the map: columns, order, positions and routes.

A connection leaves a box on one side and arrives at the other box on a side, runs between two
columns as a curve and passes a column only through a lane that is kept free for it.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

MOST_COLUMNS = 4

Point = tuple[float, float]


def rough_positions(keys: Sequence[int], links: Sequence[tuple[int, int]]) -> dict[int, Point]:
    """Return where systems roughly belong, connected ones near each other."""
    graph = nx.Graph()
    graph.add_nodes_from(keys)
    graph.add_edges_from(links)
    found = nx.spring_layout(graph, pos=nx.circular_layout(graph), seed=1, iterations=80)
    return {key: (round(float(x), 6), round(float(y), 6)) for key, (x, y) in found.items()}


# What it costs when a connection leads so many columns to the right; within a column it has to
# turn, and to the left it runs against the direction of reading.
COST = {0: 3.4, 1: 0.0, 2: 3.0, 3: 6.0, -1: 0.6, -2: 3.6, -3: 6.6}
COST_OF_HEIGHT = 2.0


def columns_of(
    keys: Sequence[int], links: Sequence[tuple[int, int]], rough: dict[int, Point]
) -> dict[int, int]:
    """Return a column for each system, so that most connections lead to the next column."""
    number = min(MOST_COLUMNS, len(keys), 2 + (len(keys) + 1) // 4)
    most = max(2, -(-len(keys) // number) + 1)
    best: tuple[float, dict[int, int]] | None = None
    for axis in (0, 1):
        for sign in (1, -1):
            ordered = sorted(keys, key=lambda key: sign * rough[key][axis])
            start = {key: place * number // len(keys) for place, key in enumerate(ordered)}
            found = _improved(start, keys, links, number, most)
            if best is None or found[0] < best[0]:
                best = found
    assert best is not None  # noqa: S101 - there are four starts
    used = sorted(set(best[1].values()))
    return {key: used.index(column) for key, column in best[1].items()}


def _improved(
    columns: dict[int, int],
    keys: Sequence[int],
    links: Sequence[tuple[int, int]],
    number: int,
    most: int,
) -> tuple[float, dict[int, int]]:
    """Move one system after the other to a better column until none gets better."""
    sizes = [list(columns.values()).count(column) for column in range(number)]
    touching: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target in links:
        touching[source].append((1, target))
        touching[target].append((-1, source))

    def cost(key: int, column: int) -> float:
        high = sizes[column] + (columns[key] != column)
        return COST_OF_HEIGHT * max(0, high - most) + sum(
            COST[sign * (columns[other] - column)] for sign, other in touching[key]
        )

    moved = True
    while moved:
        moved = False
        for key in keys:
            here = columns[key]
            there = min(range(number), key=lambda column: (cost(key, column), column != here))
            if cost(key, there) < cost(key, here):
                sizes[here] -= 1
                sizes[there] += 1
                columns[key] = there
                moved = True
    total = sum(COST[columns[target] - columns[source]] for source, target in links)
    return total + COST_OF_HEIGHT * sum(max(0, size - most) for size in sizes), columns


def inversions(pairs: Sequence[tuple[int, int]]) -> int:
    """Return how many of the lines between two columns cross; `pairs` are sorted."""
    seen: list[int] = []
    crossings = 0
    for number, (_left, right) in enumerate(pairs):
        insort(seen, right)
        crossings += number + 1 - bisect_right(seen, right)
    return crossings


def apart(wanted: Sequence[float], distances: Sequence[float]) -> list[float]:
    """Return positions as near as possible to the wanted ones, in order and far enough apart.

    Pools neighbours that would come too close (isotonic regression by least squares).
    """
    offsets = [0.0]
    for distance in distances:
        offsets.append(offsets[-1] + distance)
    pools: list[list[float]] = []
    for value, offset in zip(wanted, offsets, strict=True):
        pools.append([value - offset])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    level = [mean for pool in pools for mean in [_mean(pool)] * len(pool)]
    return [base + offset for base, offset in zip(level, offsets, strict=True)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


GUTTER = 84.0
ROW_GAP, LANE_GAP = 26.0, 10.0
PORT_GAP, PORT_MARGIN = 12.0, 12.0
MOST_BULGE = 48.0
SWEEPS = 24

# A piece of a cubic Bézier curve: start, two control points, end.
Curve = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class SystemBox:
    """A system on the map; x and y are its upper left corner."""

    key: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a connection from its source to its target."""

    curves: tuple[Curve, ...]


# What stands in a column: a box (by its key) or a lane kept free for a connection, which is
# named by the connection's number and the column.
Item = int | tuple[int, int]


class SystemGroup:
    """One group of connected systems: columns, their order, positions and routes."""

    def __init__(
        self,
        keys: Sequence[int],
        heights: dict[int, float],
        links: Sequence[tuple[int, int, int]],
        box_width: float,
    ) -> None:
        self.keys, self.links, self.box_width = keys, links, box_width
        rough = rough_positions(keys, [(source, target) for _n, source, target in links])
        self.column_of = columns_of(keys, [(s, t) for _n, s, t in links], rough)
        self.lanes = {
            number: [
                (number, column)
                for column in _between(self.column_of[source], self.column_of[target])
            ]
            for number, source, target in links
        }
        self.neighbours = self._neighbours()
        self.columns = self._ordered(rough)
        self.heights = {key: max(heights[key], self._port_space(key)) for key in keys}
        self.middle = self._middles()
        self._normalise()
        self.routes = self._routes()

    @property
    def width(self) -> float:
        """How wide the group is, with what turns back beside its last column."""
        last = self._x(len(self.columns) - 1) + self.box_width
        curves = (curve for route in self.routes.values() for curve in route.curves)
        return max(last, *(x for curve in curves for x, _y in curve[1:3]))

    @property
    def height(self) -> float:
        """How high the group is."""
        return max(box.y + box.height for box in self.boxes.values())

    def _x(self, column: int) -> float:
        return column * (self.box_width + GUTTER)

    def _chain(self, number: int, source: int, target: int) -> list[Item]:
        """Return what a connection passes: its source, its lanes, its target."""
        lanes = self.lanes[number]
        if self.column_of[source] > self.column_of[target]:
            lanes = lanes[::-1]
        return [source, *lanes, target]

    def _neighbours(self) -> dict[Item, list[Item]]:
        found: dict[Item, list[Item]] = defaultdict(list)
        for link in self.links:
            for one, other in pairwise(self._chain(*link)):
                found[one].append(other)
                found[other].append(one)
        return found

    # --- Order within the columns --------------------------------------------------------

    def _ordered(self, rough: dict[int, Point]) -> list[list[Item]]:
        """Return the columns, their items ordered so that few connections cross."""
        place: dict[Item, float] = {key: rough[key][1] for key in self.keys}
        for number, source, target in self.links:
            for lane in self.lanes[number]:
                place[lane] = (rough[source][1] + rough[target][1]) / 2
        columns: list[list[Item]] = [[] for _ in range(max(self.column_of.values()) + 1)]
        for key in self.keys:
            columns[self.column_of[key]].append(key)
        for lanes in self.lanes.values():
            for lane in lanes:
                columns[lane[1]].append(lane)
        for column in columns:
            column.sort(key=lambda item: place[item])
        best, fewest = columns, self._crossings(columns)
        for sweep in range(SWEEPS):
            columns = self._swept(columns, backwards=bool(sweep % 2))
            crossings = self._crossings(columns)
            if crossings < fewest:
                best, fewest = columns, crossings
        return best

    def _swept(self, columns: list[list[Item]], backwards: bool) -> list[list[Item]]:
        """Order each column by where the neighbours in the columns before it stand."""
        swept = [*columns]
        place = {
            item: (number + 0.5) / len(column)
            for column in columns
            for number, item in enumerate(column)
        }
        numbers = range(len(columns))
        for number in reversed(numbers) if backwards else numbers:
            wanted = {}
            for item in swept[number]:
                near = [place[other] for other in self.neighbours[item]]
                wanted[item] = sum(near) / len(near)
            swept[number] = sorted(swept[number], key=wanted.__getitem__)
            for position, item in enumerate(swept[number]):
                place[item] = (position + 0.5) / len(swept[number])
        return swept

    def _crossings(self, columns: list[list[Item]]) -> int:
        """Return how many connections cross, and how far those within a column reach."""
        rank = {item: number for column in columns for number, item in enumerate(column)}
        gutters: dict[int, list[tuple[int, int]]] = defaultdict(list)
        reach = 0
        for link in self.links:
            for one, other in pairwise(self._chain(*link)):
                left, right = sorted((one, other), key=self._column)
                if self._column(left) == self._column(right):
                    reach += abs(rank[left] - rank[right]) - 1
                else:
                    gutters[self._column(left)].append((rank[left], rank[right]))
        return reach + sum(inversions(sorted(pairs)) for pairs in gutters.values())

    def _column(self, item: Item) -> int:
        return item[1] if isinstance(item, tuple) else self.column_of[item]

    # --- Positions ------------------------------------------------------------------------

    def _port_space(self, key: int) -> float:
        """Return the height a box needs so that its connections end apart from one another."""
        sides = self._sides(key)
        return 2 * PORT_MARGIN + PORT_GAP * (max(len(ends) for ends in sides) - 1)

    def _sides(self, key: int) -> tuple[list[tuple[int, Item]], list[tuple[int, Item]]]:
        """Return what leaves a box on its left and on its right: connection and next item."""
        left: list[tuple[int, Item]] = []
        right: list[tuple[int, Item]] = []
        for link in self.links:
            chain = self._chain(*link)
            for end, following in ((chain[0], chain[1]), (chain[-1], chain[-2])):
                if end == key:
                    to_left = self._column(following) < self._column(end)
                    (left if to_left else right).append((link[0], following))
        return left, right

    def _middles(self) -> dict[Item, float]:
        """Return the height on which each item stands, near its neighbours and in its order."""
        middle: dict[Item, float] = {}
        for column in self.columns:
            gaps = [0.0, *(self._distance(*pair) for pair in pairwise(column))]
            place = -sum(gaps) / 2
            for item, gap in zip(column, gaps, strict=True):
                place += gap
                middle[item] = place
        numbers = range(len(self.columns))
        for sweep in range(SWEEPS):
            for number in reversed(numbers) if sweep % 2 else numbers:
                column = self.columns[number]
                wanted = [
                    sum(middle[other] for other in self.neighbours[item])
                    / len(self.neighbours[item])
                    for item in column
                ]
                distances = [self._distance(*pair) for pair in pairwise(column)]
                middle.update(zip(column, apart(wanted, distances), strict=True))
        return middle

    def _distance(self, upper: Item, lower: Item) -> float:
        """Return how far apart the middles of two items have to be."""
        boxes = [item for item in (upper, lower) if not isinstance(item, tuple)]
        gap = ROW_GAP if len(boxes) == 2 else LANE_GAP + (6.0 if boxes else 0.0)
        return gap + sum(self.heights[box] / 2 for box in boxes)

    def _normalise(self) -> None:
        top = min(
            self.middle[item] - (0.0 if isinstance(item, tuple) else self.heights[item] / 2)
            for column in self.columns
            for item in column
        )
        self.middle = {item: middle - top for item, middle in self.middle.items()}
        self.boxes = {
            key: SystemBox(
                key,
                self._x(self.column_of[key]),
                self.middle[key] - self.heights[key] / 2,
                self.box_width,
                self.heights[key],
            )
            for key in self.keys
        }

    # --- Routes ---------------------------------------------------------------------------

    def _routes(self) -> dict[int, Route]:
        ports = self._ports()
        return {link[0]: self._route(link, ports) for link in self.links}

    def _ports(self) -> dict[tuple[int, int], Point]:
        """Return where each connection (its number) touches each of its two boxes."""
        found = {}
        for key in self.keys:
            box = self.boxes[key]
            for side, x in zip(self._sides(key), (box.x, box.x + box.width), strict=True):
                ends = sorted(side, key=lambda end: self._port_order(key, *end))
                first = box.y + box.height / 2 - PORT_GAP * (len(ends) - 1) / 2
                for number, (link, _following) in enumerate(ends):
                    found[key, link] = (x, first + number * PORT_GAP)
        return found

    def _port_order(self, key: int, link: int, following: Item) -> tuple[int, float, int]:
        """Order what ends at one side of a box so that as little as possible crosses there.

        What turns back into the column goes outermost, and there the nearest first.
        """
        middle = self.middle[following]
        if self._column(following) != self.column_of[key]:
            return 0, middle, link
        return (1 if middle > self.middle[key] else -1), -middle, link

    def _route(self, link: tuple[int, int, int], ports: dict[tuple[int, int], Point]) -> Route:
        number, source, target = link
        start, end = ports[source, number], ports[target, number]
        if self.column_of[source] == self.column_of[target]:
            x = start[0] + min(MOST_BULGE, 20 + abs(start[1] - end[1]) / 6)
            return Route(((start, (x, start[1]), (x, end[1]), end),))
        curves: list[Curve] = []
        at = start
        for lane in self._chain(*link)[1:-1]:
            assert isinstance(lane, tuple)  # noqa: S101 - between the boxes there are only lanes
            left = self._x(lane[1])
            near, far = sorted((left, left + self.box_width), key=lambda x: abs(x - at[0]))
            y = self.middle[lane]
            curves += [_bend(at, (near, y)), _bend((near, y), (far, y))]
            at = (far, y)
        return Route((*curves, _bend(at, end)))


def _bend(start: Point, end: Point) -> Curve:
    """Return a curve that leaves and arrives level, and stays between its two ends."""
    half = (start[0] + end[0]) / 2
    return (start, (half, start[1]), (half, end[1]), end)


def _between(one: int, other: int) -> range:
    return range(min(one, other) + 1, max(one, other))
