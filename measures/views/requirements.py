"""The list of requirements, one requirement, and which measures meet it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checks.domain import requirements as keeping
from checks.domain.requirements import AlreadyNoted, Areas
from checks.forms.requirements import ALREADY_NOTED, RequirementEntryForm
from checks.models import Requirement, RequirementSource
from measures.domain.requirement_filtering import matching_requirements
from measures.domain.requirement_list import RequirementList, RequirementRow
from measures.forms.requirements import RequirementFilterForm
from organisations.domain.auditing import changed_fields
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.htmx import render_part
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved

SECTION = "requirements"


def _page(
    request: OrganisationRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"section": SECTION} | context
    return render(request, f"measures/requirements/{template}.html", context, status=status)


def _to_list(request: OrganisationRequest) -> HttpResponse:
    return redirect("measures:requirements", slug=request.organisation.slug)


def to_requirement(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    """Lead to the page of a requirement."""
    return redirect(
        "measures:requirement", slug=request.organisation.slug, requirement_id=requirement_id
    )


def _requirement(request: OrganisationRequest, requirement_id: int) -> Requirement:
    found = Requirement.objects.filter(organisation=request.organisation)
    if request.method == "POST":
        found = found.select_for_update()
    requirement = found.filter(pk=requirement_id).first()
    if requirement is None:
        raise Http404
    return requirement


def row_or_404(listed: RequirementList, requirement_id: int) -> RequirementRow:
    """Return a requirement of the list with everything that belongs to it."""
    row = listed.row_of(requirement_id)
    if row is None:
        raise Http404
    return row


@in_organisation()
@require_safe
def requirement_list(request: OrganisationRequest) -> HttpResponse:
    """All requirements, to be filtered; what was removed stands below."""
    listed = RequirementList(request.organisation)
    form = RequirementFilterForm(listed, request.GET)
    wanted = form.filter
    context: dict[str, Any] = {
        "section": SECTION,
        "form": form,
        "rows": matching_requirements(listed.rows, wanted, listed.areas),
        "total": len(listed.rows),
        "without": sum(row.is_without_measure for row in listed.rows),
        "filter": wanted,
        "removed": listed.removed,
        "just_removed": _just_removed(request, listed),
    }
    page, part = "measures/requirements/list.html", "measures/requirements/parts/rows.html"
    return render_part(request, page, part, context)


def _just_removed(request: OrganisationRequest, listed: RequirementList) -> Requirement | None:
    number = request.GET.get("entfernt", "")
    return next((one for one in listed.removed if str(one.pk) == number), None)


@in_organisation()
@require_safe
def requirement(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    """One requirement; of a merged one the page of what it became part of."""
    listed = RequirementList(request.organisation)
    row = listed.row_with(requirement_id)
    if row is None:
        raise Http404
    if row.requirement.pk != requirement_id:
        return to_requirement(request, row.requirement.pk)
    return _page(request, "detail", row=row, requirement=row.requirement)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_requirement(request: OrganisationRequest) -> HttpResponse:
    """Take in a requirement that did not come up in a check."""
    form = RequirementEntryForm(
        Areas(request.organisation),
        request.POST or None,
        instance=Requirement(organisation=request.organisation, source=RequirementSource.OWN),
    )
    if request.method != "POST":
        return _page(request, "form", form=form)
    if not form.is_valid():
        return _page(request, "form", UNPROCESSABLE, form=form)
    keeping.write_requirement(form.save(commit=False), form.chosen_systems, request.user)
    messages.success(request, _("Die Anforderung ist aufgenommen."))
    if request.POST.get("action") == "next":
        return redirect("measures:new_requirement", slug=request.organisation.slug)
    return _to_list(request)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_requirement(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    """Change a requirement; a stale form shows both versions."""
    stored = _requirement(request, requirement_id)
    if not stored.is_current:
        raise Http404
    form = RequirementEntryForm(
        Areas(request.organisation),
        request.POST or None,
        instance=_requirement(request, requirement_id),
    )
    context: dict[str, Any] = {"form": form, "requirement": stored}
    if request.method != "POST":
        return _page(request, "form", **context)
    status = reason_not_saved(
        form,
        lambda: keeping.change_requirement(
            form.save(commit=False),
            form.chosen_systems,
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
        {AlreadyNoted: ("text", ALREADY_NOTED)},
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        return to_requirement(request, stored.pk)
    if status == CONFLICT:
        context["other"] = changed_fields(stored, form.instance, keeping.FIELDS)[0]
        context["stale"] = True
    return _page(request, "form", status, **context)


@in_organisation(roles=EDITORS)
@require_POST
def remove_requirement(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    """Take a requirement out of the list; the list offers to take it back."""
    found = _requirement(request, requirement_id)
    if found.merged_into_id is not None:
        raise Http404
    keeping.REQUIREMENTS.remove(found, request.user)
    address = reverse("measures:requirements", kwargs={"slug": request.organisation.slug})
    return redirect(f"{address}?entfernt={found.pk}")


@in_organisation(roles=EDITORS)
@require_POST
def restore_requirement(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    """Take a removed requirement back."""
    found = _requirement(request, requirement_id)
    try:
        keeping.REQUIREMENTS.take_back(found, request.user)
    except AlreadyNoted:
        messages.error(request, _("„%(text)s“ steht schon wieder in der Liste.") % {"text": found})
    else:
        messages.success(request, _("„%(text)s“ steht wieder in der Liste.") % {"text": found})
    return _to_list(request)
