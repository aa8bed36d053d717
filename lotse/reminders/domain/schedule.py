"""Which reminder of an occasion is due for whom on a day. Pure.

Every occasion has a date. People are reminded some days before, on the day, and a week after that
in vain; a week later still the director is told. What fell on a day without mails is sent on the
next one, and what was slept through is sent once: the next stage always waits a week for the
former one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lotse.reminders.domain.workdays import WorkDays
from lotse.reminders.terms import OccasionKind, ReminderStage

# So many days before its date people are reminded of an occasion.
LEAD = {
    OccasionKind.ROUND: timedelta(days=14),
    OccasionKind.CHECK: timedelta(days=14),
    OccasionKind.MANDATE: timedelta(days=42),
    OccasionKind.MEASURE: timedelta(days=7),
    OccasionKind.STEP: timedelta(days=3),
}
# So long a reminder may take to have an effect.
PATIENCE = timedelta(days=7)


@dataclass(frozen=True)
class Occasion:
    """Something with a date of which people are reminded.

    `subject_id` is the row that it is about, `people` are the memberships that look after it.
    """

    kind: OccasionKind
    subject_id: int
    title: str
    due_on: date
    people: tuple[int, ...]
    path: str = ""

    @property
    def key(self) -> tuple[OccasionKind, int]:
        """What the occasion is, whatever its date."""
        return self.kind, self.subject_id


@dataclass(frozen=True)
class Sent:
    """A reminder that was sent: to whom, of which date, when.

    A silent one only counts as told, because the person wants no mail.
    """

    person: int
    stage: ReminderStage
    due_on: date
    sent_on: date
    is_silent: bool = False


def stage_due(
    occasion: Occasion, person: int, today: date, sent: Sequence[Sent], days: WorkDays
) -> ReminderStage | None:
    """Return which reminder a person gets today, None when there is none.

    `sent` are the earlier reminders of this occasion in the order in which they were sent.
    """
    mine = [one for one in sent if one.person == person and one.stage != ReminderStage.ESCALATED]
    of_date = {one.stage: one.sent_on for one in mine if one.due_on == occasion.due_on}
    if today >= days.next_from(occasion.due_on):
        if ReminderStage.DUE not in of_date:
            return ReminderStage.DUE
        if ReminderStage.MISSED not in of_date and today >= days.next_from(
            of_date[ReminderStage.DUE] + PATIENCE
        ):
            return ReminderStage.MISSED
        return None
    if of_date:
        # Whoever was told of the new date shortly before needs no other mail before it.
        told_on = max(of_date.values())
        is_new = ReminderStage.BEFORE in of_date or told_on >= lead_day(occasion, days)
        return None if is_new or today < lead_day(occasion, days) else ReminderStage.BEFORE
    if today >= lead_day(occasion, days):
        return ReminderStage.BEFORE
    return ReminderStage.MOVED if mine else None


def lead_day(occasion: Occasion, days: WorkDays) -> date:
    """Return the day on which people are reminded before the date."""
    return days.next_from(occasion.due_on - LEAD[occasion.kind])


def days_to_come(
    occasion: Occasion, today: date, sent: Iterable[Sent], days: WorkDays
) -> list[date]:
    """Return the days from today on which people are to be reminded, before and from the date on.

    `sent` are the earlier reminders of this occasion.
    """
    of_date = {one.stage: one.sent_on for one in sent if one.due_on == occasion.due_on}
    due = days.next_from(occasion.due_on)
    if today <= due:
        return sorted({day for day in (lead_day(occasion, days), due) if day >= today})
    if ReminderStage.DUE not in of_date:
        return [days.next_from(today)]
    if ReminderStage.MISSED not in of_date:
        return [days.next_from(max(today, of_date[ReminderStage.DUE] + PATIENCE))]
    return []
