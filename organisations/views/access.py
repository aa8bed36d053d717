"""The door to everything that belongs to an organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from organisations import queries, tenancy
from organisations.models import Organisation, Role

EDITORS = (Role.DIRECTOR, Role.PILOT)
EVERYONE = tuple(Role)

View = Callable[..., HttpResponse]


def in_organisation(*, roles: tuple[Role, ...] = EVERYONE) -> Callable[[View], View]:
    """Decorate a view whose URL names an organisation by `slug`.

    The view runs inside `tenancy.activate` and finds `request.organisation` and
    `request.membership`. Strangers are sent to sign in; members of other organisations get
    404, as if the organisation did not exist; members without one of `roles` get 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: Any, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _sign_in(request)
            organisation = Organisation.objects.filter(slug=slug).first()
            if organisation is None:
                raise Http404
            with tenancy.activate(organisation):
                membership = (
                    queries.memberships().in_organisation(organisation).of(request.user).first()
                )
                if membership is None:
                    raise Http404
                if membership.role not in roles:
                    raise PermissionDenied
                membership.organisation = organisation
                request.organisation = organisation
                request.membership = membership
                return view(request, **kwargs)

        opened.tenancy_roles = roles  # type: ignore[attr-defined]
        return opened

    return decorate


def _sign_in(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        here = request.headers.get("HX-Current-URL", "/")
        return HttpResponseClientRedirect(redirect_to_login(here).url)
    return response
