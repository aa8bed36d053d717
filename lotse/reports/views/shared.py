"""What someone without an account sees who follows the link to a report."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lotse.reports.domain import sharing
from lotse.reports.forms import PasswordForm
from lotse.reports.models import Format, ReportLink
from lotse.reports.views.reports import report_file, report_page
from organisations import tenancy
from organisations.domain import secret_links
from organisations.domain.secret_links import LinkState
from organisations.views.access import LinkRequest
from organisations.views.saving import GONE, NOT_FOUND, TOO_MANY, UNPROCESSABLE

COOKIE = "lotse_bericht"
KEPT_FOR = 12 * 3600

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Decorate a view whose address carries the secret of a link to a report.

    It runs inside the tenancy of the link's organisation and gets the link in place of the
    secret. Links that lead nowhere get a page that says why, those with a password ask for it.
    """

    @wraps(view)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def opened(request: LinkRequest, report_token: str, **kwargs: Any) -> HttpResponse:
        request.link_token = report_token
        link = secret_links.find(ReportLink.objects.all(), report_token)
        situation = sharing.situation_of(link)
        if link is None or situation is not LinkState.OPEN:
            status = NOT_FOUND if link is None else GONE
            context = {"situation": situation.value}
            return _unseen(render(request, "reports/shared/dead_end.html", context, status=status))
        with tenancy.activate(link.organisation):
            if link.password and not _is_open_to(request, link):
                return _unseen(_ask(request, link))
            return _unseen(view(request, link, **kwargs))

    return opened


def _unseen(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _salt(link: ReportLink) -> str:
    return f"{COOKIE}:{link.pk}:{link.password}"


def _is_open_to(request: LinkRequest, link: ReportLink) -> bool:
    kept = request.get_signed_cookie(COOKIE, default="", salt=_salt(link), max_age=KEPT_FOR)
    return bool(kept)


def _ask(request: LinkRequest, link: ReportLink) -> HttpResponse:
    """Ask for the password of a link; remember for half a day that it was known."""
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        key = f"{link.pk} {get_adapter().get_client_ip(request)}"
        if not ratelimit.consume(request, action="report_password", key=key):
            return render(
                request, "reports/shared/dead_end.html", {"situation": "busy"}, status=TOO_MANY
            )
        if form.is_valid():
            if sharing.fits(link, form.cleaned_data["password"]):
                return _opened(request, link)
            form.refuse()
    return render(request, "reports/shared/password.html", {"form": form}, status=status)


def _opened(request: LinkRequest, link: ReportLink) -> HttpResponse:
    response = redirect(request.path)
    response.set_signed_cookie(
        COOKIE,
        "1",
        salt=_salt(link),
        max_age=KEPT_FOR,
        path=reverse("reports:shared", args=[request.link_token]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@by_link
def read(request: LinkRequest, link: ReportLink) -> HttpResponse:
    """The report as a page."""
    return report_page(request, link.report, link=link, token=request.link_token)


@by_link
def download(request: LinkRequest, link: ReportLink) -> HttpResponse:
    """The report as a PDF."""
    return report_file(link.report, Format.PDF)
