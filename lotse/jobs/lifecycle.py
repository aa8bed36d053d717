"""The life of a job: claimed, under way, done, failed, postponed, cancelled, adopted.

Whoever works on a job claims it first. The number of attempts fences off a maker that was
overtaken: only the one that claimed last may finish or fail the job. Somebody who cancels ends
the job at once; its maker notices at the next sign of life and leaves nothing behind.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.jobs.heartbeat import beating
from lotse.jobs.models import GIVEN_UP, UNFINISHED, Job, JobQuerySet, State
from organisations import tenancy
from organisations.domain.saving import create_or_find
from organisations.models import Organisation

logger = logging.getLogger(__name__)

# Trouble around the work, not in it: a database that restarts, a full disk, a network that is
# away, memory that ran out. It may be over at the next attempt; anything else would not be.
PASSING = (OperationalError, InterfaceError, OSError, MemoryError)

# How long to try to store what became of a job, in seconds between the attempts.
STORING = (0, 1, 2, 4, 8, 16, 32)

AnyJob = TypeVar("AnyJob", bound=Job)


class NothingToDo(Exception):
    """The job is finished, gone, not due yet, or being done by someone else."""


class Overtaken(Exception):
    """The job was cancelled, or another maker took over: stop, and leave nothing behind."""


class GivenUp(Exception):
    """A maker says that its job can never be done; why, for people, and what to store with it."""

    def __init__(self, reason: str, **changes: Any) -> None:
        super().__init__(reason)
        self.changes = changes


class TryLater(GivenUp):
    """A maker says that its job may be done at another attempt."""


def order(job: AnyJob, same: JobQuerySet[AnyJob]) -> tuple[AnyJob, bool]:
    """Store a job and return it and True, or the one in the making of which there may be one only.

    `same` are the jobs that do the same; which of them may be unfinished at once is a constraint's
    business. One that ends at this very moment is not in the making any more: then `job` is stored.
    """

    def store() -> AnyJob:
        job.save(force_insert=True)
        return job

    return create_or_find(store, lambda: same.unfinished().first())


def run_job(
    model: type[AnyJob],
    organisation_id: int,
    job_id: int,
    make: Callable[[AnyJob], None],
    *,
    reason: str,
    **claimed: Any,
) -> None:
    """Claim a job, let `make` do it, and see that whatever goes wrong ends in its row.

    `make` gets the claimed job and calls `finish`; or it raises `GivenUp` or `TryLater`. Passing
    trouble leads to another attempt after a pause; anything else fails the job with `reason`, which
    is for people. Calling it again for the same job does nothing once it is done. `claimed` is
    stored with the claim.
    """
    try:
        job = claim(model, organisation_id, job_id, **claimed)
    except NothingToDo:
        return
    try:
        with beating(job):
            make(job)
    except Overtaken:
        logger.info("%s %s was cancelled or taken over.", model.__name__, job_id)
    except TryLater as later:
        logger.warning("%s %s will be tried again.", model.__name__, job_id, exc_info=True)
        in_spite_of_restarts(postpone, job, str(later), **later.changes)
    except GivenUp as end:
        logger.warning("%s %s is given up: %s", model.__name__, job_id, end)
        in_spite_of_restarts(fail, job, str(end), **end.changes)
    except PASSING:
        logger.warning("%s %s will be tried again.", model.__name__, job_id, exc_info=True)
        in_spite_of_restarts(postpone, job, reason)
    except Exception:
        logger.exception("%s %s could not be made.", model.__name__, job_id)
        in_spite_of_restarts(fail, job, reason)


def in_spite_of_restarts(store: Callable[..., object], *args: Any, **changes: Any) -> None:
    """Store what became of a job, also where the database is restarting just now.

    Where it stays away the row stays as it is, for the sweep.
    """
    for pause in STORING:
        time.sleep(pause)
        try:
            store(*args, **changes)
        except (OperationalError, InterfaceError):
            logger.warning("What became of a job is not stored yet.", exc_info=True)
            connection.close()
        else:
            return


def claim(model: type[AnyJob], organisation_id: int, job_id: int, **changes: Any) -> AnyJob:
    """Mark a job as being done by the caller and return it; `changes` are stored with it.

    Raises `NothingToDo` when there is nothing to do. After the last attempt the job fails
    instead, and `NothingToDo` is raised as well.
    """
    with tenancy.activate(_reference(organisation_id)):
        job = (
            JobQuerySet(model)
            .filter(organisation_id=organisation_id, pk=job_id)
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if job is None or not job.is_unfinished or job.is_resting(timezone.now()):
            raise NothingToDo
        if job.state == State.RUNNING and not JobQuerySet(model).stuck().filter(pk=job_id).exists():
            raise NothingToDo
        is_exhausted = job.is_exhausted
        if is_exhausted:
            _end(job, State.FAILED, error=_("Die Arbeit daran ist mehrmals abgebrochen."))
        else:
            job.state = State.RUNNING
            job.attempts += 1
            job.next_try_at = None
            job.error = ""
            job.touched_at = timezone.now()
            for name, value in changes.items():
                setattr(job, name, value)
            job.save()
    if is_exhausted:
        raise NothingToDo
    return job


def show_progress(job: Job, **changes: Any) -> None:
    """Give a sign of life and tell those who wait what is being done now.

    Raises `Overtaken` when the job was cancelled or another maker took over.
    """
    with tenancy.activate(_reference(job.organisation_id)):
        mine = JobQuerySet[Job](type(job)).filter(
            pk=job.pk, attempts=job.attempts, state=State.RUNNING
        )
        if not mine.update(touched_at=timezone.now(), **changes):
            raise Overtaken


def finish(job: AnyJob, store: Callable[[AnyJob], None], **changes: Any) -> bool:
    """Call `store` with the locked job and mark it as done, both or neither.

    Returns False, and stores nothing, when it was cancelled or another maker took over.
    """
    with tenancy.activate(_reference(job.organisation_id)):
        current = _still_mine(job)
        if current is None:
            return False
        store(current)
        _end(current, State.DONE, **changes)
    return True


def fail(job: Job, reason: str, **changes: Any) -> None:
    """Mark a job as failed with a reason for people, unless another maker took over.

    `changes` are stored with it.
    """
    with tenancy.activate(_reference(job.organisation_id)):
        current = _still_mine(job)
        if current is not None:
            _end(current, State.FAILED, error=reason, **changes)


def postpone(job: Job, reason: str, **changes: Any) -> None:
    """Let a job wait for its next attempt; after the last one it has failed.

    `changes` are stored with it. The pauses grow. Does nothing when it was cancelled or another
    maker took over.
    """
    with tenancy.activate(_reference(job.organisation_id)):
        current = _still_mine(job)
        if current is None:
            return
        for name, value in changes.items():
            setattr(current, name, value)
        if current.is_exhausted:
            _end(current, State.FAILED, error=reason)
            return
        current.state, current.error = State.QUEUED, reason
        current.touched_at = timezone.now()
        pause = current.pause_after(current.attempts - current.tried_before)
        current.next_try_at = current.touched_at + pause
        current.save()


def cancel(job: Job) -> bool:
    """End a job that waits or is being done; return False when it had ended already."""
    now = timezone.now()
    with tenancy.activate(_reference(job.organisation_id)):
        ended = (
            JobQuerySet(type(job))
            .filter(pk=job.pk, state__in=UNFINISHED)
            .update(
                state=State.CANCELLED, error="", next_try_at=None, touched_at=now, finished_at=now
            )
        )
    return bool(ended)


def retry(job: Job, **changes: Any) -> bool:
    """Queue a failed or cancelled job again, at the end of the queue.

    `changes` are stored with it. A job in another state is left as it is. Returns False when
    another one is in the making of which there may be one only.
    """
    now = timezone.now()
    try:
        with tenancy.activate(_reference(job.organisation_id)), transaction.atomic():
            current = (
                JobQuerySet(type(job))
                .filter(pk=job.pk, state__in=GIVEN_UP)
                .select_for_update(of=("self",))
                .first()
            )
            if current is None:
                return True
            current.state, current.tried_before = State.QUEUED, current.attempts
            current.error, current.next_try_at, current.finished_at = "", None, None
            current.requested_at = current.touched_at = now
            current.begin_anew()
            for name, value in changes.items():
                setattr(current, name, value)
            current.save()
    except IntegrityError:
        return False
    return True


def adopt_stuck(model: type[AnyJob]) -> list[AnyJob]:
    """Take note of all stuck jobs of all organisations; return them in the order of the queue.

    The caller enqueues them. Two sweeps at once adopt each job once.
    """
    with tenancy.across(Organisation.objects.all()):
        stuck = list(
            JobQuerySet[AnyJob](model)
            .stuck()
            .first_ordered_first()
            .select_for_update(skip_locked=True, of=("self",))
        )
        JobQuerySet(model).filter(pk__in=[job.pk for job in stuck], state=State.QUEUED).update(
            touched_at=timezone.now()
        )
    for job in stuck:
        if job.next_try_at is None:
            logger.warning(
                "%s %s was stuck (%s) and is adopted.", model.__name__, job.pk, job.state
            )
    return stuck


def _still_mine(job: AnyJob) -> AnyJob | None:
    return (
        JobQuerySet[AnyJob](type(job))
        .filter(pk=job.pk, attempts=job.attempts, state=State.RUNNING)
        .select_for_update(of=("self",))
        .first()
    )


def _end(job: Job, state: State, **changes: Any) -> None:
    job.state = state
    job.next_try_at = None
    job.finished_at = job.touched_at = timezone.now()
    for name, value in changes.items():
        setattr(job, name, value)
    job.save()
    job.has_ended()


def _reference(organisation_id: int) -> Organisation:
    return Organisation(pk=organisation_id)
