"""The addresses of Lotse and the empty pages it is compared with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from lotse.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FRAME = engines["django"].from_string('{% extends "base.html" %}')


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what Django itself costs for a person who is signed in."""
    return HttpResponse()


@login_required
def frame(request: HttpRequest) -> HttpResponse:
    """Answer with an empty page: only what stands around everything."""
    return HttpResponse(FRAME.render({}, request))


urlpatterns = [
    path("bench/leer/", empty),
    path("bench/rahmen/", frame),
    path("", include("lotse.urls")),
]
