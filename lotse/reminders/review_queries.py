"""What one asks about rhythms, reminders, and the rows of which people are reminded."""

from __future__ import annotations

from datetime import date

from django.db import models

from lotse.reminders.models import Reminder, ReviewRhythm, Unsubscription
from measures.models import OPEN_STATUSES, Measure, Step
from organisations.models import Membership, Organisation


def rhythm_of(organisation: Organisation) -> ReviewRhythm:
    """Return the rhythm of an organisation, the default one when it never set any."""
    stored = ReviewRhythm.objects.filter(organisation=organisation).first()
    return stored or ReviewRhythm(organisation=organisation, version=0)


def rhythms_by_organisation() -> dict[int, ReviewRhythm]:
    """Return the rhythms of all organisations that the opened tenancy shows and that set one."""
    return {one.organisation_id: one for one in ReviewRhythm.objects.all()}


class ReminderQuerySet(models.QuerySet[Reminder]):
    """Questions about reminders that went out."""

    def of(self, organisation: Organisation) -> ReminderQuerySet:
        """Narrow to one organisation, in the order in which they went out."""
        return self.filter(organisation=organisation).order_by("id")

    def sent_before(self, day: date) -> ReminderQuerySet:
        """Narrow to those that went out before a day."""
        return self.filter(sent_on__lt=day)


def reminders() -> ReminderQuerySet:
    """Return all reminders that the opened tenancy shows."""
    return ReminderQuerySet(Reminder)


class UnsubscriptionQuerySet(models.QuerySet[Unsubscription]):
    """Questions about what people want no mails about."""

    def of(self, organisation: Organisation) -> UnsubscriptionQuerySet:
        """Narrow to one organisation."""
        return self.filter(organisation=organisation)

    def by(self, membership: Membership) -> UnsubscriptionQuerySet:
        """Narrow to one person."""
        return self.filter(organisation_id=membership.organisation_id, membership=membership)

    def about(self, topics: list[str]) -> UnsubscriptionQuerySet:
        """Narrow to some topics."""
        return self.filter(topic__in=topics)


def unsubscriptions() -> UnsubscriptionQuerySet:
    """Return all unsubscriptions that the opened tenancy shows."""
    return UnsubscriptionQuerySet(Unsubscription)


def members_locked(organisation: Organisation) -> list[Membership]:
    """Return the people of an organisation, leaders first; one sweep after the other has them.

    The lock lasts until the transaction ends.
    """
    people = Membership.objects.filter(organisation=organisation).select_related("user")
    return list(people.order_by("id").select_for_update(of=("self",), no_key=True))


def dated_measures(organisation: Organisation) -> list[Measure]:
    """Return the open measures that have a date, with as little as a reminder needs."""
    return list(
        Measure.objects.filter(
            organisation=organisation, status__in=OPEN_STATUSES, due_date__isnull=False
        )
        .only("title", "due_date", "responsible_id", "organisation_id")
        .order_by("due_date", "id")
    )


def dated_steps(organisation: Organisation) -> list[Step]:
    """Return the steps of open measures that have a date and are not done, with the measures."""
    return list(
        Step.objects.filter(
            organisation=organisation,
            done_at=None,
            due_date__isnull=False,
            measure__status__in=OPEN_STATUSES,
        )
        .select_related("measure")
        .only(
            *("text", "due_date", "responsible_id", "organisation_id", "measure_id"),
            *("measure__title", "measure__responsible_id", "measure__organisation_id"),
        )
        .order_by("due_date", "id")
    )
