"""The running check behind a page, and what answers when there is none any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from checks import queries
from checks.domain.check_state import CheckState
from organisations.views.access import OrganisationRequest
from organisations.views.htmx import instead_of_the_page
from organisations.views.saving import CONFLICT


def on_running_check(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that gets the running check too, locked when something is sent.

    Where no check runs any more, what was typed is shown, so that it can be copied.
    """

    @wraps(view)
    def found(request: OrganisationRequest, **kwargs: Any) -> HttpResponse:
        is_sent = request.method == "POST"
        current = queries.current_check_with_content(request.organisation, locked=is_sent)
        if current is not None:
            return view(request, CheckState.of_current(current), **kwargs)
        if is_sent:
            return not_stored(request, "checks/closed.html")
        return redirect("checks:start", slug=request.organisation.slug)

    return found


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
