"""One's own organisations, and founding one: for oneself, or for others to hand it over."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import tenancy
from organisations.domain import founding
from organisations.domain.team import Refused
from organisations.forms.founding import AccompaniedOrganisationForm, DirectorForm, OrganisationForm
from organisations.models import AccessLevel, Invitation, Membership, Role
from organisations.views.access import OrganisationRequest, SignedInRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """List the organisations of the signed-in person, or go straight to the only one.

    Consultants who are a member nowhere go to their portfolio.
    """
    with tenancy.own_memberships(request.user):
        memberships = list(Membership.objects.of_person(request.user).with_organisations())
    if not memberships:
        return redirect("portfolio" if request.user.is_consultant else "organisations:found")
    if len(memberships) == 1 and "alle" not in request.GET:
        return redirect("overview", slug=memberships[0].organisation.slug)
    return render(request, "organisations/mine.html", {"memberships": memberships})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: SignedInRequest) -> HttpResponse:
    """Found an organisation; pilots go on to the check, directors to their overview."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = founding.found_organisation(request.user, **form.cleaned_data)
        messages.success(request, _("Ihre Organisation ist angelegt."))
        is_pilot = form.cleaned_data["role"] == Role.PILOT
        return redirect("checks:start" if is_pilot else "overview", slug=organisation.slug)
    return render(request, "organisations/found.html", {"form": form})


def for_consultants(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that exists only for people who work for a consultancy."""

    @login_required
    @wraps(view)
    def opened(request: SignedInRequest, **kwargs: Any) -> HttpResponse:
        if not request.user.is_consultant:
            raise Http404
        return view(request, **kwargs)

    return opened


@for_consultants
@require_http_methods(["GET", "HEAD", "POST"])
def found_for_others(request: SignedInRequest) -> HttpResponse:
    """Found an organisation for others, and invite its director."""
    typed = request.POST or None
    form, director = AccompaniedOrganisationForm(typed), DirectorForm(typed)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and director.is_valid():
            consultant = request.user.consultant
            consultant.user = request.user
            organisation = founding.found_for_director(
                consultant, **form.cleaned_data, **director.cleaned_data
            )
            messages.success(
                request,
                _("„%(name)s“ ist angelegt. Die Einladung an %(email)s ist unterwegs.")
                % {"name": organisation.name, "email": director.cleaned_data["email"]},
            )
            return redirect("overview", slug=organisation.slug)
    context = {"form": form, "director_form": director}
    return render(request, "organisations/found_for_others.html", context, status=status)


@in_organisation(roles=(), consultants=(AccessLevel.EDIT,))
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: OrganisationRequest) -> HttpResponse:
    """See how far the handover is, correct the address, send the invitation once more."""
    invitation = founding.pending_handover(request.organisation)
    if invitation is None:
        messages.info(request, _("Diese Organisation ist schon übergeben."))
        return redirect("overview", slug=request.organisation.slug)
    if request.method != "POST":
        return _page(request, invitation, DirectorForm(initial=_stored(invitation)))
    form = DirectorForm(request.POST)
    if not form.is_valid():
        return _page(request, invitation, form, UNPROCESSABLE)
    try:
        current = founding.hand_over_again(invitation, request.user, **form.cleaned_data)
    except Refused as reason:
        form.add_error(None, str(reason))
        return _page(request, invitation, form, CONFLICT)
    messages.success(
        request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": current.email}
    )
    return redirect("organisations:handover", slug=request.organisation.slug)


def _stored(invitation: Invitation) -> dict[str, str]:
    """Return what the form begins with: the address that the director wishes, where they did."""
    return {
        "director_name": invitation.name,
        "email": invitation.wanted_email or invitation.email,
        "message": invitation.message,
    }


def _page(
    request: OrganisationRequest, invitation: Invitation, form: DirectorForm, status: int = 200
) -> HttpResponse:
    context = {
        "section": "organisation",
        "subsection": "handover",
        "invitation": invitation,
        "form": form,
    }
    return render(request, "organisations/handover.html", context, status=status)
