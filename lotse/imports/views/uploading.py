"""Uploading a list and telling what its columns hold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from lotse.imports.domain import uploading
from lotse.imports.domain.template_file import FILE_NAME, template_file
from lotse.imports.forms import BeginningForm, ColumnsForm, UploadForm
from lotse.imports.models import ListImport, UploadedList
from lotse.jobs.tasks import enqueue
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.downloads import EXCEL, as_download
from organisations.views.htmx import render_part, wants_part
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved

SHOWN = 20


def _to(request: OrganisationRequest, name: str, uploaded: UploadedList) -> HttpResponse:
    slug = request.organisation.slug
    return redirect(f"imports:{name}", slug=slug, uploaded_list_id=uploaded.pk)


def uploaded_or_404(request: OrganisationRequest, uploaded_list_id: int) -> UploadedList:
    """Return a list of the organisation; whoever sends something locks it."""
    # The file is for the worker; pages look at what is read.
    found = UploadedList.objects.of(request.organisation).defer("file")
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    return get_object_or_404(found, pk=uploaded_list_id)


def under_way(request: OrganisationRequest, uploaded: UploadedList) -> HttpResponse | None:
    """Lead to where a list is: being read, or imported; None when it can be changed."""
    if not uploaded.is_read:
        return _to(request, "reading", uploaded)
    return imported(request, uploaded)


def imported(request: OrganisationRequest, uploaded: UploadedList) -> HttpResponse | None:
    """Lead to the import of a list that cannot be changed any more, else return None."""
    list_import = uploaded.imports.first()
    if list_import is None or list_import.may_be_ordered_again:
        return None
    return redirect("imports:detail", slug=request.organisation.slug, list_import_id=list_import.pk)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: OrganisationRequest) -> HttpResponse:
    """Take a list; show what was uploaded and imported before."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        uploaded = uploading.store_list(
            request.organisation, request.user, name=file.name, file=file.read()
        )
        transaction.on_commit(lambda: enqueue(uploaded))
        return _to(request, "reading", uploaded)
    organisation = request.organisation
    imports = ListImport.objects.filter(organisation=organisation).select_related("requested_by")
    context = {
        "section": "measures",
        "form": form,
        "waiting": UploadedList.objects.of(organisation).waiting()[:SHOWN],
        "imports": imports[:SHOWN],
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "imports/upload.html", context, status=status)


@in_organisation(roles=EDITORS)
@never_cache
@require_safe
def reading(request: OrganisationRequest, uploaded_list_id: int) -> HttpResponse:
    """Say that a file is being read, or why it is not; lead on once it is."""
    uploaded = uploaded_or_404(request, uploaded_list_id)
    if uploaded.is_read and not (uploaded.refusal or uploaded.may_be_ordered_again):
        # Who has seen the columns before goes on where they were.
        is_known = uploaded.version > 1 and "title" in uploaded.mapping.values()
        there = _to(request, "preview" if is_known else "columns", uploaded)
        return HttpResponseClientRedirect(there["Location"]) if wants_part(request) else there
    context = {"section": "measures", "uploaded": uploaded, "form": UploadForm()}
    return render_part(request, "imports/reading.html", "imports/parts/reading.html", context)


@in_organisation(roles=EDITORS)
@require_safe
def template(request: OrganisationRequest) -> HttpResponse:
    """An empty list with all columns, and a sheet that explains them."""
    return as_download(template_file(), FILE_NAME, EXCEL)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: OrganisationRequest, uploaded_list_id: int) -> HttpResponse:
    """Take a corrected file for the earlier one; what was said about the columns stays."""
    uploaded = uploaded_or_404(request, uploaded_list_id)
    elsewhere = imported(request, uploaded)
    if elsewhere:
        return elsewhere
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        uploading.replace_file(uploaded, request.user, name=file.name, file=file.read())
        transaction.on_commit(lambda: enqueue(uploaded))
        return _to(request, "reading", uploaded)
    context = {"section": "measures", "form": form, "uploaded": uploaded}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "imports/replace.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: OrganisationRequest, uploaded_list_id: int) -> HttpResponse:
    """Say where the list begins and what its columns hold."""
    uploaded = uploaded_or_404(request, uploaded_list_id)
    elsewhere = under_way(request, uploaded)
    if elsewhere:
        return elsewhere
    status = 200
    if request.method == "POST":
        looks = request.POST.get("action") == "look"
        form, status = (_look if looks else _assign)(request, uploaded)
        if not status:
            return _to(request, "columns" if looks else "preview", uploaded)
    else:
        looks, form = False, None
    sheets = uploading.sheets_of(uploaded)
    sheet = uploading.sheet_of(uploaded)
    context = {
        "section": "measures",
        "uploaded": uploaded,
        "beginning": form if looks else BeginningForm(uploaded, sheets),
        "form": form if form and not looks else ColumnsForm(uploaded, sheet),
        "wrong": form,
        "stale": status == CONFLICT,
        "several_sheets": len(sheets) > 1,
        "sheet": sheet,
    }
    return render(request, "imports/columns.html", context, status=status)


def _look(request: OrganisationRequest, uploaded: UploadedList) -> tuple[Any, int]:
    form = BeginningForm(uploaded, uploading.sheets_of(uploaded), request.POST)

    def save() -> None:
        data = form.cleaned_data
        sheet = data["sheet"] or uploaded.sheet
        uploading.look_at(uploaded, sheet, data["head_row"], seen_version=data["version"])

    return form, reason_not_saved(form, save)


def _assign(request: OrganisationRequest, uploaded: UploadedList) -> tuple[Any, int]:
    form = ColumnsForm(uploaded, uploading.sheet_of(uploaded), request.POST)

    def save() -> None:
        data = form.cleaned_data
        drops = data["drops_unknown_people"]
        uploading.assign_columns(
            uploaded, form.mapping, drops_unknown_people=drops, seen_version=data["version"]
        )

    return form, reason_not_saved(form, save)


@in_organisation(roles=EDITORS)
@require_POST
def discard(request: OrganisationRequest, uploaded_list_id: int) -> HttpResponse:
    """Forget a list that is not wanted after all."""
    uploaded = uploaded_or_404(request, uploaded_list_id)
    elsewhere = imported(request, uploaded)
    if elsewhere:
        return elsewhere
    uploaded.delete()
    messages.success(
        request, _("Die hochgeladene Liste ist verworfen. Es wurde nichts eingelesen.")
    )
    return redirect("imports:upload", slug=request.organisation.slug)
