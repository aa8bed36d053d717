"""What was learnt since the last check, told by the apps above beside the questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checks.domain.catalogue import Question
from checks.domain.check_state import CheckState
from checks.signals import experience_wanted


@dataclass(frozen=True)
class Experience:
    """What a measure that was carried out brought: pairs of a question and what people said."""

    title: str
    address: str
    done_at: datetime | None
    said: tuple[tuple[str, str], ...]


def experiences_on(run: CheckState, question: Question, slug: str) -> list[Experience]:
    """Return what is known of measures that belong to a question of a repeated check.

    `slug` is the short name of the organisation, for the addresses.
    """
    answers: list[tuple[Any, Any]] = experience_wanted.send(
        CheckState, run=run, question=question, slug=slug
    )
    return [experience for _receiver, found in answers for experience in found]
