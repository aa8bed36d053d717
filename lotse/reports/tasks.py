"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

from celery import shared_task

from lotse.reports.domain import logos, making


@shared_task
def make_report(organisation_id: int, report_id: int) -> None:
    """Make a report."""
    making.make_report(organisation_id, report_id)


@shared_task
def draw_logo(organisation_id: int, logo_upload_id: int) -> None:
    """Make a logo of an uploaded picture."""
    logos.draw_upload(organisation_id, logo_upload_id)


@shared_task
def forget_old_logo_uploads() -> None:
    """Delete the uploaded pictures that were told about."""
    logos.forget_old_uploads()
