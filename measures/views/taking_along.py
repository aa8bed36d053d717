"""Taking the list of measures along as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from measures.domain.exporting.csv_file import as_csv
from measures.domain.exporting.json_file import as_json
from measures.domain.exporting.listing import MeasureListing, note_taken_along
from measures.domain.exporting.markdown import as_markdown
from measures.domain.exporting.workbook import as_workbook
from measures.domain.listing import MeasureList
from measures.forms.filtering import FilterForm
from organisations.views.access import OrganisationRequest, in_organisation
from organisations.views.downloads import CSV, EXCEL, MARKDOWN, as_download


@dataclass(frozen=True)
class FileFormat:
    """A kind of file: its name for people, the end of file names, its media type, its maker."""

    name: str
    ending: str
    media_type: str
    make: Callable[[MeasureListing], bytes]


FORMATS = {
    "excel": FileFormat("Excel", "xlsx", EXCEL, as_workbook),
    "csv": FileFormat("CSV", "csv", CSV, as_csv),
    "json": FileFormat("JSON", "json", "application/json", as_json),
    "markdown": FileFormat(
        "Markdown", "md", MARKDOWN, lambda listing: as_markdown(listing).encode()
    ),
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
