"""What answers to htmx have in common."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def instead_of_the_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a whole page take the place of the one that is open, wherever htmx aimed."""
    if request.headers.get("HX-Request"):
        response["HX-Retarget"] = response["HX-Reselect"] = "#inhalt"
        response["HX-Reswap"] = "outerHTML show:window:top"
    return response
