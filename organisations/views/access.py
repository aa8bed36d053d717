"""The door to everything that belongs to an organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from organisations import tenancy
from organisations.domain.accompanying import has_taken_part, note_visit
from organisations.domain.auditing import acting_as
from organisations.domain.participation import (
    ConsultantAccess,
    Participation,
    organisation_opened,
    participation_by,
)
from organisations.models import AccessLevel, Membership, Organisation, Role, User
from organisations.views.htmx import HtmxRequest, instead_of_the_page, wants_part
from organisations.views.saving import CONFLICT, NOT_FOUND

EDITORS = (Role.DIRECTOR, Role.PILOT)
EVERYONE = tuple(Role)
ANY_LEVEL, NO_LEVEL = tuple(AccessLevel), ()

View = Callable[..., HttpResponse]


class LinkRequest(HtmxRequest):
    """A request that came by a secret link; `link_token` is the secret in its address."""

    link_token: str


class SignedInRequest(HtmxRequest):
    """A request of somebody who is signed in."""

    user: User


class OrganisationRequest(SignedInRequest):
    """A request that came through the door: which organisation it is for, and its user's part.

    `contents` says what the organisation has by now (`organisations.domain.places`); who asks for
    a part of a page does not look around.
    """

    organisation: Organisation
    membership: Participation
    contents: frozenset[str]


class MemberRequest(OrganisationRequest):
    """A request for a page that lets no consultant in."""

    membership: Membership


class ConsultantRequest(OrganisationRequest):
    """A request for a page that lets consultants in only."""

    membership: ConsultantAccess


def in_organisation(
    *,
    roles: tuple[Role, ...] = EVERYONE,
    consultants: tuple[AccessLevel, ...] | None = None,
) -> Callable[[View], View]:
    """Decorate a view whose URL names an organisation by `slug`.

    The view runs inside `tenancy.activate_found` and finds `request.organisation` and
    `request.membership`, which is a `Membership` or a `ConsultantAccess`. Strangers are sent to
    sign in; people without a part in the organisation get 404, as if it did not exist, and those
    who had one are told that it ended; members without one of `roles` get 403, as do consultants
    without one of the access levels `consultants`. By default consultants who may read get in
    where all members do, and those who may edit where pilots do. A consultant's visit is noted.
    """
    levels = _levels_for(roles) if consultants is None else consultants

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: OrganisationRequest, slug: str, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _sign_in(request)
            looks_around = not wants_part(request)
            with tenancy.activate_found(
                lambda: organisation_opened(slug, request.user, looks_around=looks_around)
            ) as (organisation, (membership, contents)):
                if organisation is None:
                    raise Http404
                participation = participation_by(membership, request.user, organisation)
                if participation is None:
                    return _no_part(request, organisation)
                if not _may_enter(participation, roles, levels):
                    raise PermissionDenied
                request.organisation = organisation
                request.membership = participation
                request.contents = contents
                with acting_as(participation.role):
                    if isinstance(participation, ConsultantAccess):
                        note_visit(participation)
                    return view(request, **kwargs)

        opened.tenancy_roles = roles  # type: ignore[attr-defined]
        opened.tenancy_levels = levels  # type: ignore[attr-defined]
        return opened

    return decorate


def _levels_for(roles: tuple[Role, ...]) -> tuple[AccessLevel, ...]:
    if Role.MEMBER in roles:
        return ANY_LEVEL
    return (AccessLevel.EDIT,) if Role.PILOT in roles else NO_LEVEL


def _may_enter(
    participation: Participation, roles: tuple[Role, ...], levels: tuple[AccessLevel, ...]
) -> bool:
    if isinstance(participation, ConsultantAccess):
        return participation.accompaniment.level in levels
    return participation.role in roles


def _no_part(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if not has_taken_part(request.user, organisation):  # type: ignore[arg-type]
        raise Http404
    context = {"ended": organisation}
    response = render(request, "organisations/access_ended.html", context, status=NOT_FOUND)
    if request.headers.get("HX-Request"):
        # An open page is left for the one that says what happened.
        response["HX-Redirect"] = reverse("overview", kwargs={"slug": organisation.slug})
    return response


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in and back; what was written meanwhile is shown, to be copied."""
    is_htmx = bool(request.headers.get("HX-Request"))
    here = request.headers.get("HX-Current-URL", "/") if is_htmx else request.get_full_path()
    response = redirect_to_login(here)
    written = _written(request)
    if written:
        context = {"written": written, "sign_in_url": response.url}
        page = render(request, "organisations/signed_out.html", context, status=CONFLICT)
        return instead_of_the_page(request, page)
    return HttpResponseClientRedirect(response.url) if is_htmx else response


def _written(request: HttpRequest) -> list[str]:
    """Return what someone wrote in words, without secrets and what machines write."""
    return [
        str(text)
        for name, text in request.POST.items()
        if len(str(text).split()) > 1 and not any(word in name for word in ("password", "token"))
    ]
