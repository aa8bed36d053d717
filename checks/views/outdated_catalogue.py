"""Pages that were opened on another version of the catalogue than the check has by now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from checks.domain.check_flow import Page, PageKind
from checks.domain.check_state import CheckState
from checks.domain.matching import match
from checks.domain.moving import last_move
from checks.domain.publishing import document_of
from checks.views.current_check import not_stored
from checks.views.pages import url_of
from organisations.views.access import OrganisationRequest


def is_of_other_version(request: OrganisationRequest, run: CheckState) -> bool:
    """Whether a form was opened on another version of the catalogue."""
    seen = request.POST.get("edition")
    return seen is not None and seen != str(run.document.version)


def page_continuing(run: CheckState, key: str) -> Page | None:
    """Return the page at which a question of the version before goes on, or None."""
    move = last_move(run.check)
    if move is None:
        return None
    for pair in match(document_of(move.from_catalogue_id), run.document).pairs:
        page = run.flow.page(pair.new.key)
        if pair.old.key == key and page and page.kind is PageKind.QUESTION:
            return page
    return None


def no_such_page(request: OrganisationRequest, run: CheckState) -> HttpResponse:
    """Answer an address that the check's version does not know.

    Raises `Http404` unless a form was opened before the check moved; then shows what was typed.
    """
    if request.method == "POST" and is_of_other_version(request, run):
        return not_stored(request, "checks/other_version.html", run=run)
    raise Http404


def lead_on(request: OrganisationRequest, page: Page) -> HttpResponse:
    """Lead from the former address of a question to where it goes on."""
    messages.info(request, _("Diese Frage steht in der neuen Version hier."))
    return redirect(url_of(request, page))
