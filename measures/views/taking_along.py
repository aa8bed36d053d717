"""Taking the list of measures along as a file, and handing one measure over to another tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from measures.domain import process_sheet
from measures.domain.exporting.listing import MeasureListing, note_taken_along
from measures.domain.exporting.text_files import as_csv, as_json, as_markdown
from measures.domain.exporting.workbook import as_workbook
from measures.domain.listing import MeasureList
from measures.domain.prioritising import ranked_list
from measures.domain.steps import steps_of
from measures.domain.task_list import as_tasks
from measures.forms.filtering import FilterForm
from measures.models import Measure
from measures.views.lookups import measure_or_404
from organisations.views.access import OrganisationRequest, in_organisation
from organisations.views.downloads import CSV, EXCEL, MARKDOWN, as_download

CALENDAR = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class FileFormat:
    """A kind of file: its name for people, the end of file names, its media type, its maker."""

    name: str
    ending: str
    media_type: str
    make: Callable[[MeasureListing], bytes | str]


FORMATS = {
    "excel": FileFormat("Excel", "xlsx", EXCEL, as_workbook),
    "csv": FileFormat("CSV", "csv", CSV, as_csv),
    "json": FileFormat("JSON", "json", "application/json", as_json),
    "markdown": FileFormat("Markdown", "md", MARKDOWN, as_markdown),
}


@in_organisation()
@never_cache
@require_safe
def take_along(request: OrganisationRequest, file_kind: str) -> HttpResponse:
    """The list as a file, narrowed and ordered as its address says."""
    kind = FORMATS.get(file_kind)
    if kind is None:
        raise Http404
    listed = MeasureList(request.organisation)
    rows = listed.matching(FilterForm(listed, request.GET).filter)
    listing = MeasureListing(request.organisation, rows, listed.rows, listed.weights)
    if request.method == "GET":
        note_taken_along(listing, kind.name, request.user)
    return as_download(kind.make(listing), listing.file_name(kind.ending), kind.media_type)


@in_organisation()
@require_safe
def hand_over(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Where a measure can go, with the texts to copy."""
    measure = measure_or_404(request, measure_id)
    sheet = process_sheet.of_measure(measure, steps_of(measure))
    context = {
        "section": "measures",
        "measure": measure,
        "sheet": sheet,
        "text": process_sheet.as_text(sheet),
    }
    return render(request, "measures/hand_over.html", context)


@in_organisation()
@never_cache
@require_safe
def hand_over_file(request: OrganisationRequest, measure_id: int, file_kind: str) -> HttpResponse:
    """A measure with its steps as a file for another tool."""
    measure = measure_or_404(request, measure_id)
    steps = steps_of(measure)
    sheet = process_sheet.of_measure(measure, steps)
    content: bytes | str
    if file_kind == "aufgaben":
        rank = _rank(request, measure)
        content = as_tasks(measure, steps, slug=request.organisation.slug, rank=rank)
        name, media_type = f"aufgaben-{process_sheet.slug_of(measure.title)}.ics", CALENDAR
    elif file_kind == "markdown":
        content = process_sheet.as_markdown(sheet)
        name, media_type = sheet.file_name("md"), MARKDOWN
    elif file_kind == "excel":
        content = process_sheet.as_workbook(sheet)
        name, media_type = sheet.file_name("xlsx"), EXCEL
    else:
        raise Http404
    if request.method == "GET":
        process_sheet.note_handed_over(measure, name.rpartition(".")[2], request.user)
    return as_download(content, name, media_type)


def _rank(request: OrganisationRequest, measure: Measure) -> int | None:
    if not measure.is_open:
        return None
    rows = ranked_list(request.organisation)
    row = next(row for row in rows if row.measure.pk == measure.pk)
    return row.ranked.rank if row.ranked else None
