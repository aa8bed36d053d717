"""Exports: ordered, made in the background, offered for a week."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.jobs import lifecycle
from lotse.portability.domain.writing import write_archive
from lotse.portability.models import DataExport, DataExportFile
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

OFFERED_FOR = timedelta(days=7)
EXPORTED = Action("data.exported", gettext_lazy("Alle Daten exportiert"))
DOWNLOADED = Action("data.downloaded", gettext_lazy("Datenexport heruntergeladen"))


def order_export(organisation: Organisation, by: User) -> DataExport:
    """Store an order for an export, or return the one in the making."""
    export = DataExport(organisation=organisation, requested_by=by)
    return lifecycle.order(export, DataExport.objects.of(organisation))[0]


def make_export(organisation_id: int, export_id: int) -> None:
    """Make one export. Calling it again does nothing once the export is done.

    Whatever goes wrong ends in the row, with a reason that people understand.
    """
    lifecycle.run_job(
        DataExport,
        organisation_id,
        export_id,
        _make,
        reason=_(
            "Beim Zusammenstellen ist ein Fehler aufgetreten. Ihre Daten sind unverändert. "
            "Bitte versuchen Sie es noch einmal."
        ),
    )


def _make(export: DataExport) -> None:
    organisation = Organisation.objects.get(pk=export.organisation_id)
    with tenancy.activate(organisation):
        content = write_archive(organisation)

    def store(current: DataExport) -> None:
        DataExportFile.objects.create(
            organisation=organisation,
            export=current,
            name=f"lotse-{organisation.slug}.zip",
            content=content,
            size=len(content),
            expires_at=timezone.now() + OFFERED_FOR,
        )
        # After the archive, so that it does not contain its own making.
        record(EXPORTED, organisation_id=organisation.pk, by=current.requested_by)

    lifecycle.finish(export, store)


def offered_file(export: DataExport) -> DataExportFile | None:
    """Return the file of an export without its content, None when there is none (any more)."""
    offered = DataExportFile.objects.filter(
        organisation_id=export.organisation_id, export=export, expires_at__gt=timezone.now()
    )
    return offered.defer("content").first()


def take_file(export: DataExport, by: User) -> DataExportFile | None:
    """Return the file with its content and note in the trail that `by` took it."""
    file = offered_file(export)
    if file is not None:
        record(DOWNLOADED, organisation_id=export.organisation_id, by=by)
    return file


def remove_expired_files() -> int:
    """Delete the files whose time is over, with their orders; return how many."""
    with tenancy.across(Organisation.objects.all()):
        over = DataExportFile.objects.filter(expires_at__lte=timezone.now())
        ids = list(over.values_list("export_id", flat=True))
        over.delete()
        DataExport.objects.filter(pk__in=ids).delete()
    return len(ids)
