"""How accounts behave in this installation."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Lets new people in only where the host wants it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return whether `LOTSE_REGISTRATION_OPEN` allows new accounts."""
        return bool(settings.REGISTRATION_OPEN)
