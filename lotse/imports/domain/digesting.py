"""What a measure is like, in a few characters: equal as long as nobody worked on it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from measures.models import Measure, Rating, Step


def digest_of(
    measures: Iterable[Measure], steps: Iterable[Step], ratings: Iterable[Rating]
) -> dict[int, str]:
    """Return the digest of each measure by its id; its steps and ratings are among those given.

    Whatever a person changes about a measure, its steps or its ratings changes the digest. The
    responsible person is not part of it: whoever leaves the team did no work on the measure.
    """
    parts: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    for step in steps:
        done = step.done_at is not None
        parts[step.measure_id].append(("step", step.pk, step.position, step.version, done))
    for rating in ratings:
        parts[rating.measure_id].append(
            ("rating", str(rating.criterion), rating.value, rating.note)
        )
    return {
        measure.pk: hashlib.sha256(
            repr((measure.version, sorted(parts[measure.pk]))).encode()
        ).hexdigest()
        for measure in measures
    }
