"""Which system stands in which column of the map, in which order and on which height.

Plain calculations on numbers for `landscape_groups`. networkx says roughly where systems
belong, from a fixed start, so that equal landscapes always look equal.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

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
