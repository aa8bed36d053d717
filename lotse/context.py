"""What every page knows about this installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lotse.help.pages import help_with
from organisations.domain import instance


def host(request: HttpRequest) -> dict[str, Any]:
    """Return for templates `host` (the host's settings), `registration_open`, `local_outbox`.

    `help` is what helps with the page, None on pages of the help itself and of errors.
    """
    match = request.resolver_match
    return {
        "help": help_with(match.view_name) if match else None,
        "host": instance.current(),
        "registration_open": instance.is_registration_open(),
        "local_outbox": getattr(settings, "LOCAL_OUTBOX", False),
    }
