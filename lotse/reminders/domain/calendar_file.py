"""What is due for one member, as a calendar that programs fetch again and again."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event

from lotse.reminders.domain.occasions import own_reviews
from lotse.reminders.domain.schedule import Occasion
from lotse.reminders.models import KIND_NAMES
from measures import queries
from measures.domain.calendar_entries import address_of, new_calendar, uid_of
from measures.models import Measure, Step
from organisations.models import Membership, Organisation

REFRESHED_EVERY = timedelta(hours=4)


def calendar_of(membership: Membership, organisation: Organisation) -> bytes:
    """Return a calendar with a whole day for each measure and step in a member's care.

    Only what is open and has a day is in it, so what gets done disappears from the calendar. The
    days on which round, check and mandate come back are in the calendars of those who look after
    them. Equal data give equal bytes. Takes eight queries in the organisation's tenancy.
    """
    calendar = new_calendar(_("Lotse: %s") % organisation.name)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    measures = queries.measures().of(organisation).open().in_the_care_of(membership)
    for measure in measures.exclude(due_date=None).order_by("due_date", "id"):
        calendar.add_component(_of_measure(measure, organisation))
    steps = queries.steps().open_in_the_care_of(membership).exclude(due_date=None)
    for step in steps.select_related("measure").order_by("due_date", "id"):
        calendar.add_component(_of_step(step, organisation))
    for occasion in own_reviews(membership, organisation):
        calendar.add_component(_of_review(occasion, membership))
    content: bytes = calendar.to_ical()
    return content


def _of_measure(measure: Measure, organisation: Organisation) -> Event:
    event = _event(measure, measure, organisation)
    event.add("summary", _("Fällig: %s") % measure.title)
    event.add("description", _described(measure.what, measure, organisation))
    return event


def _of_step(step: Step, organisation: Organisation) -> Event:
    event = _event(step, step.measure, organisation)
    event.add("summary", _("Fällig: %s") % step.text)
    about = _("Teilschritt von „%s“") % step.measure.title
    text = "\n\n".join(filter(None, (about, step.note)))
    event.add("description", _described(text, step.measure, organisation))
    return event


def _of_review(occasion: Occasion, membership: Membership) -> Event:
    """Return the day on which something comes back; when it moves, it is another event."""
    event = Event()
    day, host = occasion.due_on, urlsplit(settings.BASE_URL).hostname
    event.add(
        "uid", f"{occasion.kind}-{occasion.subject_id}-{membership.organisation_id}-{day}@{host}"
    )
    # Nothing of it ever changes, so any time will do that stays the same.
    event.add("dtstamp", membership.joined_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{KIND_NAMES[occasion.kind]}: {occasion.title}")
    event.add("description", settings.BASE_URL + occasion.path)
    event.add("url", settings.BASE_URL + occasion.path)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("categories", ["Lotse"])
    return event


def _described(text: str, measure: Measure, organisation: Organisation) -> str:
    return "\n\n".join(filter(None, (text, address_of(measure, organisation.slug))))


def _event(row: Measure | Step, measure: Measure, organisation: Organisation) -> Event:
    assert row.due_date is not None  # noqa: S101 - only what has a day gets here
    event = Event()
    event.add("uid", uid_of(row))
    event.add("dtstamp", measure.updated_at)
    event.add("last-modified", measure.updated_at)
    event.add("sequence", row.version - 1)
    event.add("dtstart", row.due_date)
    event.add("dtend", row.due_date + timedelta(days=1))
    event.add("url", address_of(measure, organisation.slug))
    # A day on which something is due is not a day on which one is away.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("categories", ["Lotse"])
    return event
