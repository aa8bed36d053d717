"""Taking requirements along: as a PDF in the making, as an Excel file, as Markdown."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checks.models import ToolComparison
from lotse.jobs.tasks import enqueue
from lotse.reports.domain.ordering import order_specification
from lotse.reports.domain.specification import Specification, note_taken_along
from lotse.reports.domain.specification_markdown import as_markdown
from lotse.reports.domain.specification_workbook import as_workbook
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARKDOWN = "text/markdown; charset=utf-8"


def _comparison(request: OrganisationRequest, comparison_id: int | None) -> ToolComparison | None:
    if comparison_id is None:
        return None
    found = ToolComparison.objects.filter(
        organisation=request.organisation, pk=comparison_id
    ).first()
    if found is None:
        raise Http404
    return found


@in_organisation(roles=EDITORS)
@require_POST
def order(request: OrganisationRequest, tool_comparison_id: int | None = None) -> HttpResponse:
    """Order a list of requirements as a PDF; a double click orders one."""
    comparison = _comparison(request, tool_comparison_id)
    report = order_specification(request.organisation, comparison, request.user)
    transaction.on_commit(lambda: enqueue(report))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation()
@never_cache
@require_safe
def excel(request: OrganisationRequest, tool_comparison_id: int | None = None) -> HttpResponse:
    """The list as an Excel file."""
    specification = Specification(request.organisation, _comparison(request, tool_comparison_id))
    return _file(request, specification, as_workbook(specification), "xlsx", EXCEL)


@in_organisation()
@never_cache
@require_safe
def markdown(request: OrganisationRequest, tool_comparison_id: int | None = None) -> HttpResponse:
    """The list as Markdown."""
    specification = Specification(request.organisation, _comparison(request, tool_comparison_id))
    content = as_markdown(specification).encode()
    return _file(request, specification, content, "md", MARKDOWN)


def _file(
    request: OrganisationRequest,
    specification: Specification,
    content: bytes,
    ending: str,
    kind: str,
) -> HttpResponse:
    if request.method == "GET":
        note_taken_along(specification, request.user)
    response = HttpResponse(content, content_type=kind)
    name = specification.file_name(ending)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
