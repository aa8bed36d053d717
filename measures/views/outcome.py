"""The three questions on completion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from measures.domain.completing import outcome_of, save_outcome
from measures.forms.outcome import OutcomeForm
from measures.models import Outcome
from measures.views.finding import measure_or_404
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Ask what became of a measure; a stale form shows both versions."""
    measure = measure_or_404(request, measure_id)
    stored = outcome_of(measure)
    answers = outcome_of(measure) or Outcome(measure=measure)
    answers.measure = measure
    form = OutcomeForm(request.POST or None, instance=answers)
    context: dict[str, Any] = {
        "section": "measures",
        "form": form,
        "measure": measure,
        "outcome": stored,
    }
    if request.method != "POST":
        return render(request, "measures/outcome.html", context)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            save_outcome(
                form.save(commit=False),
                seen_version=form.cleaned_data["version"],
                stored=stored,
                by=request.user,
            )
        except StaleRow as stale:
            form.let_next_save_replace(stale.stored.version)
            context["other"], status = stale.stored, CONFLICT
        else:
            messages.success(
                request, _("Danke. Beim nächsten Check stehen Ihre Antworten neben den Fragen.")
            )
            return redirect(
                "measures:detail", slug=request.organisation.slug, measure_id=measure.pk
            )
    return render(request, "measures/outcome.html", context, status=status)
