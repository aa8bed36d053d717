"""A member's own calendar: its secret address, and what programs fetch there."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.reminders.domain import feeds
from lotse.reminders.domain.calendar_file import calendar_of
from lotse.reminders.models import CalendarFeed
from organisations import tenancy
from organisations.domain import secret_links
from organisations.models import Membership
from organisations.views.access import NO_LEVEL, MemberRequest, in_organisation
from organisations.views.saving import GONE, NOT_FOUND, TOO_MANY

CALENDAR, PLAIN = "text/calendar; charset=utf-8", "text/plain; charset=utf-8"
# Seconds after which the limit in ACCOUNT_RATE_LIMITS counts anew.
LIMITED_FOR = 60


@in_organisation(consultants=NO_LEVEL)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: MemberRequest) -> HttpResponse:
    """What the calendar is for; sending makes its address or a new one and shows it once."""
    context: dict[str, Any] = {"section": "organisation", "subsection": "calendar"}
    if request.method == "POST":
        secret = feeds.make_feed(request.membership, request.user)
        context["address"] = settings.BASE_URL + reverse("reminders:feed", args=[secret])
    context["feed"] = feeds.feed_of(request.membership)
    return render(request, "reminders/calendar.html", context)


@in_organisation(consultants=NO_LEVEL)
@require_POST
def revoke(request: MemberRequest) -> HttpResponse:
    """Let the address of one's calendar lead nowhere."""
    feeds.revoke_feed(request.membership, request.user)
    messages.success(request, _("Der Link ist zurückgezogen. Kalender finden dort nichts mehr."))
    return redirect("reminders:calendar", slug=request.organisation.slug)


@require_safe
def feed(request: HttpRequest, calendar_token: str) -> HttpResponse:
    """The calendar behind a secret address, for programs and without cookies."""
    # The public function of allauth counts no GET.
    counted = ratelimit.consume(
        request, app="allauth.account", action="calendar_feed", limit_get=True
    )
    if not counted:
        busy = _refusal(_("Zu viele Anfragen. Bitte später noch einmal."), TOO_MANY)
        busy["Retry-After"] = str(LIMITED_FOR)
        return busy
    found = secret_links.find(CalendarFeed.objects.all(), calendar_token)
    if found is None:
        return _refusal(_("Diesen Kalender gibt es nicht."), NOT_FOUND)
    with tenancy.activate(found.organisation):
        member = Membership.objects.select_related("user").get(pk=found.membership_id)
        if found.revoked_at is not None or not member.user.is_active:
            return _refusal(_("Dieser Kalender-Link ist zurückgezogen."), GONE)
        content = calendar_of(member, found.organisation)
        feeds.note_fetched(found)
    return _answer(request, content)


def _answer(request: HttpRequest, content: bytes) -> HttpResponse:
    """Return the calendar, or only that it is unchanged since a program last asked."""
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="lotse.ics"'
    response["ETag"] = etag
    conditional = get_conditional_response(request, etag=etag, response=response)
    return _private(conditional)  # type: ignore[arg-type]


def _refusal(words: str, status: int) -> HttpResponse:
    return _private(HttpResponse(words + "\n", content_type=PLAIN, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    return response
