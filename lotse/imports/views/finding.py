"""Finding what an address names."""

from __future__ import annotations

from django.http import Http404

from lotse.imports import queries
from lotse.imports.models import ListImport, UploadedList
from organisations.views.access import OrganisationRequest


def uploaded_or_404(request: OrganisationRequest, uploaded_list_id: int) -> UploadedList:
    """Return a list of the organisation; whoever sends something locks it."""
    found = queries.uploaded_lists().of(request.organisation).filter(pk=uploaded_list_id)
    # The file is for the worker; pages look at what is read.
    found = found.defer("file")
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    uploaded = found.first()
    if uploaded is None:
        raise Http404
    return uploaded


def import_or_404(request: OrganisationRequest, list_import_id: int) -> ListImport:
    """Return an import of the organisation."""
    found = queries.list_imports().of(request.organisation).newest_first()
    list_import: ListImport | None = found.filter(pk=list_import_id).first()
    if list_import is None:
        raise Http404
    return list_import
