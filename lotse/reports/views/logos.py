"""The logo on the reports of an organisation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotse.reports import queries
from lotse.reports.domain.logos import remove_logo, set_logo
from lotse.reports.forms.logos import LogoForm
from organisations.views.access import EDITORS, in_organisation
from organisations.views.saving import UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: Any) -> HttpResponse:
    """Show the logo and take another one."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LogoForm(*sent)
    if request.method == "POST" and form.is_valid():
        assert form.drawn is not None  # noqa: S101 - a valid form has one
        set_logo(request.organisation, form.drawn, request.user)
        messages.success(request, _("Das Logo ist gespeichert. Neue Berichte tragen es."))
        return redirect("reports:logo", slug=request.organisation.slug)
    context = {
        "section": "reports",
        "form": form,
        "logo": queries.logo_of(request.organisation),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reports/logo.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_POST
def remove(request: Any) -> HttpResponse:
    """Remove the logo."""
    remove_logo(request.organisation, request.user)
    messages.success(request, _("Das Logo ist entfernt."))
    return redirect("reports:logo", slug=request.organisation.slug)


@in_organisation()
@never_cache
@require_safe
def picture(request: Any) -> HttpResponse:
    """The picture itself, for members only."""
    stored = queries.logo_of(request.organisation)
    if stored is None:
        raise Http404
    response = HttpResponse(bytes(stored.content), content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
