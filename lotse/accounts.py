"""How accounts behave in this installation."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lotse.signin import devices
from lotse.signin.middleware import MailNotSent
from lotse.signin.openid import refuse
from organisations.domain import instance, provider_rules
from organisations.domain.accounts import UNCONFIRMED, device_of, prove_address
from organisations.models import User

logger = logging.getLogger(__name__)

# Ways to confirm that it is oneself.
WAYS = {
    "reauthenticate": _("Mit dem Passwort bestätigen"),
    "mfa_reauthenticate": _("Mit einem Code bestätigen"),
    "mfa_reauthenticate:webauthn": _("Mit einem Passkey bestätigen"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Who may come in, in our words, and who is told of it."""

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
            "Das waren zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es dann "
            "noch einmal."
        ),
        "unknown_email": _("Zu dieser E-Mail-Adresse gibt es kein Konto."),
        "unverified_primary_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
        "rate_limited": _(
            "Das waren zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es dann "
            "noch einmal."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return whether the host allows new accounts."""
        return instance.is_registration_open()

    def format_email_subject(self, subject: str) -> str:
        """Put the name of the instance before the subject of a mail."""
        return instance.mail_subject(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail at once, because a person waits for it. Raises `MailNotSent`."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            raise MailNotSent from error

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the page from which people change their password."""
        return reverse("organisations:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Return the ways to confirm that it is oneself, described in German."""
        ways: list[dict] = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in ways]

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Answer with a refusal where the domain's rule asks for the provider, else go on."""
        is_through_provider = "sociallogin" in (login.get("signal_kwargs") or {})
        if not is_through_provider and provider_rules.must_use_provider(user.email):
            return refuse(request, provider_rules.use_provider_instead())
        answer: HttpResponse | None = super().pre_login(request, user, **login)
        return answer

    def respond_email_verification_sent(
        self, request: HttpRequest, user: User | None
    ) -> HttpResponse:
        """Lead to the page that waits for the confirmation, and keep whose it is."""
        if user:
            request.session[UNCONFIRMED] = user.email
        response: HttpResponse = super().respond_email_verification_sent(request, user)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and keep for a moment whether it is the first time."""
        request.is_first_sign_in = user.last_login is None  # type: ignore[attr-defined]
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """Write to people when they sign in with a browser that has not been seen before."""
        response: HttpResponse = super().post_login(request, user, **login)
        if not devices.is_known(request, user):
            devices.remember(request, response, user)
            if not getattr(request, "is_first_sign_in", False):
                self.send_notification_mail("account/email/new_device", user)
        return response

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what happened to their account. A mail server that is away stops nobody."""
        reset = build_absolute_uri(self.request, reverse("account_reset_password"))
        ours = {"device": device_of(self.get_http_user_agent(self.request)), "reset_url": reset}
        try:
            super().send_notification_mail(template_prefix, user, (context or {}) | ours, email)
        except MailNotSent:
            logger.exception("The notice %s was not sent.", template_prefix)


def password_was_set_by_link(user: User, **_signal: Any) -> None:
    """Whoever sets their first password by a link from a mail has proven the address."""
    if user.last_login is None:
        prove_address(user)
