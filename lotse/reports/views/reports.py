"""Ordering reports, watching them being made, downloading them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checks import queries as checks
from lotse.jobs.models import State
from lotse.jobs.tasks import enqueue
from lotse.reports import queries
from lotse.reports.domain.ordering import (
    cancel_report,
    note_download,
    order_mandate,
    order_report,
    retry_report,
)
from lotse.reports.models import Report
from organisations import queries as people
from organisations.views.access import EDITORS, in_organisation


def _report(request: Any, report_id: int) -> Report:
    report = queries.reports().of(request.organisation).newest_first().filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


@in_organisation()
@require_safe
def report_list(request: Any) -> HttpResponse:
    """All reports, and the way to a new one."""
    organisation = request.organisation
    all_checks = checks.checks().of(organisation)
    context = {
        "section": "reports",
        "reports": queries.reports().of(organisation).newest_first(),
        "check_for_report": all_checks.finished().first() or all_checks.running().first(),
    }
    return render(request, "reports/list.html", context)


@in_organisation(roles=EDITORS)
@require_POST
def order(request: Any) -> HttpResponse:
    """Order a report on the latest check; a double click orders one."""
    all_checks = checks.checks().of(request.organisation)
    check = all_checks.finished().first() or all_checks.running().first()
    if check is None:
        messages.error(request, _("Für einen Bericht braucht es zuerst einen Check."))
        return redirect("reports:list", slug=request.organisation.slug)
    report = order_report(check, request.user)
    transaction.on_commit(lambda: enqueue(report))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def order_of_mandate(request: Any, mandate_id: int) -> HttpResponse:
    """Order a version of the mandate as a PDF to sign; a double click orders one."""
    mandate = people.mandates().of(request.organisation).filter(pk=mandate_id).first()
    if mandate is None:
        raise Http404
    report = order_mandate(mandate, request.user)
    transaction.on_commit(lambda: enqueue(report))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def retry(request: Any, report_id: int) -> HttpResponse:
    """Order a failed or cancelled report again."""
    report = _report(request, report_id)
    if retry_report(report, request.user):
        transaction.on_commit(lambda: enqueue(report))
    else:
        messages.info(request, _("Es wird gerade schon ein Bericht erstellt."))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def cancel(request: Any, report_id: int) -> HttpResponse:
    """Cancel a report that is not needed any more."""
    if not cancel_report(_report(request, report_id), request.user):
        messages.info(request, _("Da war nichts mehr abzubrechen."))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report_id)


@in_organisation()
@never_cache
@require_safe
def detail(request: Any, report_id: int) -> HttpResponse:
    """One report: how far it is, or the finished file."""
    report = _report(request, report_id)
    context = {
        "section": "reports",
        "report": report,
        "file": queries.file_facts(report) if report.state == State.DONE else None,
    }
    part = request.htmx and not request.htmx.history_restore_request
    response = render(
        request, "reports/parts/status.html" if part else "reports/detail.html", context
    )
    response["Vary"] = "HX-Request"
    return response


@in_organisation()
@never_cache
@require_safe
def download(request: Any, report_id: int) -> HttpResponse:
    """The finished PDF, for members only."""
    report = _report(request, report_id)
    file = queries.file_of(report)
    if file is None:
        raise Http404
    if request.method == "GET":
        note_download(report, request.user)
    response = HttpResponse(bytes(file.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
