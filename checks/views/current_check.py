"""The running check behind a page, and what answers when there is none any more."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from checks import queries
from checks.domain.check_state import CheckState
from organisations.views.access import OrganisationRequest
from organisations.views.htmx import instead_of_the_page
from organisations.views.saving import CONFLICT


def running(request: OrganisationRequest) -> CheckState | None:
    """Return the running check, locked when something is sent; None when there is none."""
    found = queries.current_check_with_content(
        request.organisation, locked=request.method == "POST"
    )
    return CheckState(*found) if found else None


def closed(request: OrganisationRequest) -> HttpResponse:
    """Answer a page of a check that is not running, and show what was typed into it."""
    if request.method != "POST":
        return redirect("checks:start", slug=request.organisation.slug)
    return not_stored(request, "checks/closed.html")


def not_stored(request: OrganisationRequest, template: str, **context: Any) -> HttpResponse:
    """Show a page in place of what was sent, with everything typed, to copy it."""
    typed = [
        str(value)
        for name, value in request.POST.items()
        if name.endswith(("note", "text", "needed_by")) and str(value).strip()
    ]
    context |= {"typed": typed, "section": "check"}
    response = render(request, template, context, status=CONFLICT)
    return instead_of_the_page(request, response)
