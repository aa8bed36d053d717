"""What every page knows about this installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def instance(request: HttpRequest) -> dict[str, Any]:
    """Return `registration_open` and `local_outbox` (both bool) for templates."""
    return {
        "registration_open": settings.REGISTRATION_OPEN,
        "local_outbox": getattr(settings, "LOCAL_OUTBOX", False),
    }
