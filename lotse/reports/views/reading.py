"""Reading a report: as a page, and as files, the same for members and by a link."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from lotse.reports import queries
from lotse.reports.document.html import body
from lotse.reports.document.model import from_json
from lotse.reports.models import MEDIA_TYPES, Format, Report, ReportFile


def report_page(request: HttpRequest, report: Report, **context: Any) -> HttpResponse:
    """Return a report as a page, as it was when it was made. Raises `Http404` without one."""
    file = file_or_404(report, Format.DOCUMENT)
    document = from_json(bytes(file.content))
    context |= {"document": document, "body": body(document), "report": report}
    return render(request, "reports/document.html", context)


def report_file(report: Report, wanted: str) -> HttpResponse:
    """Return a report as a file to be saved. Raises `Http404` without one."""
    file = file_or_404(report, wanted)
    response = HttpResponse(bytes(file.content), content_type=MEDIA_TYPES[Format(wanted)])
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_or_404(report: Report, wanted: str) -> ReportFile:
    """Return a report in a format. Raises `Http404` where there is none."""
    file = queries.file_of(report, wanted)
    if file is None:
        raise Http404
    return file
