"""The page „Daten“: taking everything along, and deleting the organisation."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lotse.jobs.tasks import enqueue
from lotse.portability.domain import deleting, exporting
from lotse.portability.forms.confirming import DeletionForm
from lotse.portability.models import DataExport
from organisations.models import Membership, Role
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.downloads import as_download
from organisations.views.htmx import render_part

NOT_FOR_CONSULTANTS = ()


def _may_delete(request: OrganisationRequest) -> bool:
    """Directors decide; a pilot only where there is no director."""
    if request.membership.role == Role.DIRECTOR:
        return True
    members = Membership.objects.of(request.organisation)
    return not members.filter(role=Role.DIRECTOR).exists()


def _page(
    request: OrganisationRequest, status: int = 200, form: DeletionForm | None = None
) -> HttpResponse:
    export = DataExport.objects.of(request.organisation).newest_first().first()
    deletion = deleting.deletion_request_of(request.organisation)
    context = {
        "section": "organisation",
        "subsection": "data",
        "export": export,
        "file": exporting.offered_file(export) if export else None,
        "deletion": deletion,
        "form": form or DeletionForm(request.organisation),
        "may_delete": _may_delete(request),
        "may_confirm": deletion is not None
        and deletion.confirmed_at is None
        and deletion.requested_by_id != request.user.pk,
        "waiting_days": deleting.WAITING_ALONE.days,
        "undo_days": deleting.TO_UNDO.days,
        "offered_days": exporting.OFFERED_FOR.days,
    }
    return render_part(
        request, "portability/data.html", "portability/parts/export.html", context, status
    )


@in_organisation(roles=EDITORS, consultants=NOT_FOR_CONSULTANTS)
@never_cache
@require_safe
def data(request: OrganisationRequest) -> HttpResponse:
    """Show the latest export and whether the organisation is going to be deleted."""
    return _page(request)


@in_organisation(roles=EDITORS, consultants=NOT_FOR_CONSULTANTS)
@require_POST
def order(request: OrganisationRequest) -> HttpResponse:
    """Order an export; a double click orders one."""
    export = exporting.order_export(request.organisation, request.user)
    transaction.on_commit(lambda: enqueue(export))
    return redirect("portability:data", slug=request.organisation.slug)


@in_organisation(roles=EDITORS, consultants=NOT_FOR_CONSULTANTS)
@never_cache
@require_POST
def download(request: OrganisationRequest, data_export_id: int) -> HttpResponse:
    """The finished archive. Taking it is noted, so it takes a button and not a link."""
    export: DataExport | None = (
        DataExport.objects.of(request.organisation).filter(pk=data_export_id).first()
    )
    file = exporting.take_file(export, request.user) if export else None
    if file is None:
        raise Http404
    return as_download(bytes(file.content), file.name, "application/zip")


@in_organisation(roles=EDITORS, consultants=NOT_FOR_CONSULTANTS)
@require_POST
def request_deletion(request: OrganisationRequest) -> HttpResponse:
    """Ask for the deletion of the organisation."""
    if not _may_delete(request):
        raise PermissionDenied
    form = DeletionForm(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, 422, form)
    deleting.request_deletion(request.organisation, request.user, form.cleaned_data["reason"])
    messages.success(
        request, _("Die Löschung ist beantragt. Die Geschäftsführung bekommt eine Mail.")
    )
    return redirect("portability:data", slug=request.organisation.slug)


@in_organisation(roles=EDITORS, consultants=NOT_FOR_CONSULTANTS)
@require_POST
def confirm_deletion(request: OrganisationRequest) -> HttpResponse:
    """Confirm the deletion as the second person."""
    try:
        deleting.confirm_deletion(request.organisation, request.user)
    except deleting.SamePerson:
        messages.error(request, _("Bestätigen muss eine zweite Person."))
    return redirect("portability:data", slug=request.organisation.slug)


@in_organisation(roles=EDITORS, consultants=NOT_FOR_CONSULTANTS)
@require_POST
def undo_deletion(request: OrganisationRequest) -> HttpResponse:
    """Take the request back."""
    if deleting.undo_deletion(request.organisation, request.user):
        messages.success(request, _("Die Organisation bleibt. Es wird nichts gelöscht."))
    return redirect("portability:data", slug=request.organisation.slug)
