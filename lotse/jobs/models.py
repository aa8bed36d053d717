"""A job: a row that says what is to be done, and how far it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from organisations.tenancy.fields import TenantModel

AnyJob = TypeVar("AnyJob", bound="Job")


class State(models.TextChoices):
    """How far a job is."""

    QUEUED = "queued", _("wartet")
    RUNNING = "running", _("wird erstellt")
    DONE = "done", _("fertig")
    FAILED = "failed", _("fehlgeschlagen")
    CANCELLED = "cancelled", _("abgebrochen")


UNFINISHED = (State.QUEUED, State.RUNNING)
GIVEN_UP = (State.FAILED, State.CANCELLED)


class JobQuerySet(models.QuerySet[AnyJob]):
    """Questions about jobs of one kind."""

    def of(self, organisation: Organisation) -> Self:
        """Narrow to the jobs of one organisation."""
        return self.filter(organisation=organisation)

    def unfinished(self) -> Self:
        """Narrow to jobs that wait or are being done."""
        return self.filter(state__in=UNFINISHED)

    def stuck(self) -> Self:
        """Narrow to jobs that no message is under way for: lost, dead, or due for another try."""
        now = timezone.now()
        lost = now - timedelta(seconds=settings.JOB_LOST_SECONDS)
        dead = now - timedelta(seconds=settings.JOB_DEAD_SECONDS)
        return self.filter(
            Q(state=State.QUEUED, next_try_at=None, touched_at__lt=lost)
            # Touched after its time came: a message for this try was sent, wait for it first.
            | Q(state=State.QUEUED, next_try_at__lte=now)
            & (Q(touched_at__lt=F("next_try_at")) | Q(touched_at__lt=lost))
            | Q(state=State.RUNNING, touched_at__lt=dead)
        )

    def first_ordered_first(self) -> Self:
        """Order as a queue does."""
        return self.order_by("requested_at", "id")

    def newest_first(self) -> Self:
        """Order with the latest first, with the person who asked."""
        return self.select_related("requested_by").order_by("-requested_at", "-id")


class Job(TenantModel):
    """Base of everything that a worker makes for an organisation.

    `attempts` tells one maker from the next and only ever grows; how many of them were before the
    job was ordered again stands in `tried_before`. `touched_at` is the last sign of life. A job
    that waits for better weather has a `next_try_at`, and in `error` why.
    """

    is_exported = False

    # After so many attempts a job has failed; between them the pauses grow fourfold.
    most_attempts: ClassVar[int] = 5
    first_pause: ClassVar[timedelta] = timedelta(seconds=30)
    longest_pause: ClassVar[timedelta] = timedelta(hours=1)

    state = models.CharField(_("Stand"), max_length=9, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    tried_before = models.PositiveSmallIntegerField(_("frühere Versuche"), default=0)
    next_try_at = models.DateTimeField(_("nächster Versuch"), null=True, blank=True)
    error = models.CharField(_("Fehler"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField(_("bestellt"), default=timezone.now)
    touched_at = models.DateTimeField(_("zuletzt bearbeitet"), default=timezone.now)
    finished_at = models.DateTimeField(_("fertig seit"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_unfinished(self) -> bool:
        """Whether the worker still has to do something."""
        return self.state in UNFINISHED

    @property
    def may_be_ordered_again(self) -> bool:
        """Whether it ended without a result."""
        return self.state in GIVEN_UP

    @property
    def is_exhausted(self) -> bool:
        """Whether all attempts were made."""
        return self.attempts - self.tried_before >= self.most_attempts

    def has_ended(self) -> None:
        """Do what goes with the end of a job of this kind, in the transaction that stores it."""

    def begin_anew(self) -> None:
        """Forget what earlier attempts left in the row, because it is ordered again."""

    def pause_after(self, attempt: int) -> timedelta:
        """Return how long to wait after the first, second … attempt."""
        growth: int = 4 ** min(attempt - 1, 20)
        pause: timedelta = min(self.first_pause * growth, self.longest_pause) * settings.JOB_PAUSES
        return pause

    def is_resting(self, now: datetime) -> bool:
        """Whether it waits for its next attempt."""
        return (
            self.state == State.QUEUED and self.next_try_at is not None and self.next_try_at > now
        )
