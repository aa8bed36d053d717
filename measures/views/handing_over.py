"""Handing a measure over: a template sheet for samarbeid, tasks for CalDAV lists."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from measures.domain.handing_over import process_files
from measures.domain.handing_over.process_sheet import (
    as_text,
    note_handed_over,
    process_sheet,
    slug_of,
)
from measures.domain.handing_over.task_list import as_tasks
from measures.domain.prioritising import ranked_list
from measures.domain.steps import steps_of
from measures.models import Measure
from organisations.views.access import OrganisationRequest, in_organisation
from organisations.views.downloads import EXCEL, MARKDOWN, as_download

CALENDAR = "text/calendar; charset=utf-8"


def _measure(request: OrganisationRequest, measure_id: int) -> Measure:
    found = Measure.objects.of(request.organisation)
    found = found.select_related("organisation", "responsible__user")
    measure = found.filter(pk=measure_id).first()
    if measure is None:
        raise Http404
    return measure


@in_organisation()
@require_safe
def hand_over(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Where a measure can go, with the texts to copy."""
    measure = _measure(request, measure_id)
    sheet = process_sheet(measure, steps_of(measure))
    context = {"section": "measures", "measure": measure, "sheet": sheet, "text": as_text(sheet)}
    return render(request, "measures/hand_over.html", context)


@in_organisation()
@never_cache
@require_safe
def hand_over_file(request: OrganisationRequest, measure_id: int, file_kind: str) -> HttpResponse:
    """A measure with its steps as a file for another tool."""
    measure = _measure(request, measure_id)
    steps = steps_of(measure)
    sheet = process_sheet(measure, steps)
    if file_kind == "aufgaben":
        rank = _rank(request, measure)
        content = as_tasks(measure, steps, slug=request.organisation.slug, rank=rank)
        name, media_type = f"aufgaben-{slug_of(measure.title)}.ics", CALENDAR
    elif file_kind == "markdown":
        content = process_files.as_markdown(sheet).encode()
        name, media_type = sheet.file_name("md"), MARKDOWN
    elif file_kind == "excel":
        content, name, media_type = (
            process_files.as_workbook(sheet),
            sheet.file_name("xlsx"),
            EXCEL,
        )
    else:
        raise Http404
    if request.method == "GET":
        note_handed_over(measure, name.rpartition(".")[2], request.user)
    return as_download(content, name, media_type)


def _rank(request: OrganisationRequest, measure: Measure) -> int | None:
    if not measure.is_open:
        return None
    rows = ranked_list(request.organisation)
    row = next(row for row in rows if row.measure.pk == measure.pk)
    return row.ranked.rank if row.ranked else None
