"""Error pages in our look. They ask the database nothing and never leak a reason."""

from __future__ import annotations

from allauth.account import app_settings as account_settings
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa import app_settings as mfa_settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import ngettext

# Page → the limit that people run into there. Pages not named here have limits of a minute.
LIMITS = {"account_reset_password": "reset_password"}


def _page(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: what was sent cannot be understood."""
    return _page("400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: the page exists, but not for this role."""
    return _page("403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form whose secret word is missing or outdated."""
    return _page("403_csrf.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return _page("404.html", 404)


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
    """Answer 500."""
    return _page("500.html", 500)
