"""Error pages in our look. They ask the database nothing and never leak a reason."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import suppress

from allauth.account import app_settings as account_settings
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa import app_settings as mfa_settings
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import ngettext

MOST_DISCARDED = 30 * 1024**2

# Page → the limit that people run into there. Pages not named here have limits of a minute.
LIMITS = {"account_reset_password": "reset_password"}


# A page inside an organisation; its overview is the way on from there.
INSIDE = re.compile(r"(/o/[-\w]+/).")


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    found = INSIDE.match(request.path)
    page = render_to_string(template, {"overview": found and found[1]})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: what was sent cannot be understood; or 413, when it is only too much."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, "400.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413. The server ends the connection after it (`lotse.server`).

    What is still on its way is read up to a bound: closing a connection with unread data resets
    it, and the client may never see the answer (RFC 9112, section 9.6).
    """
    with suppress(OSError):
        left = MOST_DISCARDED
        while left > 0 and (chunk := request.read(64 * 1024)):
            left -= len(chunk)
    page = render_to_string("413.html", {"most": settings.LARGEST_REQUEST // 1024**2})
    return HttpResponse(page, status=413)


class RefuseLargeRequests:
    """Answers 413 to a request that says it is larger than any page takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse the request by its length, or pass it on."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.LARGEST_REQUEST:
            return too_large(request)
        return self.get_response(request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the page exists, but not for this role."""
    return _page(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose secret word is missing or outdated."""
    return _page(request, "403_csrf.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return _page(request, "404.html", 404)


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None, wait: int | None = None
) -> HttpResponse:
    """Answer 429 and say when to try again: at the latest after `wait` seconds.

    Without `wait` that is what the limits of allauth say for the page at hand.
    """
    seconds = wait or _longest_wait(request)
    page = render_to_string("429.html", {"when": _in_words(seconds)})
    return HttpResponse(page, status=429, headers={"Retry-After": str(seconds)})


def _longest_wait(request: HttpRequest) -> int:
    match = request.resolver_match
    limit = LIMITS.get(match.view_name if match else "", "login")
    rates = account_settings.RATE_LIMITS | mfa_settings.RATE_LIMITS
    return int(max(rate.duration for rate in parse_rates(rates[limit])))


def _in_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if minutes < 60:
        return ngettext("in einer Minute", "in %(n)s Minuten", minutes) % {"n": minutes}
    hours = -(-minutes // 60)
    return ngettext("in einer Stunde", "in %(n)s Stunden", hours) % {"n": hours}


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; or 503, when it is only the database that is away for a moment."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        page = _page(request, "503.html", 503)
        page["Retry-After"] = "30"
        return page
    return _page(request, "500.html", 500)
