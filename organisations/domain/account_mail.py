"""The mail with which a person whose account a host made sets a password."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.domain import instance
from organisations.models import User

logger = logging.getLogger(__name__)


def send_first_password(user: User) -> bool:
    """Send a person the link under which they set their first password.

    Says whether the mail left; when not, the log says why.
    """
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    context = {
        "user": user,
        "host": instance.current(),
        "url": settings.BASE_URL + path,
        "forgotten_url": settings.BASE_URL + reverse("account_reset_password"),
    }
    try:
        EmailMessage(
            subject=instance.mail_subject(_("Ihr Konto")),
            body=render_to_string("organisations/email/first_password.txt", context),
            to=[user.email],
        ).send()
    except (SMTPException, OSError):
        logger.warning("The mail about a new account could not be sent.", exc_info=True)
        return False
    return True
