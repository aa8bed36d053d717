"""The files of a measure: uploaded, downloaded by members only, and removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from measures.domain import files
from measures.domain.files import NoRoom
from measures.domain.steps import steps_of
from measures.forms.files import FileForm
from measures.models import Measure, MeasureFile
from measures.views.lookups import EditView, OfMeasure, measure_or_404
from organisations.foreign_files.contents import KINDS
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.downloads import as_download

NO_ROOM = format_lazy(
    gettext_lazy(
        "Dafür ist kein Platz mehr: Eine Maßnahme fasst {number} Dateien, alle zusammen dürfen "
        "{most} MB groß sein. Entfernen Sie zuerst eine."
    ),
    number=files.MOST_OF_A_MEASURE,
    most=files.MOST_TOGETHER // 1024**2,
)


def _file(measure: Measure, file_id: int, *, with_content: bool = False) -> MeasureFile:
    found = measure.files.all()
    file = (found if with_content else found.without_content()).filter(pk=file_id).first()
    if file is None:
        raise Http404
    file.measure = measure
    return file


def _to_files(request: OrganisationRequest, measure: Measure) -> HttpResponse:
    kwargs = {"slug": request.organisation.slug, "measure_id": measure.pk}
    return redirect(reverse("measures:detail", kwargs=kwargs) + "#files")


class NewFile(OfMeasure, EditView):
    """Take a file for a measure or one of its steps."""

    # The domain locks the organisation before measures.
    locks_measure = False
    form_class = FileForm
    template_name = "measures/files/form.html"
    message = gettext_lazy("Die Datei ist gespeichert.")
    refusals = {NoRoom: ("file", NO_ROOM)}

    def get_form_kwargs(self) -> Any:
        return super().get_form_kwargs() | {"steps": steps_of(self.measure)}

    def save(self, form: FileForm) -> MeasureFile:
        file = form.cleaned_data["file"]
        return files.add_file(
            self.measure,
            file.content,
            name=file.name,
            kind=file.kind,
            step=form.chosen_step,
            by=self.request.user,
        )

    def get_success_url(self) -> str:
        return super().get_success_url() + "#files"


@in_organisation()
@never_cache
@require_safe
def download(request: OrganisationRequest, measure_id: int, measure_file_id: int) -> HttpResponse:
    """A file, for members only, to be saved and never shown as a page."""
    measure = measure_or_404(request, measure_id)
    file = _file(measure, measure_file_id, with_content=True)
    if request.method == "GET":
        files.note_taken(file, request.user)
    return as_download(bytes(file.content), file.name, KINDS[file.kind].media_type)


@in_organisation(roles=EDITORS)
@require_POST
def remove(request: OrganisationRequest, measure_id: int, measure_file_id: int) -> HttpResponse:
    """Remove a file; the measure offers to take it back."""
    measure = measure_or_404(request, measure_id)
    files.remove_file(_file(measure, measure_file_id), request.user)
    return _to_files(request, measure)


@in_organisation(roles=EDITORS)
@require_POST
def take_back(request: OrganisationRequest, measure_id: int, measure_file_id: int) -> HttpResponse:
    """Put a removed file back."""
    measure = measure_or_404(request, measure_id)
    removed = MeasureFile.with_removed.filter(measure=measure).without_content()
    files.take_file_back(get_object_or_404(removed, pk=measure_file_id), request.user)
    messages.success(request, _("Die Datei ist wieder da."))
    return _to_files(request, measure)
