"""Where systems and their connections lie on the map: geometry only, no drawing and no words.

Boxes stand in columns, and connections run where no box is (see `landscape_groups`). So by
construction no box lies on another, and no connection runs over a box that it has nothing to
do with, however many there are. The map is at most `MOST_COLUMNS` wide and as high as it has
to be, so that it fits a page of paper and a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import networkx as nx

from checks.domain.landscape_groups import (
    GUTTER,
    MOST_BULGE,
    MOST_COLUMNS,
    ROW_GAP,
    Route,
    SystemBox,
    SystemGroup,
)

GROUP_GAP = 44.0


@dataclass(frozen=True)
class Layout:
    """A finished map: boxes by their systems, a route for every connection in their order.

    `alone_y` is where the systems without any connection begin, None when there are none.
    """

    boxes: dict[int, SystemBox]
    routes: tuple[Route, ...]
    width: float
    height: float
    alone_y: float | None


@lru_cache(maxsize=128)
def lay_out(
    sizes: tuple[tuple[int, float], ...], links: tuple[tuple[int, int], ...], box_width: float
) -> Layout:
    """Return the map of a landscape.

    `sizes` are pairs of a system's key and the height that its text needs, `links` pairs of
    the keys of source and target; the same pair may stand there more than once. Boxes grow
    where many connections end. Raises ValueError for links to other keys or to themselves.
    """
    keys = [key for key, _height in sizes]
    graph = nx.Graph()
    graph.add_nodes_from(keys)
    for source, target in links:
        if source == target or not {source, target} <= set(keys):
            raise ValueError(f"no link between two systems of the map: {source}, {target}")
        graph.add_edge(source, target)
    order = {key: number for number, key in enumerate(keys)}
    groups = sorted(
        (sorted(group, key=order.__getitem__) for group in nx.connected_components(graph)),
        key=lambda group: (-len(group), order[group[0]]),
    )
    heights = dict(sizes)
    drawn = [
        SystemGroup(
            group,
            heights,
            [(number, *link) for number, link in enumerate(links) if link[0] in set(group)],
            box_width,
        )
        for group in groups
        if len(group) > 1
    ]
    alone = [group[0] for group in groups if len(group) == 1]
    return _Sheet(box_width).filled(drawn, sorted(alone, key=order.__getitem__), heights, links)


class _Sheet:
    """Puts groups and single systems on one sheet, line by line."""

    def __init__(self, box_width: float) -> None:
        self.box_width = box_width
        self.width = MOST_COLUMNS * box_width + (MOST_COLUMNS - 1) * GUTTER + MOST_BULGE
        self.boxes: dict[int, SystemBox] = {}
        self.routes: dict[int, Route] = {}
        self.right = 0.0
        self.bottom = 0.0

    def filled(
        self,
        groups: Sequence[SystemGroup],
        alone: Sequence[int],
        heights: dict[int, float],
        links: Sequence[tuple[int, int]],
    ) -> Layout:
        for line in self._lines(groups):
            left = 0.0
            for group in line:
                self._place(group, left, self.bottom)
                left += group.width + GROUP_GAP
            self.bottom += max(group.height for group in line) + GROUP_GAP
        alone_y = self.bottom if alone else None
        self._place_alone(alone, heights)
        return Layout(
            boxes=self.boxes,
            routes=tuple(self.routes[number] for number in range(len(links))),
            width=self.right,
            height=max(self.bottom - GROUP_GAP, 0.0),
            alone_y=alone_y,
        )

    def _lines(self, groups: Iterable[SystemGroup]) -> list[list[SystemGroup]]:
        lines: list[list[SystemGroup]] = []
        used = self.width
        for group in groups:
            if not lines or used + GROUP_GAP + group.width > self.width:
                lines.append([])
                used = -GROUP_GAP
            lines[-1].append(group)
            used += GROUP_GAP + group.width
        return lines

    def _place(self, group: SystemGroup, x: float, y: float) -> None:
        for box in group.boxes.values():
            self.boxes[box.key] = SystemBox(box.key, box.x + x, box.y + y, box.width, box.height)
        for number, route in group.routes.items():
            self.routes[number] = Route(
                tuple(
                    tuple((px + x, py + y) for px, py in curve)  # type: ignore[misc]
                    for curve in route.curves
                )
            )
        self.right = max(self.right, x + group.width)

    def _place_alone(self, alone: Sequence[int], heights: dict[int, float]) -> None:
        """Place the systems without connections in lines as wide as the sheet."""
        pitch = self.box_width + ROW_GAP
        across = int((self.width + ROW_GAP) // pitch)
        for start in range(0, len(alone), across):
            line = alone[start : start + across]
            for number, key in enumerate(line):
                self.boxes[key] = SystemBox(
                    key, number * pitch, self.bottom, self.box_width, heights[key]
                )
                self.right = max(self.right, number * pitch + self.box_width)
            last = start + across >= len(alone)
            self.bottom += max(heights[key] for key in line) + (GROUP_GAP if last else ROW_GAP)
