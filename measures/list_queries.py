"""What one asks about saved views of the list of measures, and about changes of many at once."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from measures.models import BulkChange, SavedView
from organisations.models import Organisation


class SavedViewQuerySet(models.QuerySet[SavedView]):
    """Questions about saved views."""

    def of(self, organisation: Organisation) -> SavedViewQuerySet:
        """Narrow to one organisation."""
        return self.filter(organisation=organisation)

    def with_people(self) -> SavedViewQuerySet:
        """Fetch who saved it along."""
        return self.select_related("created_by")


def saved_views() -> SavedViewQuerySet:
    """Return all saved views that the opened tenancy shows."""
    return SavedViewQuerySet(SavedView)


class BulkChangeQuerySet(models.QuerySet[BulkChange]):
    """Questions about changes of many measures at once."""

    def of(self, organisation: Organisation) -> BulkChangeQuerySet:
        """Narrow to one organisation."""
        return self.filter(organisation=organisation)

    def to_undo(self, since: datetime) -> BulkChangeQuerySet:
        """Narrow to what was made after `since` and still stands, the newest first."""
        return self.filter(undone_at=None, made_at__gt=since).order_by("-made_at", "-id")

    def with_number(self) -> BulkChangeQuerySet:
        """Fetch along who made it, what was set, and the `number` of measures."""
        return self.select_related("made_by", "responsible__user").annotate(
            number=models.Count("items")
        )


def bulk_changes() -> BulkChangeQuerySet:
    """Return all changes of many measures that the opened tenancy shows."""
    return BulkChangeQuerySet(BulkChange)
