"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

from celery import shared_task

from lotse.portability.domain import deleting, exporting, retention


@shared_task
def make_export(organisation_id: int, export_id: int) -> None:
    """Make an export."""
    exporting.make_export(organisation_id, export_id)


@shared_task
def remove_expired_exports() -> None:
    """Delete the files that are offered no longer."""
    exporting.remove_expired_files()


@shared_task
def delete_due_organisations() -> None:
    """Delete the organisations whose time has come."""
    deleting.delete_due_organisations()


@shared_task
def remove_what_is_over() -> None:
    """Delete what the host keeps no longer, and what nobody took back in time."""
    retention.remove_what_is_over()
    retention.forget_removed_rows()
