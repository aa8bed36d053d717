"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from lotse.jobs import life
from lotse.portability.domain import deleting, exporting, retention
from lotse.portability.models import DataExport

logger = logging.getLogger(__name__)


@shared_task
def make_export(organisation_id: int, export_id: int) -> None:
    """Make an export."""
    exporting.make_export(organisation_id, export_id)


@shared_task
def adopt_stuck_exports() -> None:
    """Enqueue again what a lost message or a dead worker left behind."""
    for export in life.adopt_stuck(DataExport):
        enqueue(export)


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
    retention.forget_removed_requirements()


def enqueue(export: DataExport) -> None:
    """Tell a worker about an export. A lost message does no harm: the sweep finds the row."""
    try:
        make_export.delay(export.organisation_id, export.pk)
    except (OperationalError, OSError):
        logger.warning("No broker for export %s; the sweep will adopt it.", export.pk)
