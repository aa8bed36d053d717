"""Accounts that a host makes, mails about new ones, and names of devices one signs in with."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.core import ratelimit
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from ua_parser import parse

from organisations.domain import instance
from organisations.models import Consultancy, User

logger = logging.getLogger(__name__)

# Where a session keeps the address to which the mail after signing up went.
UNCONFIRMED = "unconfirmed_address"


def account_with(email: str) -> User | None:
    """Return the person with this address, verified or not, whatever its case; or None."""
    return User.objects.filter(email__iexact=email.strip()).first()


def make_account(email: str, name: str) -> User:
    """Store an account without a password, whose address has still to be proven; return it.

    Raises `IntegrityError` when the address has an account.
    """
    with transaction.atomic():
        user = User.objects.create_user(email, name=name)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    return user


def prove_address(user: User) -> None:
    """Take the only address of a person for theirs: they followed a link that went there."""
    addresses = list(EmailAddress.objects.filter(user=user))
    if len(addresses) == 1 and addresses[0].email == user.email:
        addresses[0].verified = True
        addresses[0].save(update_fields=["verified"])


def confirm_again(request: HttpRequest, email: str) -> bool:
    """Send the mail that follows signing up once more; say whether it was not too soon.

    Who has a confirmed account gets the mail that says so, as at first: the answer tells nobody.
    Raises `MailNotSent`.
    """
    if not ratelimit.consume(request, action="confirm_email", key=email.lower()):
        return False
    mine = EmailAddress.objects.filter(email__iexact=email, user__email__iexact=email)
    waiting = mine.filter(verified=False).first()
    if waiting:
        waiting.send_confirmation(request, signup=True)
    elif account_with(email):
        get_adapter().send_account_already_exists_mail(email)
    return True


def make_host(email: str, name: str = "") -> tuple[User, str]:
    """Make somebody a host; return the account and the link under which they set a password.

    The account is made where there is none. Somebody who has signed in before keeps their
    password, and there is no link.
    """
    with transaction.atomic():
        user = account_with(email) or make_account(email, name or email.partition("@")[0])
        is_new = user.last_login is None
        user.is_staff = True
        if is_new:
            # Whoever signed up with an address that they never confirmed is not the host.
            user.set_unusable_password()
        user.save()
    return user, first_password_url(user) if is_new else ""


def first_password_url(user: User) -> str:
    """Return the link under which a person sets a password, once and within three days."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return f"{settings.BASE_URL}{path}"


def send_first_password(user: User, by: User, consultancy: Consultancy | None = None) -> bool:
    """Send a person the link under which they set their first password.

    It says that `by` made the account, and for which consultancy, if for one. Says whether the
    mail left; when not, the log says why.
    """
    context = {
        "user": user,
        "by": by,
        "consultancy": consultancy,
        "host": instance.current(),
        "url": first_password_url(user),
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


# Names as people say them, where the parser says something else.
BROWSERS = {
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Edge Mobile": "Edge",
    "Opera Mobile": "Opera",
    "Samsung Internet": "Samsung Internet",
}
SYSTEMS = {"Mac OS X": "Mac", "Chrome OS": "Chromebook", "iOS": "iPhone"}


def device_of(user_agent: str) -> str:
    """Return for example „Firefox auf Windows“ for what a browser sends as `User-Agent`.

    Parts that are unknown are left out; without any the text says that it is unknown.
    """
    found = parse(user_agent)
    browser = (
        BROWSERS.get(found.user_agent.family, found.user_agent.family) if (found.user_agent) else ""
    )
    device = found.device.family if found.device else ""
    system = found.os.family if found.os else ""
    system = "iPad" if device == "iPad" else SYSTEMS.get(system, system)
    if browser and system:
        return _("%(browser)s auf %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unbekanntes Gerät")
