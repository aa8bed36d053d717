"""Finding requirements that say the same, merging them, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checks.domain.requirements import AlreadyNoted
from checks.domain.similarity import likely_duplicates
from checks.forms.requirements import ALREADY_NOTED
from checks.models import Requirement
from measures.domain.merging import NothingToMerge, merge_requirements, part_requirement
from measures.domain.requirement_filtering import RequirementFilter, matching_requirements
from measures.domain.requirement_list import RequirementList
from measures.forms.requirements import ChoiceOfRequirements, MergeForm
from measures.views.requirements import requirements_page, row_or_404, to_requirement
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_safe
def duplicates(request: OrganisationRequest) -> HttpResponse:
    """What probably says the same, and the whole list to choose from."""
    return _choose(request, RequirementList(request.organisation))


def _choose(request: OrganisationRequest, listed: RequirementList) -> HttpResponse:
    by_id = {row.requirement.pk: row for row in listed.rows}
    alike = [
        {"rows": [by_id[key] for key in group.keys], "common": ", ".join(group.common)}
        for group in likely_duplicates({pk: row.requirement.text for pk, row in by_id.items()})
    ]
    rows = matching_requirements(listed.rows, RequirementFilter(), listed.areas)
    return requirements_page(request, "duplicates", alike=alike, rows=rows)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: OrganisationRequest) -> HttpResponse:
    """Choose the wording that stays, and merge; with fewer than two, choose them first."""
    listed = RequirementList(request.organisation)
    by_id = {row.requirement.pk: row for row in listed.rows}
    sent = request.POST if request.method == "POST" else request.GET
    chosen = ChoiceOfRequirements(by_id, sent).chosen
    if len(chosen) < 2:
        messages.info(request, _("Bitte wählen Sie mindestens zwei Anforderungen aus."))
        return _choose(request, listed)
    rows = [by_id[pk] for pk in sorted(chosen)]
    form = MergeForm(
        [row.requirement for row in rows],
        listed.areas,
        request.POST if request.method == "POST" else None,
    )
    if request.method != "POST":
        return requirements_page(request, "merge", form=form, rows=rows)
    if form.is_valid():
        locked = Requirement.objects.filter(
            organisation=request.organisation, pk__in=chosen
        ).select_for_update()
        try:
            merged = merge_requirements(list(locked.order_by("id")), form.chosen, request.user)
        except AlreadyNoted:
            form.add_error("wording", ALREADY_NOTED)
        except NothingToMerge:
            messages.info(request, _("Jemand hat sie gerade schon zusammengeführt."))
            return redirect("measures:duplicates", slug=request.organisation.slug)
        else:
            messages.success(
                request, _("Zusammengeführt. Sie können das hier wieder zurücknehmen.")
            )
            return to_requirement(request, merged.pk)
    return requirements_page(request, "merge", UNPROCESSABLE, form=form, rows=rows)


@in_organisation(roles=EDITORS)
@require_POST
def part(request: OrganisationRequest, requirement_id: int) -> HttpResponse:
    """Take a merging back."""
    row = row_or_404(RequirementList(request.organisation), requirement_id)
    try:
        parts = part_requirement(row.requirement, request.user)
    except AlreadyNoted:
        messages.error(
            request,
            _("Das geht nicht mehr: Eine der Anforderungen steht schon wieder in der Liste."),
        )
        return to_requirement(request, requirement_id)
    if not parts:
        messages.info(request, _("Hier wurde nichts zusammengeführt."))
        return to_requirement(request, requirement_id)
    messages.success(request, _("Die Anforderungen stehen wieder einzeln in der Liste."))
    return redirect("measures:requirements", slug=request.organisation.slug)
