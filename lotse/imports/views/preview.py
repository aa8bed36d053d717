"""What would become of a list: seen row by row, chosen, and begun."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lotse.imports.domain import importing, uploading
from lotse.imports.domain.previewing import Preview, PreviewRow
from lotse.imports.forms import RowsForm
from lotse.imports.models import UploadedList
from lotse.imports.views.uploading import under_way, uploaded_or_404
from lotse.jobs.tasks import enqueue
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE

A_PAGE = 50
ONLY_FAULTY = "fehler"


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: OrganisationRequest, uploaded_list_id: int) -> HttpResponse:
    """Show the rows with what is wrong in each cell; take ticks for what is left out."""
    uploaded = uploaded_or_404(request, uploaded_list_id)
    elsewhere = under_way(request, uploaded)
    if elsewhere:
        return elsewhere
    if request.method == "POST":
        return _choose(request, uploaded)
    return _page(request, uploaded)


def _choose(request: OrganisationRequest, uploaded: UploadedList) -> HttpResponse:
    found = Preview(uploaded, request.organisation)
    form = RowsForm(uploaded, [row.number for row in found.rows], found.hidden, request.POST)
    if not form.is_valid():
        return _page(request, uploaded, form=form, status=UNPROCESSABLE)
    data = form.cleaned_data
    uploading.choose_rows(
        uploaded,
        shown=data["shown"],
        chosen=data["rows"],
        twins=data["twins"],
        hidden=found.hidden,
        drops_hidden=data["drops_hidden"],
    )
    if request.POST.get("action") == "leave_out_faulty":
        faulty = Preview(uploaded, request.organisation).faulty
        uploading.leave_out(uploaded, [row.number for row in faulty])
    if request.POST.get("action") == "begin":
        return begun(request, uploaded)
    messages.success(request, _("Ihre Auswahl ist gespeichert."))
    here = reverse(
        "imports:preview",
        kwargs={"slug": request.organisation.slug, "uploaded_list_id": uploaded.pk},
    )
    query = request.GET.urlencode()
    return redirect(f"{here}?{query}" if query else here)


def _page(
    request: OrganisationRequest,
    uploaded: UploadedList,
    form: RowsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = Preview(uploaded, request.organisation)
    if not found.has_title:
        slug = request.organisation.slug
        return redirect("imports:columns", slug=slug, uploaded_list_id=uploaded.pk)
    only_faulty = request.GET.get("nur") == ONLY_FAULTY
    rows: list[PreviewRow] = found.faulty if only_faulty else found.rows
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("seite"))
    context = {
        "section": "measures",
        "uploaded": uploaded,
        "preview": found,
        "page": page,
        "form": form or RowsForm(uploaded, [], found.hidden),
        "only_faulty": only_faulty,
        "filter_query": f"nur={ONLY_FAULTY}" if only_faulty else "",
    }
    return render(request, "imports/preview.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_POST
def begin(request: OrganisationRequest, uploaded_list_id: int) -> HttpResponse:
    """Import the chosen rows; a double click imports them once."""
    uploaded = uploaded_or_404(request, uploaded_list_id)
    return under_way(request, uploaded) or begun(request, uploaded)


def begun(request: OrganisationRequest, uploaded: UploadedList) -> HttpResponse:
    """Order the import of a list, and do it at once where that is quick."""
    try:
        list_import = importing.order_import(uploaded, request.user)
    except importing.ImportNotReady:
        messages.error(
            request,
            _("Noch ist nichts eingelesen: Bitte sehen Sie sich zuerst die Zeilen mit Fehlern an."),
        )
        return _page(request, uploaded, status=CONFLICT)
    if list_import.total <= importing.AT_ONCE:
        importing.import_list(list_import.organisation_id, list_import.pk)
    else:
        transaction.on_commit(lambda: enqueue(list_import))
    return redirect("imports:detail", slug=request.organisation.slug, list_import_id=list_import.pk)
