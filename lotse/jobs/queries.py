"""What one asks about jobs of every kind."""

from __future__ import annotations

from datetime import timedelta
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lotse.jobs.models import UNFINISHED, Job, State
from organisations.models import Organisation

AnyJob = TypeVar("AnyJob", bound=Job)


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


def jobs(model: type[AnyJob]) -> JobQuerySet[AnyJob]:
    """Return all jobs of one kind that the opened tenancy shows."""
    return JobQuerySet(model)
