"""What one asks about exports and deletions."""

from __future__ import annotations

from django.utils import timezone

from lotse.jobs.models import JobQuerySet
from lotse.jobs.queries import jobs
from lotse.portability.models import DataExport, DataExportFile, DeletionRequest
from organisations.models import Organisation


def exports() -> JobQuerySet[DataExport]:
    """Return all exports that the opened tenancy shows."""
    return jobs(DataExport)


def offered_file(export: DataExport) -> DataExportFile | None:
    """Return the file of an export without its content, None when there is none (any more)."""
    return (
        DataExportFile.objects.filter(
            organisation_id=export.organisation_id, export=export, expires_at__gt=timezone.now()
        )
        .defer("content")
        .first()
    )


def deletion_request_of(organisation: Organisation) -> DeletionRequest | None:
    """Return the request to delete an organisation, None when nobody asked for it."""
    return (
        DeletionRequest.objects.filter(organisation=organisation)
        .select_related("requested_by", "confirmed_by")
        .first()
    )


def due_for_deletion() -> list[Organisation]:
    """Return the organisations whose time to be deleted has come."""
    return list(Organisation.objects.filter(deletes_at__lte=timezone.now()))
