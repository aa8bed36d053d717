"""The order of many measures with their rank intervals, in the pure module alone."""

from __future__ import annotations

import random

from bench.figures import Figure
from bench.stage import Stage
from bench.timing import medians, stopwatch
from measures.domain.ranking import Candidate, rank_measures

MOST_MILLISECONDS = 50
MEASURES, ROUNDS = 300, 40


def measure(stage: Stage) -> list[Figure]:
    """Return the time to rank 300 measures of all kinds, with weights that all differ."""
    draw = random.Random(5)
    candidates = [
        Candidate(number, tuple(draw.randint(1, 5) for _criterion in range(5)))
        for number in range(MEASURES)
    ]
    ranked = stopwatch(lambda: rank_measures(candidates, (7, 9, 4, 6, 5)))
    took = medians({"ranked": ranked}, ROUNDS, warm_up=3)
    profiles = len({candidate.ratings for candidate in candidates})
    return [
        Figure(
            f"{MEASURES} Maßnahmen mit Rangbereichen",
            1000 * took["ranked"],
            "ms",
            MOST_MILLISECONDS,
            f"{profiles} verschiedene Bewertungen",
        )
    ]
