"""One's own organisations, and founding a new one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations import tenancy
from organisations.domain.founding import found_organisation
from organisations.forms.founding import OrganisationForm
from organisations.models import Membership
from organisations.views.access import SignedInRequest


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
    """Found an organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = found_organisation(request.user, **form.cleaned_data)
        messages.success(request, _("Ihre Organisation ist angelegt."))
        return redirect("overview", slug=organisation.slug)
    return render(request, "organisations/found.html", {"form": form})
