"""When the director hears of something that was left undone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lotse.reminders.domain.schedule import PATIENCE, Occasion, Sent
from lotse.reminders.domain.workdays import WorkDays
from lotse.reminders.terms import Stage


def is_to_escalate(occasion: Occasion, today: date, sent: Sequence[Sent], days: WorkDays) -> bool:
    """Whether somebody was reminded twice since the date, the second time a week ago.

    `sent` are the earlier reminders of this occasion.
    """
    return any(
        today >= days.next_from(one.sent_on + PATIENCE)
        for one in sent
        if one.stage == Stage.MISSED and one.due_on == occasion.due_on
    )


def directors_to_tell(
    occasion: Occasion, directors: Sequence[int], sent: Sequence[Sent]
) -> list[int]:
    """Return the directors who are to hear of it: those who don't look after it themselves.

    Nobody hears twice of the same date.
    """
    told = {
        one.person for one in sent if one.stage == Stage.ESCALATED and one.due_on == occasion.due_on
    }
    return [one for one in directors if one not in occasion.people and one not in told]
