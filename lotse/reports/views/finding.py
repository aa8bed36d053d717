"""Finding a report, and the page that says how far it is or how it can be read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from lotse.jobs.models import State
from lotse.reports import queries
from lotse.reports.domain.sharing import links_of
from lotse.reports.forms.sharing import ShareForm
from lotse.reports.models import Format, Report
from organisations.views.access import OrganisationRequest
from organisations.views.htmx import render_part


def report_or_404(request: OrganisationRequest, report_id: int) -> Report:
    """Return a report of the request's organisation. Raises `Http404` without one."""
    report = queries.reports().of(request.organisation).newest_first().filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


def detail_page(
    request: OrganisationRequest, report: Report, form: ShareForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a report; for htmx the part that says how far it is."""
    files = queries.file_facts(report) if report.state == State.DONE else {}
    context = {"section": "reports", "report": report, "files": files}
    if Format.DOCUMENT in files and request.membership.may_edit:
        context |= {"form": form or ShareForm(), "links": _links(report)}
    return render_part(request, "reports/detail.html", "reports/parts/status.html", context, status)


def _links(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "link": one.link,
            "url": settings.BASE_URL + reverse("reports:shared", args=[one.token])
            if one.token and one.link.is_open
            else "",
        }
        for one in links_of(report)
    ]
