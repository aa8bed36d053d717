"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

from celery import shared_task

from lotse.reports.domain import making


@shared_task
def make_report(organisation_id: int, report_id: int) -> None:
    """Make a report."""
    making.make_report(organisation_id, report_id)
