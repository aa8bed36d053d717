"""The words in which reminders are told apart, known to rows and to pure calculations alike."""

from __future__ import annotations

from enum import StrEnum


class OccasionKind(StrEnum):
    """What comes back or becomes due."""

    ROUND = "round"
    CHECK = "check"
    MANDATE = "mandate"
    MEASURE = "measure"
    STEP = "step"


class ReminderStage(StrEnum):
    """Which of the reminders of one date it is.

    `MISSED` comes when the one of the day itself had no effect, `ESCALATED` goes to the director
    when that had none either. `MOVED` tells a new date to whoever knows an old one.
    """

    BEFORE = "before"
    MOVED = "moved"
    DUE = "due"
    MISSED = "missed"
    ESCALATED = "escalated"


# What a person may want no mails about: each kind, and what others left undone.
TOPICS = (*(kind.value for kind in OccasionKind), ReminderStage.ESCALATED.value)


def topic_of(kind: OccasionKind, stage: ReminderStage) -> str:
    """Return the topic to which a reminder belongs."""
    return stage.value if stage == ReminderStage.ESCALATED else kind.value
