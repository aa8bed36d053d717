"""The steps of a measure: added, changed, moved, ticked and removed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from measures.domain import steps
from measures.forms.steps import DirectionForm, StepForm
from measures.models import Measure, Step
from measures.views.lookups import OfMeasure, measure_or_404
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.editing import AddView, ChangeView, RemoveView, TakeBackView


def _step(measure: Measure, step_id: int) -> Step:
    for step in steps.steps_of(measure):
        if step.pk == step_id:
            step.measure = measure
            return step
    raise Http404


def _to_steps(request: OrganisationRequest, measure: Measure) -> HttpResponse:
    kwargs = {"slug": request.organisation.slug, "measure_id": measure.pk}
    return redirect(reverse("measures:detail", kwargs=kwargs) + "#steps")


def _shown(request: OrganisationRequest, measure: Measure, **context: Any) -> HttpResponse:
    """Show the steps anew: to htmx themselves, to everyone else in their page."""
    if not request.htmx:
        return _to_steps(request, measure)
    there, removed = steps.steps_and_removed(measure)
    context |= {"measure": measure, "steps": there, "removed_steps": removed}
    return render(request, "measures/parts/steps.html", context)


class StepPages(OfMeasure):
    """What the pages of one step have in common."""

    model, editor = Step, steps.STEPS
    form_class = StepForm
    pk_url_kwarg = "step_id"
    template_name = "measures/steps/form.html"

    def get_form_kwargs(self) -> Any:
        return super().get_form_kwargs() | {"organisation": self.request.organisation}

    def get_success_url(self) -> str:
        return super().get_success_url() + "#steps"


class NewStep(StepPages, AddView):
    """Add a step at the end."""

    message = _("Der Teilschritt ist hinzugefügt.")

    def get_success_url(self) -> str:
        """Lead to the next step, where one is wanted."""
        is_next = self.request.POST.get("action") == "next"
        return self.request.path if is_next else super().get_success_url()


class EditStep(StepPages, ChangeView):
    """Change a step."""


class RemoveStep(StepPages, RemoveView):
    """Remove a step; the measure offers to take it back."""

    http_method_names = ["post"]

    def lead_on(self) -> HttpResponse:
        return redirect(self.get_success_url())


class TakeStepBack(StepPages, TakeBackView):
    """Put a removed step back in its place."""

    message = _("Der Teilschritt ist wieder da.")

    def get_queryset(self) -> Any:
        return Step.with_removed.filter(measure=self.measure)


@in_organisation(roles=EDITORS)
@require_POST
def move(request: OrganisationRequest, measure_id: int, step_id: int) -> HttpResponse:
    """Let a step change places with its neighbour."""
    measure = measure_or_404(request, measure_id)
    step = _step(measure, step_id)
    form = DirectionForm(request.POST)
    if form.is_valid():
        steps.move_step(step, form.cleaned_data["wohin"])
    return _shown(request, measure, moved=step)


@in_organisation(roles=EDITORS)
@require_POST
def tick_step(request: OrganisationRequest, measure_id: int, step_id: int) -> HttpResponse:
    """Mark a step as done, or as not done after all."""
    measure = measure_or_404(request, measure_id)
    step = _step(measure, step_id)
    steps.tick_step(step, done=request.POST.get("done") == "1", by=request.user)
    return _shown(request, measure)
