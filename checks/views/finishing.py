"""How far a check is, closing it with what is open, opening it again."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checks.domain import answering, contribution_requests
from checks.domain.check_state import CheckState
from checks.domain.publishing import newer_version
from checks.domain.repeating import LastTime
from checks.domain.wording import total_in_words
from checks.models import Check
from checks.views.contribution_requests import told_in_words
from checks.views.current_check import on_running_check
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_running_check
def finish(request: OrganisationRequest, check_state: CheckState) -> HttpResponse:
    """Show what is open and unknown, and close the check if the person wants to.

    Requests to colleagues that are still open end only where the person has seen them here.
    """
    asked = contribution_requests.open_requests_of(check_state.check)
    agreed = request.POST.getlist("anfrage")
    is_undecided = any(str(one.pk) not in agreed for one in asked)
    if request.method == "POST" and not is_undecided:
        mails = answering.finish_check(check_state.check, request.user)
        said = _("Der Check ist abgeschlossen. Hier ist Ihr Ergebnis.")
        messages.success(request, " ".join(filter(None, [said, told_in_words(mails)])))
        return redirect(
            "measures:result", slug=request.organisation.slug, check_id=check_state.check.pk
        )
    context = {
        "section": "check",
        "check_state": check_state,
        "flow": check_state.flow,
        "total": total_in_words(check_state.flow),
        "marked": [
            question
            for question in check_state.flow.questions
            if question.key in check_state.marked
        ],
        "newer_version": newer_version(check_state.document),
        "last_time": LastTime.of(check_state),
        "asked": asked,
        "is_undecided": request.method == "POST",
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "checks/finish.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_POST
def reopen(request: OrganisationRequest, check_id: int) -> HttpResponse:
    """Open a closed check again, when no other one is running; `frage` leads to asking these."""
    mine = Check.objects.of(request.organisation).select_for_update()
    check = get_object_or_404(mine, pk=check_id)
    if not answering.reopen_check(check, request.user):
        messages.error(
            request, _("Es läuft schon ein anderer Check. Bitte schließen Sie ihn zuerst ab.")
        )
    elif wanted := request.POST.getlist("frage"):
        address = reverse("checks:ask", kwargs={"slug": request.organisation.slug})
        return redirect(f"{address}?{urlencode({'frage': wanted}, doseq=True)}")
    return redirect("checks:start", slug=request.organisation.slug)


@in_organisation()
@require_safe
def standing(request: OrganisationRequest) -> HttpResponse:
    """Show how much of the running check is answered, and the results of closed ones."""
    checks = Check.objects.of(request.organisation)
    running = checks.running().first()
    flow = CheckState(running).flow if running else None
    context = {
        "section": "check",
        "running": running,
        "flow": flow,
        "total": total_in_words(flow) if flow else "",
        "finished": checks.finished(),
    }
    return render(request, "checks/standing.html", context)
