"""The first page, and the overview of an organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lotse.overview.overview import Overview
from organisations.domain.founding import pending_handover
from organisations.domain.participation import CONSULTANT
from organisations.views.access import OrganisationRequest, in_organisation


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what Lotse is; people who are signed in go on to their organisations."""
    if request.user.is_authenticated:
        return redirect("organisations:mine")
    return render(request, "start.html")


@in_organisation()
@require_safe
def overview(request: OrganisationRequest) -> HttpResponse:
    """Show the one next step, and how far everything has come."""
    is_consultant = request.membership.role == CONSULTANT
    context = {
        "section": "overview",
        "overview": Overview(request.organisation, request.membership),
        "handover": pending_handover(request.organisation) if is_consultant else None,
    }
    return render(request, "lotse/overview.html", context)
