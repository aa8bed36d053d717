"""What people do to sign in, for tests without a browser."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from organisations.models import User
from tests.factories.organisations import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)


def code_of_now(secret: str = SECRET) -> str:
    """Return what an authenticator app with this secret shows."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def with_app(user: User) -> list[str]:
    """Give a person an authenticator app with `SECRET`; return their recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).generate_codes()


def sign_in(client: Client, user: User, password: str = PASSWORD, **headers: Any) -> Any:
    """Send the sign-in form."""
    data = {"login": user.email, "password": password}
    return client.post("/konto/login/", data, headers={"User-Agent": FIREFOX} | headers)


def confirm_password(client: Client) -> None:
    """Confirm with the password that it is oneself."""
    response = client.post("/konto/reauthenticate/", {"password": PASSWORD})
    assert response.status_code == 302


def is_signed_in(client: Client) -> bool:
    """Whether the browser has a signed-in session."""
    return client.get("/konto/").status_code == 200


def factors(user: User) -> set[str]:
    """Return the kinds of second factors that a person has."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def subjects() -> list[str]:
    """Return the subjects of all mails, oldest first."""
    return [message.subject.removeprefix("[Lotse] ") for message in mail.outbox]


def texts(response: Any) -> str:
    """Return what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
