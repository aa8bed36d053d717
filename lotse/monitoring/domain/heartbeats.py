"""Signs of life of workers."""

from __future__ import annotations

from django.utils import timezone

import lotse
from lotse.monitoring import queries
from lotse.monitoring.models import Heartbeat


def beat(worker: str) -> None:
    """Store that a worker is alive now, and forget the ones that were not heard for days."""
    Heartbeat.objects.update_or_create(
        worker=worker[:200], defaults={"at": timezone.now(), "version": lotse.__version__}
    )
    queries.heartbeats().long_silent().delete()
