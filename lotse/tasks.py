"""Celery tasks of the project itself."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from lotse.signin.sessions import forget_ended_sessions


@shared_task
def clear_expired() -> None:
    """Remove what has served its time: sessions, their devices, counted attempts."""
    call_command("clearsessions")
    forget_ended_sessions()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table} where expires < %s", [timezone.now()])  # noqa: S608
