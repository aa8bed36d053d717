"""How far the check is, for those who read along."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from checks import queries
from checks.domain.check_state import CheckState
from checks.domain.wording import total_in_words
from organisations.views.access import OrganisationRequest, in_organisation


@in_organisation()
@require_safe
def standing(request: OrganisationRequest) -> HttpResponse:
    """Show how much of the running check is answered, and the results of closed ones."""
    checks = queries.checks().of(request.organisation)
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
