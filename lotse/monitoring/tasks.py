"""Background tasks of the monitoring."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from lotse.monitoring.domain.standing import beat


@shared_task(bind=True)
def give_sign_of_life(self: Any) -> None:
    """Note that scheduler, broker and this worker are at work."""
    beat(str(self.request.hostname or "worker"))
