"""The addresses of Lotse and the empty page it is compared with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from lotse.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what Django itself costs for a person who is signed in."""
    return HttpResponse()


urlpatterns = [path("bench/leer/", empty), path("", include("lotse.urls"))]
