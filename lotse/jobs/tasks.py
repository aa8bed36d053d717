"""Messages about jobs, and the sweep that finds what no message is under way for."""

from __future__ import annotations

import logging
import time

from celery import shared_task
from kombu.exceptions import OperationalError

from lotse.jobs import lifecycle
from lotse.jobs.kinds import all_kinds, kind_of
from lotse.jobs.models import Job

logger = logging.getLogger(__name__)

# The embedded broker keeps no order among messages of the same millisecond.
SAME_MILLISECOND = 0.002


@shared_task
def adopt_stuck_jobs() -> None:
    """Enqueue what a lost message, a dead worker or a due retry left to be done, of all kinds."""
    for kind in all_kinds():
        try:
            for job in lifecycle.adopt_stuck(kind.model):
                enqueue(job)
                time.sleep(SAME_MILLISECOND)
        except Exception:
            # One kind in trouble must not keep the others waiting.
            logger.exception("The sweep of %s failed.", kind.key)


def enqueue(job: Job) -> None:
    """Tell a worker about a job. A lost message does no harm: the sweep finds the row."""
    try:
        kind_of(job).task.delay(job.organisation_id, job.pk)
    except (OperationalError, OSError):
        logger.warning("No broker for %s; the sweep will adopt it.", job)
