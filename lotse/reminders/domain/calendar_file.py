"""What is due for one member, as a calendar that programs fetch again and again."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Event

from measures import queries
from measures.domain.calendar_entries import address_of, new_calendar, uid_of
from measures.models import Measure, Step
from organisations.models import Membership, Organisation

REFRESHED_EVERY = timedelta(hours=4)


def calendar_of(membership: Membership, organisation: Organisation) -> bytes:
    """Return a calendar with a whole day for each measure and step in a member's care.

    Only what is open and has a day is in it, so what gets done disappears from the calendar.
    Equal data give equal bytes. Takes two queries in the organisation's tenancy.
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
