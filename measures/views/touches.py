"""Which systems a measure touches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checks.domain.surveying import SystemLandscape
from checks.forms.systems import NAME_TAKEN
from measures.domain.touching import set_touches
from measures.forms.touches import TouchesForm
from measures.models import Measure
from organisations.domain.editing import NameTaken
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def touches(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Say which systems a measure uses, connects, replaces or introduces."""
    measures = Measure.objects.of(request.organisation)
    if request.method == "POST":
        measures = measures.select_for_update()
    measure = measures.filter(pk=measure_id).first()
    if measure is None:
        raise Http404
    form = TouchesForm(measure, SystemLandscape(request.organisation.pk), request.POST or None)
    context: dict[str, Any] = {"section": "measures", "form": form, "measure": measure}
    if request.method != "POST":
        return render(request, "measures/touches.html", context)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            set_touches(
                measure,
                form.kinds,
                new_name=form.cleaned_data["new_name"],
                seen_version=form.cleaned_data["version"],
                by=request.user,
            )
        except NameTaken:
            form.add_error("new_name", NAME_TAKEN)
        except StaleRow:
            form.let_next_save_replace(measure.version)
            context["stale"], status = True, CONFLICT
        else:
            messages.success(
                request, _("Gespeichert. Was daraus folgt, steht beim Bewerten als Vorschlag.")
            )
            return redirect(
                "measures:detail", slug=request.organisation.slug, measure_id=measure.pk
            )
    return render(request, "measures/touches.html", context, status=status)
