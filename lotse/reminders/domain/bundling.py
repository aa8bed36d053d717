"""Everything of which a person is reminded on one day, together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lotse.reminders.domain.schedule import PATIENCE, Occasion, Sent, stage_due
from lotse.reminders.domain.workdays import WorkDays
from lotse.reminders.terms import OccasionKind, ReminderStage, topic_of

History = Mapping[tuple[OccasionKind, int], Sequence[Sent]]


@dataclass(frozen=True)
class DueReminder:
    """One reminder: an occasion at a stage."""

    occasion: Occasion
    stage: ReminderStage

    @property
    def topic(self) -> str:
        """What one would have to unsubscribe from in order not to get it."""
        return topic_of(self.occasion.kind, self.stage)


@dataclass
class Bundle:
    """What a person gets in one mail, and what only counts as told, because they want no mail."""

    person: int
    told: list[DueReminder] = field(default_factory=list)
    silent: list[DueReminder] = field(default_factory=list)

    @property
    def items(self) -> list[DueReminder]:
        """All of them."""
        return [*self.told, *self.silent]


def bundle(
    occasions: Iterable[Occasion],
    *,
    today: date,
    days: WorkDays,
    history: History,
    directors: Sequence[int],
    unwanted: Collection[tuple[int, str]],
) -> list[Bundle]:
    """Return what is due today, one bundle a person, what is due first coming first.

    `unwanted` are pairs of a person and a topic about which they want no mails. Their reminders
    count all the same: who does not want to be reminded may still miss a date.
    """
    found: dict[int, Bundle] = {}
    for occasion in sorted(occasions, key=lambda one: (one.due_on, one.kind, one.subject_id)):
        sent = history.get(occasion.key, ())
        for person, stage in _stages(occasion, today, sent, days, directors):
            item = DueReminder(occasion, stage)
            theirs = found.setdefault(person, Bundle(person))
            is_unwanted = (person, item.topic) in unwanted
            (theirs.silent if is_unwanted else theirs.told).append(item)
    return list(found.values())


def _stages(
    occasion: Occasion,
    today: date,
    sent: Sequence[Sent],
    days: WorkDays,
    directors: Sequence[int],
) -> Iterable[tuple[int, ReminderStage]]:
    for person in occasion.people:
        stage = stage_due(occasion, person, today, sent, days)
        if stage is not None:
            yield person, stage
    if _is_to_escalate(occasion, today, sent, days):
        for person in _directors_to_tell(occasion, directors, sent):
            yield person, ReminderStage.ESCALATED


def _is_to_escalate(occasion: Occasion, today: date, sent: Sequence[Sent], days: WorkDays) -> bool:
    """Whether somebody was reminded twice since the date, the second time a week ago.

    `sent` are the earlier reminders of this occasion.
    """
    return any(
        today >= days.next_from(one.sent_on + PATIENCE)
        for one in sent
        if one.stage == ReminderStage.MISSED and one.due_on == occasion.due_on
    )


def _directors_to_tell(
    occasion: Occasion, directors: Sequence[int], sent: Sequence[Sent]
) -> list[int]:
    """Return the directors who are to hear of it: those who don't look after it themselves.

    Nobody hears twice of the same date.
    """
    told = {
        one.person
        for one in sent
        if one.stage == ReminderStage.ESCALATED and one.due_on == occasion.due_on
    }
    return [one for one in directors if one not in occasion.people and one not in told]
