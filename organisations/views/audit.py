"""The Protokoll: who did what when, to read, to filter and to take along."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.domain import auditing
from organisations.forms.audit import AuditFilterForm
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.downloads import CSV, as_download

PAGE_SIZE = 50


@in_organisation(roles=EDITORS, consultants=())
@require_safe
def audit_trail(request: OrganisationRequest) -> HttpResponse:
    """The trail of the organisation, the latest entry first, fifty a page."""
    form = AuditFilterForm(request.organisation, request.GET)
    page = Paginator(form.found, PAGE_SIZE).get_page(request.GET.get("seite"))
    address = request.GET.copy()
    address.pop("seite", None)
    context = {
        "section": "organisation",
        "subsection": "audit",
        "form": form,
        "page": page,
        "lines": [auditing.in_words(entry) for entry in page],
        "filter_query": address.urlencode(),
    }
    return render(request, "organisations/audit.html", context)


@in_organisation(roles=EDITORS, consultants=())
@require_safe
def audit_export(request: OrganisationRequest) -> HttpResponse:
    """The filtered trail as a CSV file."""
    form = AuditFilterForm(request.organisation, request.GET)
    content = "".join(auditing.as_csv(form.found.iterator(chunk_size=2000)))
    if request.method == "GET":
        auditing.note_export(request.organisation, request.user)
    return as_download(content, f"protokoll-{request.organisation.slug}.csv", CSV)
