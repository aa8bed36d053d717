"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from lotse.reports.domain import making, ordering
from lotse.reports.models import Report

logger = logging.getLogger(__name__)


@shared_task
def make_report(organisation_id: int, report_id: int) -> None:
    """Make a report."""
    making.make_report(organisation_id, report_id)


@shared_task
def adopt_stuck_reports() -> None:
    """Enqueue again what a lost message or a dead worker left behind."""
    for report in ordering.adopt_stuck_reports():
        enqueue(report)


def enqueue(report: Report) -> None:
    """Tell a worker about a report. A lost message does no harm: the sweep finds the row."""
    try:
        make_report.delay(report.organisation_id, report.pk)
    except (OperationalError, OSError):
        logger.warning("No broker for report %s; the sweep will adopt it.", report.pk)
