"""What one asks about the background work of all organisations together."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Min, Q
from django.utils import timezone

from lotse.jobs.models import Job, State
from lotse.jobs.queries import jobs
from lotse.monitoring.models import Heartbeat

WORKER_IS_GONE_AFTER = timedelta(days=2)


class HeartbeatQuerySet(models.QuerySet[Heartbeat]):
    """Questions about signs of life."""

    def long_silent(self) -> HeartbeatQuerySet:
        """Narrow to workers that were not heard for days, such as replaced containers."""
        return self.filter(at__lt=timezone.now() - WORKER_IS_GONE_AFTER)


def heartbeats() -> HeartbeatQuerySet:
    """Return all signs of life."""
    return HeartbeatQuerySet(Heartbeat)


def figures(model: type[Job], since: datetime) -> dict[str, object]:
    """Return how many jobs of a kind wait, run, were done and failed since a moment.

    Keys: `waiting`, `running`, `done`, `failed` (numbers) and `oldest` (when the longest waiting
    one was ordered, or None). Needs the tenancy to be opened.
    """
    return jobs(model).aggregate(
        waiting=Count("pk", filter=Q(state=State.QUEUED)),
        running=Count("pk", filter=Q(state=State.RUNNING)),
        done=Count("pk", filter=Q(state=State.DONE, finished_at__gte=since)),
        failed=Count("pk", filter=Q(state=State.FAILED, finished_at__gte=since)),
        oldest=Min("requested_at", filter=Q(state=State.QUEUED)),
    )
