"""What one asks about calendar feeds."""

from __future__ import annotations

from django.db import models

from lotse.reminders.models import CalendarFeed
from organisations.models import Membership


class CalendarFeedQuerySet(models.QuerySet[CalendarFeed]):
    """Questions about calendar feeds."""

    def of(self, membership: Membership) -> CalendarFeedQuerySet:
        """Narrow to the feeds of one member."""
        return self.filter(organisation_id=membership.organisation_id, membership=membership)

    def in_force(self) -> CalendarFeedQuerySet:
        """Narrow to those that nobody revoked."""
        return self.filter(revoked_at=None)


def calendar_feeds() -> CalendarFeedQuerySet:
    """Return all calendar feeds that the opened tenancy shows."""
    return CalendarFeedQuerySet(CalendarFeed)
