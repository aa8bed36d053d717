"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

from celery import shared_task

from lotse.imports.domain import importing, uploading


@shared_task
def read_uploaded_list(organisation_id: int, uploaded_list_id: int) -> None:
    """Read a file that someone uploaded."""
    uploading.read(organisation_id, uploaded_list_id)


@shared_task
def import_list(organisation_id: int, list_import_id: int) -> None:
    """Make measures of an uploaded list."""
    importing.import_list(organisation_id, list_import_id)


@shared_task
def forget_old_lists() -> None:
    """Delete the uploaded lists whose month is over."""
    uploading.forget_old_lists()
