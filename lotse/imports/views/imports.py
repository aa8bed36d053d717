"""An import: how far it is, what it made, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.imports.domain import importing
from lotse.imports.forms import UndoForm
from lotse.imports.models import ListImport
from lotse.jobs import lifecycle
from lotse.jobs.tasks import enqueue
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.htmx import render_part
from organisations.views.saving import CONFLICT, UNPROCESSABLE

NAMED = 50


def _found(request: OrganisationRequest, list_import_id: int) -> ListImport:
    found = ListImport.objects.filter(organisation=request.organisation)
    return get_object_or_404(found, pk=list_import_id)


def _to_detail(list_import: ListImport) -> HttpResponse:
    slug = list_import.organisation.slug
    return redirect("imports:detail", slug=slug, list_import_id=list_import.pk)


@in_organisation(roles=EDITORS)
@never_cache
@require_safe
def detail(request: OrganisationRequest, list_import_id: int) -> HttpResponse:
    """Show how far an import is, or what came of it."""
    list_import = _found(request, list_import_id)
    context = {"section": "measures", "import": list_import}
    return render_part(request, "imports/detail.html", "imports/parts/status.html", context)


@in_organisation(roles=EDITORS)
@require_POST
def cancel(request: OrganisationRequest, list_import_id: int) -> HttpResponse:
    """Cancel an import before it has made anything."""
    list_import = _found(request, list_import_id)
    if not lifecycle.cancel(list_import):
        messages.info(request, _("Da war nichts mehr abzubrechen."))
    return _to_detail(list_import)


@in_organisation(roles=EDITORS)
@require_POST
def retry(request: OrganisationRequest, list_import_id: int) -> HttpResponse:
    """Try an import again that failed or was cancelled."""
    list_import = _found(request, list_import_id)
    uploaded = list_import.uploaded
    if not list_import.may_be_ordered_again:
        return _to_detail(list_import)
    if uploaded is None:
        messages.error(request, _("Die hochgeladene Datei ist nicht mehr da."))
        return redirect("imports:upload", slug=request.organisation.slug)
    try:
        ordered = importing.order_import(uploaded, request.user)
    except importing.ImportNotReady:
        messages.error(request, _("In der Liste sind Fehler. Bitte sehen Sie sie sich an."))
        return redirect(
            "imports:preview", slug=request.organisation.slug, uploaded_list_id=uploaded.pk
        )
    transaction.on_commit(lambda: enqueue(ordered))
    return _to_detail(list_import)


@in_organisation(roles=EDITORS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: OrganisationRequest, list_import_id: int) -> HttpResponse:
    """Say what would go and what people worked on, and take the import back."""
    list_import = _found(request, list_import_id)
    if not list_import.may_be_undone:
        return _to_detail(list_import)
    form, status, others = UndoForm(request.POST or None), 200, False
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                done = importing.undo_import(
                    list_import,
                    request.user,
                    with_changed=form.cleaned_data["changed"] == UndoForm.REMOVE,
                    seen=form.cleaned_data["seen"],
                )
            except importing.OthersChanged:
                others, status, form = True, CONFLICT, UndoForm()
            else:
                messages.success(request, _("Das Einlesen ist zurückgenommen."))
                return _to_detail(done)
    context = {
        "section": "measures",
        "import": list_import,
        "form": form,
        "left": importing.what_is_left(list_import),
        "others": others,
        "named": NAMED,
    }
    return render(request, "imports/undo.html", context, status=status)
