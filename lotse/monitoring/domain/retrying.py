"""Doing again what failed, at the word of a host."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lotse.jobs import lifecycle
from lotse.jobs.kinds import JobKind
from lotse.jobs.models import Job, State
from lotse.jobs.queries import jobs
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

AGAIN = Action("data.job_again", _("Fehlgeschlagene Arbeit noch einmal begonnen"))


class CannotTryAgain(Exception):
    """The job did not fail, is gone, or another one like it is under way already."""


def try_again(kind: JobKind, organisation_id: int, job_id: int, by: User) -> Job:
    """Put a failed job into the queue again and return it; the caller enqueues it.

    Raises `CannotTryAgain`, and changes nothing.
    """
    with tenancy.activate(Organisation(pk=organisation_id)):
        job = (
            jobs(kind.model)
            .filter(organisation_id=organisation_id, pk=job_id, state=State.FAILED)
            .select_for_update(of=("self",))
            .first()
        )
        if job is None or not lifecycle.retry(job):
            raise CannotTryAgain
        record(AGAIN, organisation_id=organisation_id, by=by, subject=str(job))
    return job
