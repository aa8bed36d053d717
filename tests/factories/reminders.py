"""Calendar feeds, rhythms, reminders and unsubscriptions."""

from datetime import date

import factory

from lotse.reminders.models import CalendarFeed, Reminder, ReviewRhythm, Unsubscription
from lotse.reminders.terms import OccasionKind, ReminderStage
from organisations.domain.secret_links import digest_of
from tests.factories.organisations import MembershipFactory, TenantFactory, of_same_organisation


class CalendarFeedFactory(TenantFactory):
    """A calendar feed in force whose address holds `secret`."""

    class Meta:
        model = CalendarFeed
        exclude = ("secret",)

    secret = factory.Sequence(lambda number: f"kalender-{number}")
    membership = of_same_organisation(MembershipFactory)
    token_digest = factory.LazyAttribute(lambda row: digest_of(row.secret))


class ReviewRhythmFactory(TenantFactory):
    """The usual rhythm."""

    class Meta:
        model = ReviewRhythm


class ReminderFactory(TenantFactory):
    """A reminder of the day of a measure."""

    class Meta:
        model = Reminder

    membership = of_same_organisation(MembershipFactory)
    kind = OccasionKind.MEASURE
    subject_id = factory.Sequence(lambda number: number + 1)
    due_on = date(2026, 3, 2)
    sent_on = date(2026, 3, 2)
    stage = ReminderStage.DUE


class UnsubscriptionFactory(TenantFactory):
    """Somebody who wants no mails about measures."""

    class Meta:
        model = Unsubscription

    membership = of_same_organisation(MembershipFactory)
    topic = "measure"
