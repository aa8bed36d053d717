"""The life of a job: claimed, under way, done, failed, adopted.

Whoever works on a job claims it first. The number of attempts fences off a maker that was
overtaken: only the one that claimed last may finish or fail the job.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.jobs.models import Job, State
from lotse.jobs.queries import jobs
from organisations import tenancy
from organisations.models import Organisation

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3

AnyJob = TypeVar("AnyJob", bound=Job)


class NothingToDo(Exception):
    """The job is finished, gone, or being done by someone else."""


def claim(model: type[AnyJob], organisation_id: int, job_id: int, **changes: Any) -> AnyJob:
    """Mark a job as being done by the caller and return it; `changes` are stored with it.

    Raises `NothingToDo` when there is nothing to do. After three attempts the job fails
    instead, and `NothingToDo` is raised as well.
    """
    with tenancy.activate(_reference(organisation_id)):
        job = (
            jobs(model)
            .filter(organisation_id=organisation_id, pk=job_id)
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if job is None or not job.is_unfinished:
            raise NothingToDo
        if job.state == State.RUNNING and not jobs(model).stuck().filter(pk=job_id).exists():
            raise NothingToDo
        is_exhausted = job.attempts >= MOST_ATTEMPTS
        if is_exhausted:
            _end(job, State.FAILED, error=_("Die Arbeit daran ist mehrmals abgebrochen."))
        else:
            job.state = State.RUNNING
            job.attempts += 1
            job.touched_at = timezone.now()
            for name, value in changes.items():
                setattr(job, name, value)
            job.save()
    if is_exhausted:
        raise NothingToDo
    return job


def show_progress(job: Job, **changes: Any) -> None:
    """Give a sign of life and tell those who wait what is being done now."""
    with tenancy.activate(_reference(job.organisation_id)):
        jobs(type(job)).filter(pk=job.pk, attempts=job.attempts).update(
            touched_at=timezone.now(), **changes
        )


def finish(job: AnyJob, store: Callable[[AnyJob], None], **changes: Any) -> bool:
    """Call `store` with the locked job and mark it as done, both or neither.

    Returns False, and stores nothing, when another maker took over.
    """
    with tenancy.activate(_reference(job.organisation_id)):
        current = _still_mine(job)
        if current is None:
            return False
        store(current)
        _end(current, State.DONE, **changes)
    return True


def fail(job: Job, reason: str) -> None:
    """Mark a job as failed with a reason for people, unless another maker took over."""
    with tenancy.activate(_reference(job.organisation_id)):
        current = _still_mine(job)
        if current is not None:
            _end(current, State.FAILED, error=reason)


def adopt_stuck(model: type[AnyJob]) -> list[AnyJob]:
    """Take note of all stuck jobs of all organisations and return them to be enqueued."""
    with tenancy.across(Organisation.objects.all()):
        stuck = list(jobs(model).stuck().select_for_update(skip_locked=True, of=("self",)))
        jobs(model).filter(pk__in=[job.pk for job in stuck], state=State.QUEUED).update(
            touched_at=timezone.now()
        )
    for job in stuck:
        logger.warning("%s %s was stuck (%s) and is adopted.", model.__name__, job.pk, job.state)
    return stuck


def _still_mine(job: AnyJob) -> AnyJob | None:
    return (
        jobs(type(job))
        .filter(pk=job.pk, attempts=job.attempts, state=State.RUNNING)
        .select_for_update(of=("self",))
        .first()
    )


def _end(job: Job, state: State, **changes: Any) -> None:
    job.state = state
    job.finished_at = job.touched_at = timezone.now()
    for name, value in changes.items():
        setattr(job, name, value)
    job.save()


def _reference(organisation_id: int) -> Organisation:
    return Organisation(pk=organisation_id)
