"""What was learnt since the last check, told by the apps above beside the questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from checks.domain.catalogue import Question
from checks.domain.check_state import CheckState


@dataclass(frozen=True)
class Experience:
    """What a measure that was carried out brought: pairs of a question and what people said."""

    title: str
    address: str
    done_at: datetime | None
    said: tuple[tuple[str, str], ...]


# What apps know of a question of a repeated check; each appends its function when it is ready.
EXPERIENCES: list[Callable[[CheckState, Question, str], list[Experience]]] = []


def experiences_on(run: CheckState, question: Question, slug: str) -> list[Experience]:
    """Return what is known of measures that belong to a question of a repeated check.

    `slug` is the short name of the organisation, for the addresses.
    """
    return [one for known in EXPERIENCES for one in known(run, question, slug)]
