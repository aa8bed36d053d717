"""Ordering reports, watching them being made, reading, downloading and sharing them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from checks.models import Check
from lotse.jobs.models import State
from lotse.jobs.tasks import enqueue
from lotse.reports.document.html import body
from lotse.reports.document.model import from_json
from lotse.reports.domain import sharing
from lotse.reports.domain.ordering import (
    cancel_report,
    note_download,
    order_mandate,
    order_minutes,
    order_progress,
    order_report,
    retry_report,
)
from lotse.reports.forms import OrderForm, ShareForm
from lotse.reports.models import MEDIA_TYPES, Format, Report, ReportFile, ReportKind, ReportLink
from measures.models import RoundSnapshot
from organisations.models import Mandate
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.downloads import as_download
from organisations.views.htmx import render_part
from organisations.views.saving import UNPROCESSABLE


@in_organisation()
@require_safe
def report_list(request: OrganisationRequest) -> HttpResponse:
    """All reports, and the way to a new one."""
    return _list(request, _latest_check(request))


def _latest_check(request: OrganisationRequest) -> Check | None:
    all_checks = Check.objects.of(request.organisation)
    return all_checks.finished().first() or all_checks.running().first()


def _list(
    request: OrganisationRequest,
    check: Check | None,
    form: OrderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    reports = list(Report.objects.of(request.organisation).newest_first())
    last = next((one.requested_at for one in reports if one.kind == ReportKind.PROGRESS), None)
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
    if kind == ReportKind.PROGRESS:
        report = order_progress(request.organisation, check, since, request.user)
    else:
        report = order_report(check, request.user, kind)
    return ordered(request, report)


def ordered(request: OrganisationRequest, report: Report) -> HttpResponse:
    """Have a report made that was ordered, and lead to the page that says how far it is."""
    transaction.on_commit(lambda: enqueue(report))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def order_of_mandate(request: OrganisationRequest, mandate_id: int) -> HttpResponse:
    """Order a version of the mandate as a PDF to sign; a double click orders one."""
    mandate = get_object_or_404(Mandate.objects.of(request.organisation), pk=mandate_id)
    report = order_mandate(mandate, request.user)
    return ordered(request, report)


@in_organisation(roles=EDITORS)
@require_POST
def order_of_round(request: OrganisationRequest, round_snapshot_id: int) -> HttpResponse:
    """Order the minutes of a closed round; a double click orders one."""
    snapshots = RoundSnapshot.objects.of(request.organisation).without_content()
    snapshot = get_object_or_404(snapshots, pk=round_snapshot_id)
    report = order_minutes(snapshot, request.user)
    return ordered(request, report)


@in_organisation(roles=EDITORS)
@require_POST
def retry(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """Order a failed or cancelled report again."""
    report = _found(request, report_id)
    if retry_report(report, request.user):
        transaction.on_commit(lambda: enqueue(report))
    else:
        messages.info(request, _("Dieses Dokument wird gerade schon erstellt."))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report.pk)


@in_organisation(roles=EDITORS)
@require_POST
def cancel(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """Cancel a report that is not needed any more."""
    if not cancel_report(_found(request, report_id), request.user):
        messages.info(request, _("Da war nichts mehr abzubrechen."))
    return redirect("reports:detail", slug=request.organisation.slug, report_id=report_id)


def _found(request: OrganisationRequest, report_id: int) -> Report:
    return get_object_or_404(Report.objects.of(request.organisation).newest_first(), pk=report_id)


@in_organisation()
@never_cache
@require_safe
def detail(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """One report: how far it is, or how it can be read."""
    return _detail(request, _found(request, report_id))


def _detail(
    request: OrganisationRequest, report: Report, form: ShareForm | None = None, status: int = 200
) -> HttpResponse:
    facts = ReportFile.objects.of(report).defer("content") if report.state == State.DONE else ()
    files = {file.format: file for file in facts}
    context = {"section": "reports", "report": report, "files": files}
    if Format.DOCUMENT in files and request.membership.may_edit:
        context |= {"form": form or ShareForm(), "links": _links(report)}
    part = "reports/parts/status.html"
    return render_part(request, "reports/detail.html", part, context, status)


def _links(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "link": one.link,
            "url": settings.BASE_URL + reverse("reports:shared", args=[one.token])
            if one.token and one.link.is_open
            else "",
        }
        for one in sharing.links_of(report)
    ]


@in_organisation()
@never_cache
@require_safe
def read(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """The report as a page, for members only."""
    return report_page(request, _found(request, report_id))


def report_page(request: HttpRequest, report: Report, **context: Any) -> HttpResponse:
    """Return a report as a page, as it was when it was made. Raises `Http404` without one."""
    file = _file(report, Format.DOCUMENT)
    document = from_json(bytes(file.content))
    context |= {"document": document, "body": body(document), "report": report}
    return render(request, "reports/document.html", context)


def _file(report: Report, wanted: str) -> ReportFile:
    return get_object_or_404(ReportFile.objects.of(report), format=wanted)


@in_organisation()
@never_cache
@require_safe
def download(
    request: OrganisationRequest, report_id: int, wanted: str = Format.PDF
) -> HttpResponse:
    """The report as a file, for members only."""
    report = _found(request, report_id)
    response = report_file(report, wanted)
    if request.method == "GET":
        note_download(report, wanted, request.user)
    return response


def report_file(report: Report, wanted: str) -> HttpResponse:
    """Return a report as a file to be saved. Raises `Http404` without one."""
    file = _file(report, wanted)
    return as_download(bytes(file.content), file.name, MEDIA_TYPES[Format(wanted)])


def _to_links(request: OrganisationRequest, report: Report) -> HttpResponse:
    kwargs = {"slug": request.organisation.slug, "report_id": report.pk}
    return redirect(reverse("reports:detail", kwargs=kwargs) + "#teilen")


@in_organisation(roles=EDITORS)
@require_POST
def share(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """Make a link to a report that is done and can be read as a page."""
    report = _found(request, report_id)
    _file(report, Format.DOCUMENT)
    form = ShareForm(request.POST)
    if form.is_valid():
        try:
            sharing.share(report, **form.cleaned_data, by=request.user)
        except sharing.TooManyLinks as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Der Link ist fertig. Sie können ihn jetzt weitergeben."))
            return _to_links(request, report)
    return _detail(request, report, form=form, status=UNPROCESSABLE)


@in_organisation(roles=EDITORS)
@require_POST
def revoke(request: OrganisationRequest, report_id: int, report_link_id: int) -> HttpResponse:
    """Let a link lead nowhere from now on."""
    report = _found(request, report_id)
    link = get_object_or_404(ReportLink.objects.of(report), pk=report_link_id)
    link.report = report
    sharing.revoke(link, request.user)
    messages.success(request, _("Der Link gilt nicht mehr."))
    return _to_links(request, report)
