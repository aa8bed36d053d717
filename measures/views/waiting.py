"""Which measures a measure waits for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from measures.domain.filtering import german_key
from measures.domain.waiting import CyclicDependency, set_needed
from measures.forms.requirements import LinkForm
from measures.models import Measure
from measures.views.finding import measure_or_404
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def needed(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Say which other measures come first."""
    measure = measure_or_404(request, measure_id, locks=False)
    linked = {link.needed_id for link in measure.dependencies.all()}
    others = Measure.objects.of(request.organisation).exclude(pk=measure.pk)
    offered = sorted(
        (one for one in others if one.is_open or one.pk in linked),
        key=lambda one: german_key(one.title),
    )
    form = LinkForm(
        _("Welche Maßnahmen müssen vorher umgesetzt sein?"),
        [(one, f"{one.title} ({one.get_status_display()})") for one in offered],
        linked,
        request.POST if request.method == "POST" else None,
    )
    context = {
        "section": "measures",
        "form": form,
        "measure": measure,
        "has_choices": bool(offered),
    }
    if request.method != "POST":
        return render(request, "measures/needed.html", context)
    if form.is_valid():
        try:
            set_needed(measure, seen=form.cleaned_data["seen"], chosen=form.rows, by=request.user)
        except CyclicDependency as refused:
            form.add_error("chosen", refused.in_words)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect(
                "measures:detail", slug=request.organisation.slug, measure_id=measure.pk
            )
    return render(request, "measures/needed.html", context, status=UNPROCESSABLE)
