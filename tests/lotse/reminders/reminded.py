"""Dates to remind of in tests, and what came of them."""

from datetime import date

from lotse.mails.models import Mail
from lotse.reminders.domain.workdays import moment
from lotse.reminders.models import Reminder
from organisations import tenancy
from tests.factories import MeasureFactory

MONDAY = date(2026, 6, 1)
NOW = moment(MONDAY, 9)


def due(organisation, day=MONDAY, **changes):
    return MeasureFactory(organisation=organisation, due_date=day, **changes)


def stored(organisation):
    with tenancy.activate(organisation):
        return list(Reminder.objects.select_related("mail", "membership__user"))


def posted(organisation):
    with tenancy.activate(organisation):
        return list(Mail.objects.order_by("id"))
