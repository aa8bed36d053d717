"""What calendars and task lists need to know of measures and steps, for all files in iCalendar."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar

from measures.models import Measure, Step

LANGUAGE = "DE"


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
    kind = "massnahme" if isinstance(row, Measure) else "schritt"
    return f"{kind}-{row.pk}@{urlsplit(settings.BASE_URL).hostname}"


def address_of(measure: Measure, slug: str) -> str:
    """Return the full address of a measure of the organisation with this short name."""
    path = reverse("measures:detail", kwargs={"slug": slug, "measure_id": measure.pk})
    return f"{settings.BASE_URL}{path}"
