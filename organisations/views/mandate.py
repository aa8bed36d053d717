"""The Beauftragung: read it, write it page by page, confirm it, renew it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.domain import mandate_paper, mandates
from organisations.domain.mandate_content import PART_OF, PARTS, facts_of, written_parts
from organisations.domain.mandate_standing import (
    MandateStanding,
    missing_means,
    needs_in_words,
    open_needs,
    standing_of,
)
from organisations.domain.mandates import MandateNotReady, StaleMandate, WrongSide
from organisations.domain.participation import Participation
from organisations.domain.team import roles_to_give
from organisations.forms.mandate import FORMS, PartForm
from organisations.models import Invitation, Mandate, Role, Side
from organisations.views.access import EDITORS, MemberRequest, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE


def _page(request: OrganisationRequest) -> HttpResponse:
    return redirect("organisations:mandate", slug=request.organisation.slug)


def find_draft(request: OrganisationRequest) -> Mandate | None:
    """Return the draft, locked when something is to be done with it."""
    drafts = Mandate.objects.of(request.organisation).drafts()
    if request.method == "POST":
        drafts = drafts.select_for_update(of=("self",))
    draft = drafts.first()
    if draft:
        draft.organisation = request.organisation
    return draft


def _absent(shown: Mandate, who: Participation) -> list[dict[str, Any]]:
    """Return whom a draft waits for who has no access yet: a role, and the invitation if any."""
    shown.organisation = who.organisation
    giving = roles_to_give(who)
    return [
        {
            "role": Role(side.value),
            "invitation": Invitation.objects.of(shown.organisation).into(side.value).first(),
            "may_invite": side.value in giving,
        }
        for side in mandates.absent_sides(shown)
    ]


def _about(shown: Mandate, standing: MandateStanding, who: Participation) -> dict[str, Any]:
    """What the page says about one version."""
    parts = written_parts(shown)
    pilot = None if shown.is_confirmed else shown.pilot
    return {
        "mandate": shown,
        "state": standing.state_of(shown),
        "parts": parts,
        "first_open": next((one.part for one in parts if one.is_open), None),
        "needs": needs_in_words(open_needs(shown)),
        "means": needs_in_words(missing_means(shown)),
        "sides": mandates.confirmable_sides(shown, who),
        "absent": _absent(shown, who),
        "waiting": mandates.waited_for(shown, who),
        "may_record_paper": not shown.is_confirmed and mandate_paper.may_record_paper(who),
        "paper": mandate_paper.paper_of(shown),
        "pilot_reads_only": pilot is not None and pilot.role == Role.MEMBER,
        "both_in_one": shown.is_by_one_person
        or (pilot is not None and pilot.role == Role.DIRECTOR),
    }


@in_organisation()
@require_safe
def mandate(request: OrganisationRequest) -> HttpResponse:
    """The draft where there is one, else the version that holds, and all others to read."""
    standing = standing_of(request.organisation)
    shown = standing.draft or standing.holding
    context = {"section": "mandate", "standing": standing, "is_main_page": True}
    if shown:
        context |= _about(shown, standing, request.membership)
    return render(request, "organisations/mandate/mandate.html", context)


@in_organisation()
@require_safe
def version(request: OrganisationRequest, mandate_id: int) -> HttpResponse:
    """One version, to read."""
    standing = standing_of(request.organisation)
    shown = next((one for one in standing.versions if one.pk == mandate_id), None)
    if shown is None:
        raise Http404
    context = {"section": "mandate", "standing": standing}
    context |= _about(shown, standing, request.membership)
    return render(request, "organisations/mandate/mandate.html", context)


@in_organisation(roles=EDITORS)
@require_POST
def begin(request: OrganisationRequest) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    draft = mandates.begin_mandate(request.organisation, request.user)
    if draft.number > 1:
        return _page(request)
    return redirect("organisations:mandate_part", slug=request.organisation.slug, part="pilot")


@in_organisation(roles=EDITORS)
@require_POST
def renew(request: OrganisationRequest) -> HttpResponse:
    """Begin a draft for the following period."""
    latest = standing_of(request.organisation).latest
    if latest is None:
        messages.error(request, _("Verlängern lässt sich nur, was beide Seiten bestätigt haben."))
    else:
        mandates.renew_mandate(latest, request.user)
        messages.success(
            request,
            _("Der Entwurf übernimmt alles. Prüfen Sie Beginn und Ende, dann bestätigen beide."),
        )
    return _page(request)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: OrganisationRequest, part: str) -> HttpResponse:
    """One page of the draft's form. Every way off the page saves it."""
    if part not in FORMS:
        raise Http404
    draft = find_draft(request)
    if draft is None:
        return _draft_is_gone(request, part)
    form = FORMS[part](draft, request.POST or None)
    context = {
        "section": "mandate",
        "mandate": draft,
        "form": form,
        "part": PART_OF[part],
        "parts": PARTS,
        "number": list(PART_OF).index(part) + 1,
    }
    if request.method != "POST":
        return render(request, "organisations/mandate/part.html", context)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            voided = mandates.change_mandate(
                draft,
                part,
                form.content,
                seen_version=form.cleaned_data["version"],
                by=request.user,
            )
        except StaleMandate:
            form.let_next_save_replace(draft.version_of(part))
            context["other"], status = facts_of(draft, PART_OF[part]), CONFLICT
        else:
            if voided:
                text = _(
                    "Die Bestätigung von %s gilt nicht mehr, weil sich der Entwurf geändert hat."
                )
                messages.warning(request, text % voided)
            return _onwards(request, part)
    return render(request, "organisations/mandate/part.html", context, status=status)


def _draft_is_gone(request: OrganisationRequest, part: str) -> HttpResponse:
    """Give back what was typed for a draft that was confirmed or discarded meanwhile."""
    if request.method != "POST":
        return _page(request)
    form: PartForm = FORMS[part](Mandate(organisation=request.organisation), request.POST)
    context = {"section": "mandate", "typed": form.typed}
    return render(request, "organisations/mandate/gone.html", context, status=CONFLICT)


def _onwards(request: OrganisationRequest, part: str) -> HttpResponse:
    """Go where the button leads: to a named page, to the one before or after, or to the end."""
    keys = list(PART_OF)
    wanted = request.POST.get("go", "next")
    place = keys.index(part)
    if wanted in keys:
        target = wanted
    elif wanted == "previous" and place > 0:
        target = keys[place - 1]
    elif wanted == "next" and place + 1 < len(keys):
        target = keys[place + 1]
    else:
        return _page(request)
    return redirect("organisations:mandate_part", slug=request.organisation.slug, part=target)


@in_organisation(roles=EDITORS, consultants=())
@require_POST
def confirm(request: MemberRequest) -> HttpResponse:
    """Confirm the draft for one side."""
    side, seen = request.POST.get("side", ""), request.POST.get("version", "")
    draft = find_draft(request)
    if draft is None:
        messages.info(request, _("Es gibt keinen Entwurf, der auf eine Bestätigung wartet."))
    elif side not in Side.values or not seen.isdecimal():
        messages.error(request, _("Bitte bestätigen Sie mit dem Knopf unter dem Entwurf."))
    else:
        _confirm(request, draft, Side(side), int(seen[:9]))
    return _page(request)


def _confirm(request: MemberRequest, draft: Mandate, side: Side, seen: int) -> None:
    try:
        mandates.confirm_mandate(draft, side, seen_version=seen, by=request.membership)
    except MandateNotReady:
        messages.error(request, _("Der Entwurf ist noch nicht vollständig."))
    except StaleMandate:
        messages.warning(
            request,
            _(
                "Der Entwurf wurde geändert, während Sie ihn gelesen haben. Es ist noch nichts "
                "bestätigt. Bitte lesen Sie die neue Fassung und bestätigen Sie dann."
            ),
        )
    except WrongSide as wrong:
        raise PermissionDenied from wrong
    else:
        messages.success(
            request,
            _("Beide Seiten haben bestätigt. Die Beauftragung gilt.")
            if draft.is_confirmed
            else _("Ihre Bestätigung ist festgehalten. Nun fehlt noch die andere Seite."),
        )


@in_organisation(roles=EDITORS)
@require_POST
def discard(request: OrganisationRequest) -> HttpResponse:
    """Throw the draft away."""
    draft = find_draft(request)
    if draft:
        mandates.discard_draft(draft, request.user)
        messages.success(request, _("Der Entwurf ist verworfen."))
    return _page(request)
