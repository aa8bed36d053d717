"""Second factors in our words."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lotse.signin import sealing
from organisations.domain import instance
from organisations.domain.accounts import device_of
from organisations.models import User

logger = logging.getLogger(__name__)


class KeyIsGone(ValidationError):
    """A second factor cannot be opened: forms say so, pages are explained by a middleware."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Ihr zweiter Faktor lässt sich hier gerade nicht prüfen. Bitte sagen Sie dem "
                "Betreiber Bescheid."
            )
        )


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names passkeys by their device, says in German what went wrong, keeps secrets sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _(
            "Ersatzcodes gibt es, sobald ein zweiter Faktor eingerichtet ist."
        ),
        "incorrect_code": _(
            "Das hat nicht gepasst. Bitte versuchen Sie es noch einmal. Ein Code aus der App gilt "
            "nur kurz und nur einmal."
        ),
        "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """Return the device at hand as the name of a new passkey."""
        user_agent = context.request.headers.get("User-Agent", "")
        return gettext("Passkey: %(device)s") % {"device": device_of(user_agent)}

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; raises `KeyIsGone`."""
        try:
            return sealing.unseal(encrypted_text)
        except sealing.CannotOpen as error:
            logger.exception("A second factor cannot be opened.")
            raise KeyIsGone from error

    def get_totp_issuer(self) -> str:
        """Return what authenticator apps call the site."""
        return instance.current().name

    def _get_site_name(self) -> str:
        # What the dialogue of the browser calls the site.
        return instance.current().name


def tell_of_recovery_code(
    sender: object,
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_: Any,
) -> None:
    """Say how many codes are left, and write to the person: perhaps it was somebody else."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    fresh = Authenticator.objects.get(pk=authenticator.pk)
    left = len(fresh.wrap().get_unused_codes())
    messages.warning(
        request,
        ngettext(
            "Sie haben einen Ersatzcode benutzt. Es ist noch %(left)s übrig. Ist Ihr Gerät "
            "verloren, richten Sie unter „Mein Konto“ gleich ein neues ein.",
            "Sie haben einen Ersatzcode benutzt. Es sind noch %(left)s übrig. Ist Ihr Gerät "
            "verloren, richten Sie unter „Mein Konto“ gleich ein neues ein.",
            left,
        )
        % {"left": left},
    )
    get_account_adapter(request).send_notification_mail(
        "mfa/email/recovery_code_used", user, {"left": left}
    )


def remove_by_host(user: User) -> bool:
    """Remove all factors and sessions of a person who lost theirs, and write to them.

    Returns whether there was anything to remove.
    """
    removed, _by_model = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    for session in UserSession.objects.filter(user=user):
        session.end()
    told = {"timestamp": timezone.now()}
    text = render_to_string("mfa/email/second_factor_removed_message.txt", told)
    subject = render_to_string("mfa/email/second_factor_removed_subject.txt").strip()
    try:
        send_mail(instance.mail_subject(subject), text.strip(), None, [user.email])
    except (OSError, SMTPException):
        logger.exception("The notice about a removed second factor was not sent.")
    return True
