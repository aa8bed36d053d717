"""What one asks about uploaded lists and their imports."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from lotse.imports.models import ImportedMeasure, ListImport, UploadedList
from lotse.jobs.models import GIVEN_UP, UNFINISHED, JobQuerySet
from organisations.models import Organisation


class UploadedListQuerySet(models.QuerySet[UploadedList]):
    """Questions about uploaded lists."""

    def of(self, organisation: Organisation) -> UploadedListQuerySet:
        """Narrow to the lists of one organisation."""
        return self.filter(organisation=organisation)

    def waiting(self) -> UploadedListQuerySet:
        """Narrow to lists that nobody imported yet, with their people and without their cells."""
        is_done = ListImport.objects.filter(
            organisation_id=models.OuterRef("organisation_id"), uploaded=models.OuterRef("pk")
        )
        found = self.filter(~models.Exists(is_done.exclude(state__in=GIVEN_UP)))
        return found.defer("content", "file").select_related("requested_by")

    def untouched_since(self, moment: datetime) -> UploadedListQuerySet:
        """Narrow to lists that nobody changed since then, and that no worker needs."""
        needed = ListImport.objects.filter(
            organisation_id=models.OuterRef("organisation_id"),
            uploaded=models.OuterRef("pk"),
            state__in=UNFINISHED,
        )
        return self.filter(~models.Exists(needed), touched_at__lt=moment)


class ListImportQuerySet(JobQuerySet[ListImport]):
    """Questions about imports."""

    def of_list(self, uploaded: UploadedList) -> ListImportQuerySet:
        """Narrow to the import of one list."""
        return self.filter(organisation_id=uploaded.organisation_id, uploaded=uploaded)


class ImportedMeasureQuerySet(models.QuerySet[ImportedMeasure]):
    """Questions about measures that came from a list."""

    def of(self, list_import: ListImport) -> ImportedMeasureQuerySet:
        """Narrow to one import, in the order of its rows."""
        return self.filter(organisation_id=list_import.organisation_id, list_import=list_import)


def uploaded_lists() -> UploadedListQuerySet:
    """Return all uploaded lists that the opened tenancy shows."""
    return UploadedListQuerySet(UploadedList)


def list_imports() -> ListImportQuerySet:
    """Return all imports that the opened tenancy shows."""
    return ListImportQuerySet(ListImport)


def imported_measures() -> ImportedMeasureQuerySet:
    """Return which measures came from lists, as far as the opened tenancy shows it."""
    return ImportedMeasureQuerySet(ImportedMeasure)
