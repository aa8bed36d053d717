"""What is due as iCalendar: the calendar that programs fetch, and the file in a mail.

Both are made of the same events. Whoever opens the file and subscribes to the calendar as well has
each date once, and a date that moves moves in both.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from lotse.reminders.domain.bundling import DueReminder
from lotse.reminders.domain.occasions import own_reviews
from lotse.reminders.domain.schedule import Occasion
from lotse.reminders.models import KIND_NAMES
from lotse.reminders.terms import OccasionKind, ReminderStage
from measures.domain.calendar_entries import address_of, new_calendar, stamp, uid_for, uid_of
from measures.models import Measure, Step
from organisations.models import Membership, Organisation

REFRESHED_EVERY = timedelta(hours=4)
# What is overdue needs no entry in anybody's calendar any more.
IN_CALENDARS = (ReminderStage.BEFORE, ReminderStage.MOVED, ReminderStage.DUE)


def calendar_of(membership: Membership, organisation: Organisation) -> bytes:
    """Return a calendar with a whole day for each measure and step in a member's care.

    Only what is open and has a day is in it, so what gets done disappears from the calendar. The
    days on which round, check and mandate come back are in the calendars of those who look after
    them. Equal data give equal bytes. Takes nine queries in the organisation's tenancy, and two
    more when something changed since it was last handed out.
    """
    measures = Measure.objects.of(organisation).open().filter(responsible=membership)
    steps = Step.objects.open_in_the_care_of(membership)
    events = [
        *(_of_measure(one, organisation) for one in measures.dated()),
        *(_of_step(one, organisation) for one in steps.dated()),
        *(_of_occasion(one, organisation) for one in own_reviews(membership, organisation)),
    ]
    stamp(events, organisation.pk)
    calendar = new_calendar(_("Lotse: %s") % organisation.name)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    # A calendar has a component at least (RFC 5545, 3.4), also where nothing is due.
    calendar.add_component(_time_zone())
    return _written(calendar, events)


def file_of(items: Iterable[DueReminder], organisation: Organisation) -> str:
    """Return a calendar file with the dates of some reminders; empty when none belongs there.

    Takes three queries in the organisation's tenancy, and two more when something changed.
    """
    occasions = [item.occasion for item in items if item.stage in IN_CALENDARS]
    subjects = {
        kind: [one.subject_id for one in occasions if one.kind == kind]
        for kind in (OccasionKind.MEASURE, OccasionKind.STEP)
    }
    measures = Measure.objects.of(organisation).filter(pk__in=subjects[OccasionKind.MEASURE])
    steps = Step.objects.filter(organisation=organisation, pk__in=subjects[OccasionKind.STEP])
    events = [
        *(_of_measure(one, organisation) for one in measures.dated()),
        *(_of_step(one, organisation) for one in steps.dated()),
        *(_of_occasion(one, organisation) for one in occasions if one.kind not in subjects),
    ]
    stamp(events, organisation.pk)
    return _as_file(events)


def sample_file(items: Iterable[DueReminder], organisation: Organisation, now: datetime) -> str:
    """Return such a file for things that do not exist, as they are shown to hosts."""
    events = [
        _of_occasion(item.occasion, organisation) for item in items if item.stage in IN_CALENDARS
    ]
    for event in events:
        event.add("dtstamp", now)
    return _as_file(events)


def _as_file(events: list[Event]) -> str:
    if not events:
        return ""
    calendar = new_calendar(_("Lotse: Termine"))
    calendar.add("method", "PUBLISH")
    return _written(calendar, events).decode()


def _written(calendar: Calendar, events: Iterable[Event]) -> bytes:
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _time_zone() -> Timezone:
    """Return the zone in which the days of this instance begin and end, as it is since 1996.

    Written by hand: what icalendar 7.3.2 makes of the zone's name lets summer begin an hour late.
    """
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    one, two = timedelta(hours=1), timedelta(hours=2)
    for season, name, begins, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), one, two),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), two, one),
    ):
        season.add("tzname", name)
        season.add("dtstart", begins)
        season.add("rrule", vRecur(freq="yearly", bymonth=begins.month, byday="-1su"))
        season.add("tzoffsetfrom", before)
        season.add("tzoffsetto", after)
        zone.add_component(season)
    return zone


def _of_measure(measure: Measure, organisation: Organisation) -> Event:
    event = _of_row(measure, measure, organisation)
    event.add("summary", _("Fällig: %s") % measure.title)
    event.add("description", _described(measure.what, measure, organisation))
    return event


def _of_step(step: Step, organisation: Organisation) -> Event:
    event = _of_row(step, step.measure, organisation)
    event.add("summary", _("Fällig: %s") % step.text)
    about = _("Teilschritt von „%s“") % step.measure.title
    text = "\n\n".join(filter(None, (about, step.note)))
    event.add("description", _described(text, step.measure, organisation))
    return event


def _of_occasion(occasion: Occasion, organisation: Organisation) -> Event:
    """Return the day on which something comes back; when it moves, it is the same event."""
    name = f"{occasion.kind}-{occasion.subject_id}-{organisation.pk}"
    event = _event(uid_for(name), occasion.due_on, settings.BASE_URL + occasion.path)
    event.add("summary", f"{KIND_NAMES[occasion.kind]}: {occasion.title}")
    event.add("description", settings.BASE_URL + occasion.path)
    return event


def _described(text: str, measure: Measure, organisation: Organisation) -> str:
    return "\n\n".join(filter(None, (text, address_of(measure, organisation.slug))))


def _of_row(row: Measure | Step, measure: Measure, organisation: Organisation) -> Event:
    assert row.due_date is not None  # noqa: S101 - only what has a day gets here
    event = _event(uid_of(row), row.due_date, address_of(measure, organisation.slug))
    # Not below what a calendar said before changes were counted.
    event.add("sequence", row.version)
    return event


def _event(uid: str, day: date, url: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("url", url)
    # A day on which something is due is not a day on which one is away.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("categories", ["Lotse"])
    return event
