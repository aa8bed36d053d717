"""Fair timing: the candidates take turns, so that a busy moment of the machine hits them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from statistics import median
from typing import TypeVar

Timed = Callable[[], float]
Name = TypeVar("Name", bound=Hashable)


def medians(candidates: Mapping[Name, Timed], rounds: int, warm_up: int = 0) -> dict[Name, float]:
    """Return the median of the seconds that each candidate says it took: for short work."""
    return {name: median(seconds) for name, seconds in _taken(candidates, rounds, warm_up).items()}


def fastest(candidates: Mapping[Name, Timed], rounds: int, warm_up: int = 0) -> dict[Name, float]:
    """Return the least seconds of each candidate: for long work, which others always disturb."""
    return {name: min(seconds) for name, seconds in _taken(candidates, rounds, warm_up).items()}


def _taken(candidates: Mapping[Name, Timed], rounds: int, warm_up: int) -> dict[Name, list[float]]:
    """Let each candidate have one turn a round, in an order that turns around every time.

    The first `warm_up` rounds do not count.
    """
    taken: dict[Name, list[float]] = {name: [] for name in candidates}
    for number in range(warm_up + rounds):
        names = list(candidates)
        for name in names if number % 2 else reversed(names):
            seconds = candidates[name]()
            if number >= warm_up:
                taken[name].append(seconds)
    return taken


def stopwatch(work: Callable[[], object]) -> Timed:
    """Return a candidate that does the work and says how long it took."""

    def timed() -> float:
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin

    return timed
