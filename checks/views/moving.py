"""The version of the catalogue under a running check: newer ones, moving there and back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checks.domain import moving
from checks.domain.check_flow import Page, PageKind
from checks.domain.check_state import CheckState
from checks.domain.matching import match
from checks.domain.moving import CannotMoveBack, PlannedMove, last_move
from checks.domain.publishing import document_of
from checks.forms.starting import CatalogueMoveForm
from checks.models import Catalogue, Check, SetAsideAnswer
from checks.views.current_check import not_stored, on_running_check
from checks.views.pages import url_of
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT


def _newer(check_state: CheckState) -> Catalogue | None:
    newest = Catalogue.objects.newest(check_state.document.key)
    return newest if newest and newest.version > check_state.document.version else None


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_running_check
def version(request: OrganisationRequest, check_state: CheckState) -> HttpResponse:
    """Show what moving to the newest version would do, and do it."""
    newer = _newer(check_state)
    if request.method != "POST":
        return _preview(request, check_state, newer) if newer else _standing(request, check_state)
    form = CatalogueMoveForm(request.POST)
    if newer and form.has_seen(check_state.document.version, newer.version):
        moving.move_check(check_state, newer, request.user)
        messages.success(request, _("Der Check läuft jetzt auf Version %d.") % newer.version)
    elif newer:
        return _preview(request, check_state, newer, CONFLICT, is_other=True)
    elif form.wanted == check_state.document.version:
        messages.info(request, _("Der Check ist schon auf Version %d umgestellt.") % form.wanted)
    else:
        messages.info(request, _("Der Check läuft schon auf der neuesten Version."))
    return redirect("checks:version", slug=request.organisation.slug)


def _preview(
    request: OrganisationRequest,
    check_state: CheckState,
    newer: Catalogue,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {
        "section": "check",
        "check_state": check_state,
        "move": PlannedMove(check_state, newer),
        "form": CatalogueMoveForm(
            initial={"before": check_state.document.version, "after": newer.version}
        ),
    }
    return render(request, "checks/move.html", context, status=status)


def _standing(request: OrganisationRequest, check_state: CheckState) -> HttpResponse:
    move = moving.last_move(check_state.check)
    marked = [
        question
        for question in check_state.flow.questions
        if question.key in check_state.answers and check_state.answers[question.key].reworded_in
    ]
    context = {
        "section": "check",
        "check_state": check_state,
        "move": move,
        "can_move_back": move is not None and moving.can_move_back(move),
        "marked": marked,
        "set_aside": SetAsideAnswer.objects.filter(
            move__check_run=check_state.check
        ).select_related("updated_by"),
    }
    return render(request, "checks/version.html", context)


@in_organisation(roles=EDITORS)
@require_POST
@on_running_check
def move_back(request: OrganisationRequest, check_state: CheckState) -> HttpResponse:
    """Take the last move back, as long as nothing was answered since."""
    try:
        move = moving.move_back(check_state, request.user)
    except CannotMoveBack:
        messages.error(
            request,
            _(
                "Zurück geht es nicht mehr: Seit der Umstellung wurde geantwortet oder etwas "
                "notiert, oder jemand hat sie schon zurückgenommen."
            ),
        )
    else:
        messages.success(
            request,
            _("Der Check läuft wieder auf Version %d. Alles steht da wie vorher.")
            % move.from_catalogue.version,
        )
    return redirect("checks:version", slug=request.organisation.slug)


@in_organisation()
@require_safe
def set_aside(request: OrganisationRequest, check_id: int) -> HttpResponse:
    """Show the answers of a check that its version has no place for."""
    check = get_object_or_404(Check.objects.of(request.organisation), pk=check_id)
    context = {
        "section": "check",
        "check": check,
        "set_aside": SetAsideAnswer.objects.filter(move__check_run=check).select_related(
            "updated_by"
        ),
    }
    return render(request, "checks/set_aside.html", context)


def is_of_other_version(request: OrganisationRequest, check_state: CheckState) -> bool:
    """Whether a form was opened on another version of the catalogue."""
    seen = request.POST.get("edition")
    return seen is not None and seen != str(check_state.document.version)


def page_continuing(check_state: CheckState, key: str) -> Page | None:
    """Return the page at which a question of the version before goes on, or None."""
    move = last_move(check_state.check)
    if move is None:
        return None
    goes_on = match(document_of(move.from_catalogue_id), check_state.document).new_key_of.get(key)
    page = check_state.flow.page(goes_on) if goes_on else None
    return page if page and page.kind is PageKind.QUESTION else None


def no_such_page(request: OrganisationRequest, check_state: CheckState) -> HttpResponse:
    """Answer an address that the check's version does not know.

    Raises `Http404` unless a form was opened before the check moved; then shows what was typed.
    """
    if request.method == "POST" and is_of_other_version(request, check_state):
        return not_stored(request, "checks/other_version.html", check_state=check_state)
    raise Http404


def lead_on(request: OrganisationRequest, page: Page) -> HttpResponse:
    """Lead from the former address of a question to where it goes on."""
    messages.info(request, _("Diese Frage steht in der neuen Version hier."))
    return redirect(url_of(request, page))
