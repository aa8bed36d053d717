"""Background tasks: they carry ids and call the domain."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from lotse.reminders.domain import sending

# So many organisations a task, so that none takes long.
AT_ONCE = 100


@shared_task
def remind_everyone() -> None:
    """Find the organisations whose people may be written to now, and have them reminded."""
    ids = sending.organisations_awake(timezone.now())
    for begin in range(0, len(ids), AT_ONCE):
        remind_organisations.delay(ids[begin : begin + AT_ONCE])


@shared_task
def remind_organisations(organisation_ids: list[int]) -> None:
    """Remind the people of some organisations."""
    sending.remind_all(organisation_ids, timezone.now())


@shared_task
def forget_old_reminders() -> None:
    """Remove what people were reminded of long ago."""
    sending.forget_old_reminders()
