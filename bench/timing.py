"""Fair timing: the candidates take turns, so that a busy moment of the machine hits them all."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

Timed = Callable[[], float]


def medians(candidates: Mapping[str, Timed], rounds: int, warm_up: int = 0) -> dict[str, float]:
    """Return the median of the seconds that each candidate says it took.

    In every round each candidate has one turn; the order turns around from round to round.
    The first `warm_up` rounds do not count.
    """
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(warm_up + rounds):
        names = list(candidates)
        for name in names if number % 2 else reversed(names):
            seconds = candidates[name]()
            if number >= warm_up:
                taken[name].append(seconds)
    return {name: median(seconds) for name, seconds in taken.items()}


def stopwatch(work: Callable[[], object]) -> Timed:
    """Return a candidate that does the work and says how long it took."""

    def timed() -> float:
        gc.collect()
        begin = time.perf_counter()
        work()
        return time.perf_counter() - begin

    return timed
