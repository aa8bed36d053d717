"""Who accompanies an organisation: seen by all, decided by director and pilot."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.domain import accompanying, asking_for_help
from organisations.forms.team import GrantForm, LevelForm, QuestionForm
from organisations.models import Accompaniment
from organisations.views.access import (
    ANY_LEVEL,
    EDITORS,
    NO_LEVEL,
    ConsultantRequest,
    OrganisationRequest,
    in_organisation,
)
from organisations.views.saving import UNPROCESSABLE


def _page(request: OrganisationRequest, form: GrantForm, status: int = 200) -> HttpResponse:
    found = Accompaniment.objects.of(request.organisation).with_people()
    context = {
        "section": "organisation",
        "subsection": "accompaniments",
        "accompaniments": [
            (one, LevelForm(initial={"level": one.level}, auto_id=f"id_{one.pk}_%s"))
            for one in found
        ],
        "form": form,
        "may_decide": request.membership.role in EDITORS,
    }
    return render(request, "organisations/accompaniments.html", context, status=status)


def _accompaniment(request: OrganisationRequest, accompaniment_id: int) -> Accompaniment:
    found = Accompaniment.objects.of(request.organisation)
    return get_object_or_404(found.select_related("consultancy"), pk=accompaniment_id)


@in_organisation()
@require_safe
def accompaniments(request: OrganisationRequest) -> HttpResponse:
    """Show who accompanies the organisation, with which access, and when they looked in."""
    return _page(request, GrantForm(request.organisation))


@in_organisation(roles=EDITORS, consultants=NO_LEVEL)
@require_POST
def grant(request: OrganisationRequest) -> HttpResponse:
    """Let a consultancy in."""
    form = GrantForm(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, form, UNPROCESSABLE)
    consultancy = form.cleaned_data["consultancy"]
    accompanying.grant_access(
        request.organisation, consultancy, form.cleaned_data["level"], request.user
    )
    messages.success(request, _("„%s“ begleitet Sie ab jetzt.") % consultancy)
    return redirect("organisations:accompaniments", slug=request.organisation.slug)


@in_organisation(roles=EDITORS, consultants=NO_LEVEL)
@require_POST
def change(request: OrganisationRequest, accompaniment_id: int) -> HttpResponse:
    """Change what a consultancy may do."""
    one = _accompaniment(request, accompaniment_id)
    form = LevelForm(request.POST)
    if form.is_valid():
        accompanying.change_level(one, form.cleaned_data["level"], request.user)
        level = one.get_level_display()
        messages.success(request, _("„%s“ darf jetzt: %s.") % (one.consultancy, level))
    else:
        messages.error(request, _("Diesen Zugang gibt es nicht. Es bleibt, wie es war."))
    return redirect("organisations:accompaniments", slug=request.organisation.slug)


@in_organisation(roles=EDITORS, consultants=NO_LEVEL)
@require_POST
def withdraw(request: OrganisationRequest, accompaniment_id: int) -> HttpResponse:
    """Take a consultancy's access away; it can be granted again at any time."""
    one = _accompaniment(request, accompaniment_id)
    accompanying.withdraw_access(one, request.user)
    messages.success(
        request,
        _("„%s“ hat ab sofort keinen Zugang mehr. Sie können ihn jederzeit wieder erteilen.")
        % one.consultancy,
    )
    return redirect("organisations:accompaniments", slug=request.organisation.slug)


@in_organisation(consultants=NO_LEVEL)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: OrganisationRequest) -> HttpResponse:
    """Send a question to those who accompany the organisation, or say how to find somebody.

    `?seite=` is the page that one comes from.
    """
    people = asking_for_help.whom_to_ask(request.organisation)
    form = QuestionForm(
        request.organisation,
        request.POST if request.method == "POST" else None,
        initial={"page": request.GET.get("seite")},
    )
    if people and form.is_valid():
        asking_for_help.ask(
            request.organisation, form.cleaned_data["question"], form.page_behind, request.user
        )
        messages.success(
            request, _("Ihre Frage ist unterwegs an %s.") % ", ".join(map(str, people))
        )
        return redirect(form.page_behind)
    context = {"form": form, "people": people, "back": form.page_behind}
    status = UNPROCESSABLE if people and form.is_bound else 200
    return render(request, "organisations/ask_consultant.html", context, status=status)


@in_organisation(roles=(), consultants=ANY_LEVEL)
@require_POST
def end(request: ConsultantRequest) -> HttpResponse:
    """Let consultants end the accompaniment themselves."""
    accompanying.end_accompaniment(request.membership)
    messages.success(request, _("Sie begleiten „%s“ nicht mehr.") % request.organisation.name)
    return redirect("organisations:mine")
