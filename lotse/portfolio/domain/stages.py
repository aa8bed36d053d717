"""Where an organisation stands on its way, told from a few facts.

A stage is what has to be done next: the first part of the way that is not behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PortfolioStage(StrEnum):
    """The parts of the way, in their order."""

    HANDOVER = "handover"
    CHECK = "check"
    LIST = "list"
    ROUND = "round"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an organisation.

    `measures` counts all measures, `under_way` those that are planned, being carried out or
    done.
    """

    is_handed_over: bool = True
    has_finished_check: bool = False
    measures: int = 0
    under_way: int = 0


def stage_of(facts: Facts) -> PortfolioStage:
    """Return the stage of an organisation. A mandate holds nobody up."""
    if not facts.is_handed_over:
        return PortfolioStage.HANDOVER
    if not facts.has_finished_check:
        return PortfolioStage.CHECK
    if not facts.measures:
        return PortfolioStage.LIST
    return PortfolioStage.REVIEW if facts.under_way else PortfolioStage.ROUND
