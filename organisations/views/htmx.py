"""Answers to htmx, which work without it as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request that may come from htmx, which the middleware found out."""

    htmx: HtmxDetails


def wants_part(request: HtmxRequest) -> bool:
    """Whether htmx asks for a part of a page; going back without a copy it wants the whole."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def render_part(
    request: HtmxRequest, page: str, part: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render the template `page`, or only `part`, which it includes, for htmx."""
    template = part if wants_part(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def lead_to(request: HtmxRequest, url: str) -> HttpResponse:
    """Lead to another page: the browser, and htmx instead of what it wanted to show."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def instead_of_the_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let a whole page take the place of the one that is open, wherever htmx aimed."""
    if request.headers.get("HX-Request"):
        response["HX-Retarget"] = response["HX-Reselect"] = "#inhalt"
        response["HX-Reswap"] = "outerHTML show:window:top"
    return response
