"""A mandate signed on paper: recorded with its scan, and the scan to download."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from organisations.domain import mandate_paper
from organisations.domain.mandate_standing import open_needs
from organisations.domain.mandates import StaleMandate
from organisations.foreign_files.contents import KINDS
from organisations.forms.mandate_paper import PaperForm
from organisations.models import Mandate, MandatePaper, Role
from organisations.views.access import EDITORS, MemberRequest, OrganisationRequest, in_organisation
from organisations.views.downloads import as_download
from organisations.views.mandate import find_draft
from organisations.views.saving import CONFLICT, UNPROCESSABLE


@in_organisation(roles=EDITORS, consultants=())
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: MemberRequest) -> HttpResponse:
    """Record that the draft was signed on paper; with that it holds."""
    if not mandate_paper.may_record_paper(request.membership):
        raise PermissionDenied
    draft = find_draft(request)
    if draft is None or open_needs(draft):
        return redirect("organisations:mandate", slug=request.organisation.slug)
    if request.method != "POST":
        is_director = request.membership.role == Role.DIRECTOR
        initial = {"director_name": str(request.user) if is_director else ""}
        return _page(request, draft, PaperForm(draft, initial=initial))
    form = PaperForm(draft, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, draft, form, UNPROCESSABLE)
    said, scan = form.cleaned_data, form.cleaned_data["scan"]
    try:
        mandate_paper.record_paper(
            draft,
            scan.content,
            name=scan.name,
            kind=scan.kind,
            signed_on=said["signed_on"],
            director_name=said.get("director_name", ""),
            seen_version=said["version"],
            by=request.membership,
        )
    except StaleMandate:
        form.let_next_save_replace(draft.version)
        form.add_error(
            None,
            _(
                "Der Entwurf wurde geändert, während Sie diese Seite offen hatten. Ist er so "
                "unterschrieben, wie er jetzt ist? Dann wählen Sie den Scan noch einmal."
            ),
        )
        return _page(request, draft, form, CONFLICT)
    messages.success(request, _("Die Unterschriften sind eingetragen. Die Beauftragung gilt."))
    return redirect("organisations:mandate", slug=request.organisation.slug)


def _page(
    request: OrganisationRequest, draft: Mandate, form: PaperForm, status: int = 200
) -> HttpResponse:
    context = {"section": "mandate", "mandate": draft, "form": form}
    return render(request, "organisations/mandate/paper.html", context, status=status)


@in_organisation()
@never_cache
@require_safe
def scan(request: OrganisationRequest, mandate_id: int) -> HttpResponse:
    """The scan of a mandate, for whoever may read it, to be saved and never shown as a page."""
    papers = MandatePaper.objects.filter(organisation=request.organisation)
    found = get_object_or_404(papers.select_related("mandate"), mandate_id=mandate_id)
    if request.method == "GET":
        mandate_paper.note_scan_taken(found, request.user)
    return as_download(bytes(found.content), found.name, KINDS[found.kind].media_type)
