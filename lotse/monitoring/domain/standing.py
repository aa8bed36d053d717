"""How the background work of an instance stands, for pages and machines alike."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import django
from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import lotse
from lotse.jobs import lifecycle
from lotse.jobs.kinds import JobKind, all_kinds
from lotse.jobs.models import Job, JobQuerySet, State
from lotse.mails.models import Mail
from lotse.monitoring.models import Heartbeat
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

# The scheduler sends a sign of life every minute.
BEAT_IS_LATE_AFTER = timedelta(minutes=5)
WAITING_IS_LONG_AFTER = timedelta(minutes=10)
FAILURES_OF = timedelta(days=7)
MOST_FAILURES_SHOWN = 50
# What is not heard for so long is a worker that was replaced.
WORKER_IS_GONE_AFTER = timedelta(days=2)

AGAIN = Action("data.job_again", gettext_lazy("Fehlgeschlagene Arbeit noch einmal begonnen"))


class CannotTryAgain(Exception):
    """The job did not fail, is gone, or another one like it is under way already."""


@dataclass(frozen=True)
class Queue:
    """How many jobs of one kind wait, run, and were done or failed within seven days."""

    kind: str
    name: str
    waiting: int
    running: int
    done: int
    failed: int
    oldest: datetime | None

    def age(self, now: datetime) -> timedelta:
        """How long the longest waiting job waits; nothing when none does."""
        return max(now - self.oldest, timedelta()) if self.oldest else timedelta()


@dataclass(frozen=True)
class FailedJob:
    """A job that failed within seven days, with the reason."""

    kind: str
    name: str
    pk: int
    organisation: Organisation
    at: datetime
    attempts: int
    reason: str


@dataclass(frozen=True)
class WorkStanding:
    """Everything a host wants to know at a glance."""

    now: datetime
    queues: tuple[Queue, ...]
    last_beat: datetime | None
    workers: tuple[Heartbeat, ...]
    failures: tuple[FailedJob, ...] = ()
    # Mails of the last seven days that were handed over without the mail server's answer.
    unconfirmed_mails: int = 0
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def beat_is_late(self) -> bool:
        """Whether scheduler, broker or worker seem to be away."""
        return self.last_beat is None or self.now - self.last_beat > BEAT_IS_LATE_AFTER

    @property
    def slow_queues(self) -> list[Queue]:
        """The queues in which something waits longer than it should."""
        return [queue for queue in self.queues if queue.age(self.now) > WAITING_IS_LONG_AFTER]

    @property
    def is_well(self) -> bool:
        """Whether work that is ordered now will be done soon."""
        return not self.beat_is_late and not self.slow_queues

    @property
    def troubles(self) -> list[str]:
        """What is wrong, and what a host can do about it, in whole sentences."""
        found = []
        if self.last_beat is None:
            found.append(
                _(
                    "Der Hintergrunddienst hat sich noch nie gemeldet. Laufen Worker, Zeitgeber "
                    "und Redis?"
                )
            )
        elif self.beat_is_late:
            found.append(
                _(
                    "Der Hintergrunddienst hat sich seit %(minutes)s Minuten nicht gemeldet. "
                    "Laufen Worker, Zeitgeber und Redis? Aufträge gehen nicht verloren, sie warten."
                )
                % {"minutes": int((self.now - self.last_beat).total_seconds() // 60)}
            )
        for queue in self.slow_queues:
            found.append(
                _(
                    "%(name)s: Der älteste Auftrag wartet seit %(minutes)s Minuten. Kommt es "
                    "öfter vor, helfen mehr Worker."
                )
                % {"name": queue.name, "minutes": int(queue.age(self.now).total_seconds() // 60)}
            )
        return found


def kind_named(key: str) -> JobKind | None:
    """Return the kind of job with a key such as `reports_report`; None when there is none."""
    return next((kind for kind in all_kinds() if kind.key == key), None)


def standing() -> WorkStanding:
    """Return how the background work of all organisations stands right now."""
    found = signs_of_life()
    with tenancy.across(Organisation.objects.all()):
        queues = tuple(_queue(kind, found.now - FAILURES_OF) for kind in all_kinds())
    return replace(found, queues=queues)


def signs_of_life() -> WorkStanding:
    """Return whether the background work has reported lately, without its queues: one query."""
    workers = tuple(Heartbeat.objects.all())
    last = max((beat.at for beat in workers), default=None)
    return WorkStanding(timezone.now(), (), last, workers)


def standing_with_failures() -> WorkStanding:
    """Return the standing together with what failed lately and the versions in use."""
    plain = standing()
    return replace(
        plain,
        failures=_failures(plain.now - FAILURES_OF),
        unconfirmed_mails=_unconfirmed_mails(plain.now - FAILURES_OF),
        versions=versions(),
    )


def _queue(kind: JobKind, since: datetime) -> Queue:
    figures = JobQuerySet(kind.model).aggregate(
        waiting=Count("pk", filter=Q(state=State.QUEUED)),
        running=Count("pk", filter=Q(state=State.RUNNING)),
        done=Count("pk", filter=Q(state=State.DONE, finished_at__gte=since)),
        failed=Count("pk", filter=Q(state=State.FAILED, finished_at__gte=since)),
        oldest=Min("requested_at", filter=Q(state=State.QUEUED)),
    )
    return Queue(kind.key, kind.name, **figures)


def _failures(since: datetime) -> tuple[FailedJob, ...]:
    found: list[FailedJob] = []
    with tenancy.across(Organisation.objects.all()):
        for kind in all_kinds():
            failed = JobQuerySet[Job](kind.model).filter(state=State.FAILED, finished_at__gte=since)
            found += [
                FailedJob(
                    kind.key,
                    str(job),
                    job.pk,
                    job.organisation,
                    job.finished_at or job.touched_at,
                    job.attempts - job.tried_before,
                    job.error,
                )
                for job in failed.select_related("organisation").order_by("-finished_at")[
                    :MOST_FAILURES_SHOWN
                ]
            ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST_FAILURES_SHOWN])


def _unconfirmed_mails(since: datetime) -> int:
    with tenancy.across(Organisation.objects.all()):
        return Mail.objects.filter(is_unconfirmed=True, finished_at__gte=since).count()


def versions() -> dict[str, str]:
    """Return the versions of what is running, by name."""
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        postgres = str(cursor.fetchone()[0]).split(" ")[0]
    return {
        "Lotse": lotse.__version__,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        "PostgreSQL": postgres,
    }


def try_again(kind: JobKind, organisation_id: int, job_id: int, by: User) -> Job:
    """Put a failed job into the queue again and return it; the caller enqueues it.

    Raises `CannotTryAgain`, and changes nothing.
    """
    with tenancy.activate(Organisation(pk=organisation_id)):
        job = (
            JobQuerySet(kind.model)
            .filter(organisation_id=organisation_id, pk=job_id, state=State.FAILED)
            .select_for_update(of=("self",))
            .first()
        )
        if job is None or not lifecycle.retry(job):
            raise CannotTryAgain
        record(AGAIN, organisation_id=organisation_id, by=by, subject=str(job))
    return job


def beat(worker: str) -> None:
    """Store that a worker is alive now, and forget the ones that were not heard for days."""
    now = timezone.now()
    Heartbeat.objects.update_or_create(
        worker=worker[:200], defaults={"at": now, "version": lotse.__version__}
    )
    Heartbeat.objects.filter(at__lt=now - WORKER_IS_GONE_AFTER).delete()
