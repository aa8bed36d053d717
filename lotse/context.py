"""What every page knows about this installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from organisations.domain import instance


def host(request: HttpRequest) -> dict[str, Any]:
    """Return for templates `host` (the host's settings), `registration_open`, `local_outbox`."""
    return {
        "host": instance.current(),
        "registration_open": instance.is_registration_open(),
        "local_outbox": getattr(settings, "LOCAL_OUTBOX", False),
    }
