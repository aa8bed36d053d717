"""Celery tasks of the project itself."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lotse.help import handbook


@shared_task
def clear_expired() -> None:
    """Remove what has served its time: sessions, their devices, counted attempts."""
    call_command("clearsessions")
    forget_ended_sessions()
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"delete from {table} where expires < %s", [timezone.now()])  # noqa: S608


@shared_task
def prepare_handbook() -> None:
    """Set the handbook, which takes seconds, before somebody asks for it."""
    handbook.prepare()


def forget_ended_sessions() -> int:
    """Delete devices whose session is over; return how many."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return int(UserSession.objects.filter(~Exists(alive)).delete()[0])
