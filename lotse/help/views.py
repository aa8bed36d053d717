"""The help: all of it with a search, one page of it, and the handbook."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotse.help import handbook, pages
from lotse.markdown import rendered
from organisations.views.downloads import as_download
from organisations.views.htmx import HtmxRequest, render_part, wants_part


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """Show what there is help on, or with `?q=` what holds these words."""
    words = request.GET.get("q", "").strip()
    context = {"words": words, "found": pages.search(words)}
    return render(request, "help/contents.html", context)


@require_safe
def page(request: HtmxRequest, key: str) -> HttpResponse:
    """Show the help on one kind of page, in place for htmx. `?von=` is where one comes from."""
    found = pages.all_pages().get(key)
    if found is None:
        raise Http404
    came_from = request.GET.get("von", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        came_from = ""
    # In place the title is a heading of the second level.
    text = rendered(found.text, deeper=int(wants_part(request)))
    context = {"page": found, "text": text, "came_from": came_from}
    return render_part(request, "help/page.html", "help/parts/page.html", context)


@login_required
@require_safe
def handbook_pdf(request: HttpRequest) -> HttpResponse:
    """Hand out all help as one PDF."""
    return as_download(handbook.as_pdf(), _("Lotse-Handbuch.pdf"), "application/pdf")
