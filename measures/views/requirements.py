"""The list of requirements, one requirement, and which measures meet it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from checks.domain.requirements import (
    REQUIREMENTS,
    AlreadyNoted,
    Areas,
    change_requirement,
    set_systems,
)
from checks.forms.requirements import ALREADY_NOTED, RequirementEntryForm
from checks.models import Requirement, RequirementSource
from measures.domain.requirement_filtering import matching_requirements
from measures.domain.requirement_list import RequirementList, RequirementRow
from measures.forms.requirements import RequirementFilterForm
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.editing import AddView, ChangeView, OrganisationMixin, RemoveView
from organisations.views.htmx import render_part

SECTION = "requirements"


def requirements_page(
    request: OrganisationRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"section": SECTION} | context
    return render(request, f"measures/requirements/{template}.html", context, status=status)


def _to_list(request: OrganisationRequest) -> HttpResponse:
    return redirect("measures:requirements", slug=request.organisation.slug)


def to_requirement(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    return redirect(
        "measures:requirement", slug=request.organisation.slug, requirement_id=requirement_id
    )


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
    return requirements_page(request, "detail", row=row, requirement=row.requirement)


class RequirementPages(OrganisationMixin):
    """What the pages of one requirement have in common."""

    section = SECTION
    model, editor = Requirement, REQUIREMENTS
    form_class = RequirementEntryForm
    pk_url_kwarg = "requirement_id"
    template_name = "measures/requirements/form.html"
    refusals = {AlreadyNoted: ("text", ALREADY_NOTED)}

    def get_form_kwargs(self) -> Any:
        return super().get_form_kwargs() | {"areas": Areas(self.request.organisation)}


class NewRequirement(RequirementPages, AddView):
    """Take in a requirement that did not come up in a check."""

    message = _("Die Anforderung ist aufgenommen.")

    def new_row(self) -> Requirement:
        return Requirement(organisation=self.request.organisation, source=RequirementSource.OWN)

    def save(self, form: RequirementEntryForm) -> Requirement:
        row: Requirement = super().save(form)
        set_systems(row, form.chosen_systems)
        return row

    def get_success_url(self) -> str:
        is_next = self.request.POST.get("action") == "next"
        return self.url("measures:new_requirement" if is_next else "measures:requirements")


class EditRequirement(RequirementPages, ChangeView):
    """Change a requirement and its systems."""

    def get_queryset(self) -> Any:
        """Leave out what stands in the list no more."""
        return super().get_queryset().current()

    def save(self, form: RequirementEntryForm) -> Requirement:
        row: Requirement = form.save(commit=False)
        change_requirement(
            row,
            form.chosen_systems,
            seen_version=form.cleaned_data["version"],
            stored=self.stored,
            by=self.request.user,
        )
        return row

    def get_success_url(self) -> str:
        return self.url("measures:requirement", requirement_id=self.object.pk)


class RemoveRequirement(RequirementPages, RemoveView):
    """Take a requirement out of the list, which offers to take it back."""

    http_method_names = ["post"]

    def get_queryset(self) -> Any:
        """Leave out what became part of another one."""
        return super().get_queryset().filter(merged_into=None)

    def lead_on(self) -> HttpResponse:
        """Lead to the list, which says what is gone."""
        return redirect(f"{self.url('measures:requirements')}?entfernt={self.object.pk}")


@in_organisation(roles=EDITORS)
@require_POST
def restore_requirement(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    rows = Requirement.objects.filter(organisation=request.organisation).select_for_update()
    found = get_object_or_404(rows, pk=requirement_id)
    try:
        REQUIREMENTS.take_back(found, request.user)
    except AlreadyNoted:
        messages.error(request, _("„%(text)s“ steht schon wieder in der Liste.") % {"text": found})
    else:
        messages.success(request, _("„%(text)s“ steht wieder in der Liste.") % {"text": found})
    return _to_list(request)
