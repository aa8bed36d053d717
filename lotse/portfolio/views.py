"""All organisations of a consultant, to look through and to take along as a table."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lotse.portfolio.domain.gathering import PortfolioEntry, portfolio_of
from lotse.portfolio.domain.listing import (
    STAGE_NAMES,
    count_by_stage,
    matching,
    portfolio_csv,
    portfolio_workbook,
)
from lotse.portfolio.forms import PortfolioFilterForm
from organisations.views.access import SignedInRequest
from organisations.views.downloads import CSV, EXCEL, as_download
from organisations.views.htmx import render_part
from organisations.views.organisations import for_consultants

PAGE_SIZE = 50


@for_consultants
@require_safe
def portfolio(request: SignedInRequest) -> HttpResponse:
    """The organisations that the consultancy accompanies, fifty a page."""
    form = PortfolioFilterForm(request.GET)
    wanted = form.filter
    entries = portfolio_of(request.user)
    page = Paginator(matching(entries, wanted), PAGE_SIZE).get_page(request.GET.get("seite"))
    address = request.GET.copy()
    address.pop("seite", None)
    context = {
        "consultancy": request.user.consultant.consultancy,
        "form": form,
        "filter": wanted,
        "page": page,
        "rows": [(entry, STAGE_NAMES[entry.stage]) for entry in page],
        "total": len(entries),
        "stages": count_by_stage(entries),
        "filter_query": address.urlencode(),
    }
    return render_part(request, "portfolio/list.html", "portfolio/parts/rows.html", context)


def _wanted(request: SignedInRequest) -> list[PortfolioEntry]:
    return matching(portfolio_of(request.user), PortfolioFilterForm(request.GET).filter)


def _file_name(ending: str) -> str:
    return f"portfolio-{timezone.localdate():%Y-%m-%d}.{ending}"


@for_consultants
@require_safe
def as_csv(request: SignedInRequest) -> HttpResponse:
    """What the filter shows, as a CSV file."""
    return as_download(portfolio_csv(_wanted(request)), _file_name("csv"), CSV)


@for_consultants
@require_safe
def as_excel(request: SignedInRequest) -> HttpResponse:
    """What the filter shows, as an Excel file."""
    return as_download(portfolio_workbook(_wanted(request)), _file_name("xlsx"), EXCEL)
