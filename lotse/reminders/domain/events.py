"""Dates as a calendar file that a mail carries.

An event keeps its UID when the date moves, and its SEQUENCE rises, so that calendars move it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from lotse.reminders.domain.bundling import Item
from lotse.reminders.models import KIND_NAMES
from lotse.reminders.terms import Stage
from organisations.models import Organisation

# What is overdue needs no entry in anybody's calendar any more.
IN_CALENDARS = (Stage.BEFORE, Stage.MOVED, Stage.DUE)


def calendar_of(items: Iterable[Item], organisation: Organisation, now: datetime) -> str:
    """Return a calendar file with the dates of some reminders; empty when none belongs there."""
    dated = [item for item in items if item.stage in IN_CALENDARS]
    if not dated:
        return ""
    calendar = Calendar()
    calendar.add("prodid", "-//Lotse//Wiedervorlage//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for item in dated:
        calendar.add_component(_event(item, organisation, now))
    content: bytes = calendar.to_ical()
    return content.decode()


def uid_of(item: Item, organisation: Organisation) -> str:
    """Return the identifier of a date in calendars, the same for all times."""
    host = urlsplit(settings.BASE_URL).hostname
    return f"{item.occasion.kind}-{item.occasion.subject_id}-{organisation.pk}@{host}"


def _event(item: Item, organisation: Organisation, now: datetime) -> Event:
    occasion = item.occasion
    event = Event()
    event.add("uid", uid_of(item, organisation))
    event.add("sequence", item.sequence)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("dtstart", occasion.due_on)
    event.add("dtend", occasion.due_on + timedelta(days=1))
    event.add("summary", f"{KIND_NAMES[occasion.kind]}: {occasion.title}")
    event.add("description", organisation.name)
    event.add("url", settings.BASE_URL + occasion.path)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
