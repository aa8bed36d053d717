"""The logo on the reports of an organisation."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.jobs.tasks import enqueue
from lotse.reports.domain import logos
from lotse.reports.forms import LogoForm
from lotse.reports.models import LogoUpload, OrganisationLogo
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.htmx import render_part
from organisations.views.saving import UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: OrganisationRequest) -> HttpResponse:
    """Show the logo and take another one."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LogoForm(*sent)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read()
        upload = logos.upload_logo(request.organisation, content, request.user)
        transaction.on_commit(lambda: enqueue(upload))
        return redirect("reports:logo", slug=request.organisation.slug)
    uploads = LogoUpload.objects.filter(organisation=request.organisation)
    latest = uploads.defer("content").order_by("-requested_at", "-id").first()
    if latest and latest.error and not form.is_bound:
        # Refused by the worker: said where the form itself would have said it.
        form = LogoForm.refused(latest.error)
    context = {
        "section": "reports",
        "form": form,
        "upload": latest,
        "logo": OrganisationLogo.objects.filter(organisation=request.organisation).first(),
        "removed": OrganisationLogo.to_take_back(organisation=request.organisation).first(),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_part(request, "reports/logo.html", "reports/parts/logo.html", context, status)


@in_organisation(roles=EDITORS)
@require_POST
def remove(request: OrganisationRequest) -> HttpResponse:
    """Remove the logo."""
    logos.remove_logo(request.organisation, request.user)
    return redirect("reports:logo", slug=request.organisation.slug)


@in_organisation(roles=EDITORS)
@require_POST
def take_back(request: OrganisationRequest) -> HttpResponse:
    """Put the removed logo back."""
    logos.take_logo_back(request.organisation, request.user)
    messages.success(request, _("Das Logo ist wieder da."))
    return redirect("reports:logo", slug=request.organisation.slug)


@in_organisation()
@never_cache
@require_safe
def picture(request: OrganisationRequest) -> HttpResponse:
    """The picture itself, for members only."""
    stored = get_object_or_404(OrganisationLogo, organisation=request.organisation)
    response = HttpResponse(bytes(stored.content), content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
