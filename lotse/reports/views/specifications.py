"""Taking requirements along: as a PDF in the making, as an Excel file, as Markdown."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checks.models import ToolComparison
from lotse.reports.domain.ordering import order_specification
from lotse.reports.domain.specification import Specification, as_markdown, note_taken_along
from lotse.reports.domain.specification_workbook import as_workbook
from lotse.reports.views.reports import ordered
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.downloads import EXCEL, MARKDOWN, as_download


def _comparison(request: OrganisationRequest, comparison_id: int | None) -> ToolComparison | None:
    if comparison_id is None:
        return None
    return get_object_or_404(ToolComparison, organisation=request.organisation, pk=comparison_id)


@in_organisation(roles=EDITORS)
@require_POST
def order(request: OrganisationRequest, tool_comparison_id: int | None = None) -> HttpResponse:
    """Order a list of requirements as a PDF; a double click orders one."""
    comparison = _comparison(request, tool_comparison_id)
    report = order_specification(request.organisation, comparison, request.user)
    return ordered(request, report)


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
    return as_download(content, specification.file_name(ending), kind)
