"""Finding circles among things that wait for one another. Knows nothing but ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_circle(
    needs: Mapping[int, Iterable[int]], start: int, wanted: Iterable[int]
) -> tuple[int, ...]:
    """Return the shortest circle that arises once `start` waits for `wanted` and nothing else.

    `needs` says what everything waits for so far; what `start` waited for does not count. The
    circle begins and ends with `start`; it is empty when there is none.
    """
    came_from: dict[int, int] = {}
    ring = []
    for one in wanted:
        if one == start:
            return (start, start)
        if one not in came_from:
            came_from[one] = start
            ring.append(one)
    while ring:
        following = []
        for one in ring:
            for other in needs.get(one, ()):
                if other == start:
                    return (start, *_way(came_from, start, one), start)
                if other not in came_from:
                    came_from[other] = one
                    following.append(other)
        ring = following
    return ()


def _way(came_from: Mapping[int, int], start: int, end: int) -> tuple[int, ...]:
    way = [end]
    while came_from[way[-1]] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
