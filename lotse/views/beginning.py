"""The end of the first sitting: what comes onto the list, what is begun, and a sheet about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checks.domain.check_state import CheckState
from checks.models import Check
from lotse.reports.domain.ordering import order_report
from lotse.reports.models import ReportKind
from lotse.reports.views.reports import ordered
from measures.domain.beginning import begin, opportunities
from measures.forms.beginning import BeginForm
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: OrganisationRequest) -> HttpResponse:
    """Offer three measures, begin with one of them, and have the Startblatt made."""
    check = Check.objects.of(request.organisation).finished().first()
    if check:
        check.organisation = request.organisation
    check_state = CheckState(check) if check else None
    offered = opportunities(request.organisation, check_state)
    if not offered:
        messages.info(request, _("Im Moment wartet keine Maßnahme darauf, begonnen zu werden."))
        return redirect("overview", slug=request.organisation.slug)
    form = BeginForm(offered, request.membership, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = UNPROCESSABLE if form.errors else 200
        context = {"section": "measures", "form": form, "check_state": check_state}
        return render(request, "lotse/beginning.html", context, status=status)
    measure = begin(check_state=check_state, by=request.user, **form.cleaned_data)
    messages.success(
        request,
        _("„%(title)s“ ist begonnen, fertig bis zum %(day)s.")
        % {"title": measure.title, "day": date_format(form.cleaned_data["due_date"])},
    )
    if check is None:
        return redirect("measures:detail", slug=request.organisation.slug, measure_id=measure.pk)
    return ordered(request, order_report(check, request.user, ReportKind.START))
