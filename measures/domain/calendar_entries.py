"""What calendars and task lists need to know of measures and steps, for all files in iCalendar.

Whatever a component shows may come from many rows: a task's PERCENT-COMPLETE from its steps, its
PRIORITY from the ratings of the whole list, a contact from somebody's name. So no version of a row
says whether a component changed; a digest of what it shows does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Component

from measures.models import CalendarEntry, Measure, Step

LANGUAGE = "DE"
ONE_SECOND = timedelta(seconds=1)


def new_calendar(name: str) -> Calendar:
    """Return a calendar without entries; programs show `name` for it."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Lotse//{LANGUAGE}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    return calendar


def uid_of(row: Measure | Step) -> str:
    """Return what names a measure or step in calendars for ever, on this instance only."""
    return uid_for(f"{'massnahme' if isinstance(row, Measure) else 'schritt'}-{row.pk}")


def uid_for(name: str) -> str:
    """Return the UID of something that has this name on this instance."""
    return f"{name}@{urlsplit(settings.BASE_URL).hostname}"


def address_of(measure: Measure, slug: str) -> str:
    """Return the full address of a measure of the organisation with this short name."""
    path = reverse("measures:detail", kwargs={"slug": slug, "measure_id": measure.pk})
    return f"{settings.BASE_URL}{path}"


def stamp(components: Iterable[Component], organisation_id: int) -> None:
    """Add SEQUENCE, DTSTAMP and LAST-MODIFIED to events and tasks (RFC 5545, 3.8.7).

    All three move exactly when something else in the component differs from what was last handed
    out. The SEQUENCE that a component brings is where it begins when nothing of it is known.
    Needs the organisation's tenancy; takes a query, and two more when something changed.
    """
    by_key = {f"{one.name} {str(one['UID']).rpartition('@')[0]}": one for one in components}
    firsts = {key: one.pop("SEQUENCE", 0) for key, one in by_key.items()}
    digests = {key: hashlib.sha256(one.to_ical()).hexdigest() for key, one in by_key.items()}
    entries = CalendarEntry.objects.filter(organisation_id=organisation_id)
    known = {one.key: one for one in entries.filter(key__in=by_key)}
    changed = [key for key in sorted(digests) if _differs(known.get(key), digests[key])]
    if changed:
        # Two at once take turns; the second one may find nothing changed any more.
        locked = entries.filter(key__in=changed).order_by("key").select_for_update()
        known.update({one.key: one for one in locked})
        new = [
            _changed(CalendarEntry(organisation_id=organisation_id, key=key), known, digest, first)
            for key, digest, first in ((key, digests[key], firsts[key]) for key in changed)
            if _differs(known.get(key), digest)
        ]
        CalendarEntry.objects.bulk_create(
            new,
            update_conflicts=True,
            unique_fields=["organisation", "key"],
            update_fields=["digest", "sequence", "changed_at"],
        )
        known.update({one.key: one for one in new})
    for key, component in by_key.items():
        component.add("sequence", known[key].sequence)
        component.add("dtstamp", known[key].changed_at)
        component.add("last-modified", known[key].changed_at)


def _differs(entry: CalendarEntry | None, digest: str) -> bool:
    return entry is None or entry.digest != digest


def _changed(
    entry: CalendarEntry, known: Mapping[str, CalendarEntry], digest: str, first: int
) -> CalendarEntry:
    """Return the entry as it is from now on, later than before by a second at least."""
    before, now = known.get(entry.key), timezone.now().replace(microsecond=0)
    entry.digest = digest
    entry.sequence = before.sequence + 1 if before else first
    entry.changed_at = max(now, before.changed_at + ONE_SECOND) if before else now
    return entry
