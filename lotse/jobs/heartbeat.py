"""Signs of life of a job while its maker works, however long a single step takes.

A thread gives them, not the steps: typesetting a long report is one call. It dies with its
process, so a job whose maker was killed counts as dead after `JOB_DEAD_SECONDS`. What hangs for
ever is ended by Celery's limit on time, which kills the process.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from lotse.jobs.models import Job, JobQuerySet, State
from organisations import tenancy
from organisations.models import Organisation

logger = logging.getLogger(__name__)

# So many beats may be lost, to a database that restarts for example, before a job counts as dead.
BEATS_UNTIL_DEAD = 5


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """Give signs of life of a claimed job until the block ends."""
    is_over = Event()
    thread = Thread(target=_beat, args=(job, is_over), name=f"heartbeat of {job}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _beat(job: Job, is_over: Event) -> None:
    while not is_over.wait(settings.JOB_DEAD_SECONDS / BEATS_UNTIL_DEAD):
        try:
            if not _touch(job):
                return
        except (DatabaseError, InterfaceError):
            logger.warning("No sign of life of %s could be stored.", job, exc_info=True)
        finally:
            # The connection is this thread's own: nobody else would ever close it.
            connection.close()


def _touch(job: Job) -> bool:
    """Return False when the job has ended or another maker took over."""
    with tenancy.activate(Organisation(pk=job.organisation_id)):
        mine = JobQuerySet[Job](type(job)).filter(
            pk=job.pk, attempts=job.attempts, state=State.RUNNING
        )
        return bool(mine.update(touched_at=timezone.now()))
