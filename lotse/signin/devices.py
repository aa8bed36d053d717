"""Which browsers a person has signed in with before, kept in a signed cookie of each browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from organisations.models import User

COOKIE = "lotse_device"
KEPT_FOR = 365 * 24 * 3600
# People who share a computer; the oldest drop out.
MOST = 20


def is_known(request: HttpRequest, user: User) -> bool:
    """Return whether this browser was signed in as `user` within the last year."""
    return str(user.pk) in _people(request)


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let `response` tell the browser that `user` has signed in with it."""
    others = [person for person in _people(request) if person != str(user.pk)]
    response.set_signed_cookie(
        COOKIE,
        " ".join([*others, str(user.pk)][-MOST:]),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _people(request: HttpRequest) -> list[str]:
    return (request.get_signed_cookie(COOKIE, "", max_age=KEPT_FOR) or "").split()
