"""Leads people to their second factor, explains trouble, notes when a session was last used."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from requests import RequestException

from lotse.signin.second_factor import KeyIsGone
from organisations.views.htmx import lead_to

logger = logging.getLogger(__name__)

# What a provider's answer leads to that is none: `DataError` is a text that cannot be stored.
UNFIT = (RequestException, LookupError, TypeError, ValueError, DataError)

Handler = Callable[[HttpRequest], HttpResponse]

# What stays open while the second factor is missing.
OPEN = {
    "health",
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "hosting:colours",
    "hosting:imprint",
    "hosting:privacy",
}
NOTE_EVERY = 15 * 60
NOTED_AT = "session_noted_at"


class RequireSecondFactor:
    """Sends people who need a second factor to its page until they have one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: Any, *view: Any) -> HttpResponse | None:
        """Answer with the way to the second factor where it is missing, else with None."""
        if _stays_open(request.resolver_match) or not getattr(
            request.user, "lacks_second_factor", False
        ):
            return None
        return lead_to(request, reverse("mfa_index"))


def _stays_open(match: ResolverMatch) -> bool:
    name = match.view_name or ""
    return name in OPEN or name.startswith("mfa_")


class ExplainProviderTrouble:
    """Answers with a page when the OpenID provider is away or says what nobody understands."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Log the trouble and explain it; leave alone what is no trouble of the provider."""
        match = request.resolver_match
        if match is None or match.view_name not in (
            "openid_connect_login",
            "openid_connect_callback",
        ):
            return None
        if not isinstance(error, UNFIT):
            return None
        logger.error("The OpenID provider answers in an unexpected way.", exc_info=error)
        return render(request, "socialaccount/authentication_error.html", status=401)


class MailNotSent(OSError):
    """A mail about an account, for which a person waits, did not leave."""


class ExplainMailTrouble:
    """Answers with a page when a mail for which a person waits could not be sent."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Log the trouble and explain it; leave other exceptions alone."""
        if not isinstance(error, MailNotSent):
            return None
        logger.error("A mail about an account was not sent.", exc_info=error)
        page = render(request, "account/mail_trouble.html", status=503)
        page["Retry-After"] = "300"
        return page


class ExplainLostKey:
    """Answers with a page, and a way out, when recovery codes cannot be opened to be shown."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Explain it; leave other exceptions alone."""
        if not isinstance(error, KeyIsGone):
            return None
        return render(request, "mfa/recovery_codes/lost_key.html", status=503)


class NoteUse:
    """Keeps „zuletzt benutzt“ of sessions, at most every quarter of an hour."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the use of the session when the last note is old, and pass the request on."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            noted_at = request.session.get(NOTED_AT)
            if noted_at and time.time() - noted_at > NOTE_EVERY and request.user.is_authenticated:
                begin_to_note(request)
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


def begin_to_note(request: HttpRequest, **_: Any) -> None:
    """Count from now on until the next note."""
    request.session[NOTED_AT] = time.time()
