"""What is coming in an organisation: overdue, and month by month, with who is reminded when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from lotse.reminders.domain.letters import distance_in_words
from lotse.reminders.domain.occasions import Team, all_occasions, history_of
from lotse.reminders.domain.rhythms import rhythm_of, work_days
from lotse.reminders.domain.schedule import Occasion, days_to_come
from lotse.reminders.domain.workdays import holiday_name
from lotse.reminders.models import KIND_NAMES, ReviewRhythm
from lotse.reminders.terms import OccasionKind
from measures.domain.wording import listed
from organisations.domain.participation import Participation
from organisations.models import Membership


@dataclass(frozen=True)
class Coming:
    """One thing that is coming, as a line of the page."""

    occasion: Occasion
    kind: str
    people: str
    distance: str
    holiday: str
    remind_on: list[date]
    reminded_on: date | None
    url: str

    @property
    def due_on(self) -> date:
        """Its date."""
        return self.occasion.due_on


@dataclass(frozen=True)
class ReviewMonth:
    """The things of one month."""

    name: str
    lines: list[Coming] = field(default_factory=list)


class Review:
    """Everything the page shows, seen by someone who takes part in the organisation."""

    def __init__(self, participation: Participation) -> None:
        self.participation = participation
        self.organisation = participation.organisation
        self.today = timezone.localdate()

    @cached_property
    def rhythm(self) -> ReviewRhythm:
        """The organisation's rhythm."""
        return rhythm_of(self.organisation)

    @cached_property
    def members(self) -> list[Membership]:
        """The people of the organisation."""
        return list(Membership.objects.of(self.organisation).with_people())

    @cached_property
    def lines(self) -> list[Coming]:
        """All that is coming, the soonest first."""
        days = work_days(self.rhythm)
        names = {one.pk: str(one.user) for one in self.members}
        history = history_of(self.organisation)
        return [
            Coming(
                occasion=one,
                kind=str(KIND_NAMES[one.kind]),
                people=listed(names[person] for person in one.people),
                distance=distance_in_words(one.due_on, self.today),
                holiday=holiday_name(one.due_on, self.rhythm.state),
                remind_on=days_to_come(one, self.today, history[one.key], days)
                if self.rhythm.sends_mails
                else [],
                reminded_on=max(
                    (
                        sent.sent_on
                        for sent in history[one.key]
                        if sent.due_on == one.due_on and not sent.is_silent
                    ),
                    default=None,
                ),
                url=self._url(one),
            )
            for one in all_occasions(self.organisation, self.rhythm, Team.of(self.members))
        ]

    def _url(self, occasion: Occasion) -> str:
        if occasion.kind == OccasionKind.CHECK and not self.participation.may_edit:
            return reverse("checks:standing", args=[self.organisation.slug])
        return occasion.path

    @property
    def overdue(self) -> list[Coming]:
        """What should have happened by now."""
        return [one for one in self.lines if one.due_on < self.today]

    @property
    def months(self) -> list[ReviewMonth]:
        """What is still to come, month by month."""
        return list(_by_month(one for one in self.lines if one.due_on >= self.today))


def _by_month(lines: Iterable[Coming]) -> Iterable[ReviewMonth]:
    for _first, group in groupby(lines, key=lambda one: one.due_on.replace(day=1)):
        found = list(group)
        yield ReviewMonth(date_format(found[0].due_on, "F Y"), found)
