"""Ordering reports, watching them being made, downloading them."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checks import queries as checks
from checks.models import Check
from lotse.jobs.tasks import enqueue
from lotse.reports import queries
from lotse.reports.domain.ordering import (
    cancel_report,
    note_download,
    order_mandate,
    order_minutes,
    order_progress,
    order_report,
    retry_report,
)
from lotse.reports.forms.ordering import OrderForm
from lotse.reports.models import Format, Kind
from lotse.reports.views.finding import detail_page, report_or_404
from lotse.reports.views.reading import report_file, report_page
from measures.models import RoundSnapshot
from organisations.models import Mandate
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


@in_organisation()
@require_safe
def report_list(request: OrganisationRequest) -> HttpResponse:
    """All reports, and the way to a new one."""
    return _list(request, _latest_check(request))


def _latest_check(request: OrganisationRequest) -> Check | None:
    all_checks = checks.checks().of(request.organisation)
    return all_checks.finished().first() or all_checks.running().first()


def _list(
    request: OrganisationRequest,
    check: Check | None,
    form: OrderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    reports = list(queries.reports().of(request.organisation).newest_first())
    last = next((one.requested_at for one in reports if one.kind == Kind.PROGRESS), None)
    context = {
        "section": "reports",
        "reports": reports,
        "check_for_report": check,
        "form": form or OrderForm(last=timezone.localdate(last) if last else None),
    }
    return render(request, "reports/list.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_POST
def order(request: OrganisationRequest) -> HttpResponse:
    """Order a report on the latest check or on progress; a double click orders one."""
    check = _latest_check(request)
    if check is None:
        messages.error(request, _("Für einen Bericht braucht es zuerst einen Check."))
        return redirect("reports:list", slug=request.organisation.slug)
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _list(request, check, form, status=UNPROCESSABLE)
    kind, since = form.cleaned_data["kind"], form.cleaned_data["since"]
    if kind == Kind.PROGRESS:
        report = order_progress(request.organisation, check, since, request.user)
    else:
        report = order_report(check, request.user, kind)
    transaction.on_commit(lambda: enqueue(report))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def order_of_mandate(request: OrganisationRequest, mandate_id: int) -> HttpResponse:
    """Order a version of the mandate as a PDF to sign; a double click orders one."""
    mandate = Mandate.objects.of(request.organisation).filter(pk=mandate_id).first()
    if mandate is None:
        raise Http404
    report = order_mandate(mandate, request.user)
    transaction.on_commit(lambda: enqueue(report))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def order_of_round(request: OrganisationRequest, round_snapshot_id: int) -> HttpResponse:
    """Order the minutes of a closed round; a double click orders one."""
    snapshots = RoundSnapshot.objects.of(request.organisation).without_content()
    snapshot = snapshots.filter(pk=round_snapshot_id).first()
    if snapshot is None:
        raise Http404
    report = order_minutes(snapshot, request.user)
    transaction.on_commit(lambda: enqueue(report))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def retry(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """Order a failed or cancelled report again."""
    report = report_or_404(request, report_id)
    if retry_report(report, request.user):
        transaction.on_commit(lambda: enqueue(report))
    else:
        messages.info(request, _("Dieses Dokument wird gerade schon erstellt."))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def cancel(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """Cancel a report that is not needed any more."""
    if not cancel_report(report_or_404(request, report_id), request.user):
        messages.info(request, _("Da war nichts mehr abzubrechen."))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report_id)


@in_organisation()
@never_cache
@require_safe
def detail(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """One report: how far it is, or how it can be read."""
    return detail_page(request, report_or_404(request, report_id))


@in_organisation()
@never_cache
@require_safe
def read(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """The report as a page, for members only."""
    return report_page(request, report_or_404(request, report_id))


@in_organisation()
@never_cache
@require_safe
def download(
    request: OrganisationRequest, report_id: int, wanted: str = Format.PDF
) -> HttpResponse:
    """The report as a file, for members only."""
    report = report_or_404(request, report_id)
    response = report_file(report, wanted)
    if request.method == "GET":
        note_download(report, wanted, request.user)
    return response
