"""Sharing a report by links."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lotse.reports import queries
from lotse.reports.domain import sharing
from lotse.reports.domain.sharing import TooManyLinks
from lotse.reports.forms.sharing import ShareForm
from lotse.reports.models import Format, Report
from lotse.reports.views.finding import detail_page, report_or_404
from lotse.reports.views.reading import file_or_404
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


def _to_links(request: OrganisationRequest, report: Report) -> HttpResponse:
    kwargs = {"slug": request.organisation.slug, "report_id": report.pk}
    return redirect(reverse("reports:detail", kwargs=kwargs) + "#teilen")


@in_organisation(roles=EDITORS)
@require_POST
def share(request: OrganisationRequest, report_id: int) -> HttpResponse:
    """Make a link to a report that is done and can be read as a page."""
    report = report_or_404(request, report_id)
    file_or_404(report, Format.DOCUMENT)
    form = ShareForm(request.POST)
    if form.is_valid():
        try:
            sharing.share(report, **form.cleaned_data, by=request.user)
        except TooManyLinks as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Der Link ist fertig. Sie können ihn jetzt weitergeben."))
            return _to_links(request, report)
    return detail_page(request, report, form=form, status=UNPROCESSABLE)


@in_organisation(roles=EDITORS)
@require_POST
def revoke(request: OrganisationRequest, report_id: int, report_link_id: int) -> HttpResponse:
    """Let a link lead nowhere from now on."""
    report = report_or_404(request, report_id)
    link = queries.report_links().of(report).filter(pk=report_link_id).first()
    if link is None:
        raise Http404
    link.report = report
    sharing.revoke(link, request.user)
    messages.success(request, _("Der Link gilt nicht mehr."))
    return _to_links(request, report)
