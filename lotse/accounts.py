"""How accounts behave in this installation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.domain import instance
from organisations.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Lets new people in only where the host wants it, and speaks formal German."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieses Konto ist gesperrt."),
        "duplicate_email": _("Diese E-Mail-Adresse gehört schon zu Ihrem Konto."),
        "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen."),
        "email_taken": _("Zu dieser E-Mail-Adresse gibt es schon ein Konto."),
        "enter_current_password": _("Bitte geben Sie Ihr bisheriges Passwort ein."),
        "incorrect_code": _("Dieser Code stimmt nicht."),
        "incorrect_password": _("Dieses Passwort stimmt nicht."),
        "invalid_or_expired_key": _("Dieser Link gilt nicht mehr."),
        "invalid_login": _("So können Sie sich nicht anmelden."),
        "invalid_password_reset": _("Dieser Link gilt nicht mehr."),
        "max_email_addresses": _("Sie können höchstens %d E-Mail-Adressen haben."),
        "same_as_current": _("Das ist schon der bisherige Wert."),
        "too_many_login_attempts": _(
            "Das waren zu viele Versuche. Bitte warten Sie einige Minuten."
        ),
        "unknown_email": _("Zu dieser E-Mail-Adresse gibt es kein Konto."),
        "unverified_primary_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
        "rate_limited": _("Das waren zu viele Anfragen. Bitte warten Sie einige Minuten."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return whether the host allows new accounts."""
        return instance.is_registration_open()

    def format_email_subject(self, subject: str) -> str:
        """Put the name of the instance before the subject of a mail."""
        return instance.mail_subject(subject)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signs people in as allauth does, and knows at once who works for a consultancy."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session with their consultancy, in one query."""
        people = User.objects.select_related("consultant__consultancy")
        user = people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
