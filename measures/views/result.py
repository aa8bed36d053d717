"""The result of a check."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from checks import queries as checks
from checks.domain.check_state import CheckState
from checks.domain.contribution_requests import requests_of
from checks.domain.offering import going_on_after
from checks.models import Check, SetAsideAnswer
from measures.domain.result import Result
from organisations.views.access import OrganisationRequest, in_organisation


def run_or_404(request: OrganisationRequest, check_id: int) -> CheckState:
    """Return a check of the organisation; raises `Http404` when it has none with this id."""
    check = Check.objects.of(request.organisation).filter(pk=check_id).first()
    if check is None:
        raise Http404
    check.organisation = request.organisation
    return CheckState(check)


def _way_to_clarify(check_state: CheckState) -> str:
    """Say how colleagues can be asked now: „ask“, „reopen“ first, or empty for not at all.

    They are asked in the running check; without one, the latest can be opened again.
    """
    if not check_state.flow.unknown_questions:
        return ""
    if not check_state.check.is_finished or checks.current_check(check_state.check.organisation):
        return "ask"
    latest = Check.objects.of(check_state.check.organisation).finished().first()
    return "reopen" if latest == check_state.check else ""


@in_organisation()
@require_safe
def result(request: OrganisationRequest, check_id: int) -> HttpResponse:
    """Maturity, strengths and gaps, change, requirements, and what cannot wait."""
    check_state = run_or_404(request, check_id)
    context = {
        "section": "check",
        "check_state": check_state,
        "result": Result(check_state),
        "opened_area": request.GET.get("feld"),
        "set_aside": SetAsideAnswer.objects.filter(move__check_run=check_state.check).count(),
    }
    if request.membership.may_edit:
        context["going_on"] = going_on_after(check_state, request.organisation)
        context["asked"] = requests_of(check_state.check)
        context["clarify"] = _way_to_clarify(check_state)
    return render(request, "measures/result.html", context)
