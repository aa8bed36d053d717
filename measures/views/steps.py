"""The steps of a measure: added, changed, moved, ticked and removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from measures.domain import steps
from measures.forms.steps import DirectionForm, StepForm
from measures.models import Measure, Step
from measures.views.finding import measure_or_404
from organisations.views.access import EDITORS, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved


def _step(measure: Measure, step_id: int) -> Step:
    for step in steps.steps_of(measure):
        if step.pk == step_id:
            step.measure = measure
            return step
    raise Http404


def _to_steps(request: Any, measure: Measure) -> HttpResponse:
    kwargs = {"slug": request.organisation.slug, "measure_id": measure.pk}
    return redirect(reverse("measures:detail", kwargs=kwargs) + "#steps")


def _shown(request: Any, measure: Measure, **context: Any) -> HttpResponse:
    """Show the steps anew: to htmx themselves, to everyone else in their page."""
    if not request.htmx:
        return _to_steps(request, measure)
    context |= {"measure": measure, "steps": steps.steps_of(measure)}
    return render(request, "measures/parts/steps.html", context)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, measure_id: int) -> HttpResponse:
    """Add a step at the end."""
    measure = measure_or_404(request, measure_id)
    form = StepForm(request.organisation, request.POST or None, instance=Step(measure=measure))
    if request.method == "POST" and form.is_valid():
        steps.add_step(form.save(commit=False), request.user)
        messages.success(request, _("Der Teilschritt ist hinzugefügt."))
        if request.POST.get("action") == "next":
            return redirect(request.path)
        return _to_steps(request, measure)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"section": "measures", "form": form, "measure": measure}
    return render(request, "measures/steps/form.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, measure_id: int, step_id: int) -> HttpResponse:
    """Change a step; a stale form shows both versions."""
    measure = measure_or_404(request, measure_id)
    stored = _step(measure, step_id)
    form = StepForm(request.organisation, request.POST or None, instance=_step(measure, step_id))
    context: dict[str, Any] = {
        "section": "measures",
        "form": form,
        "measure": measure,
        "step": stored,
    }
    if request.method != "POST":
        return render(request, "measures/steps/form.html", context)
    status = reason_not_saved(
        form,
        lambda: steps.change_step(
            form.save(commit=False),
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        return _to_steps(request, measure)
    if status == CONFLICT:
        context["other"] = stored
    return render(request, "measures/steps/form.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Any, measure_id: int, step_id: int) -> HttpResponse:
    """Ask whether a step may go, and remove it."""
    measure = measure_or_404(request, measure_id)
    step = _step(measure, step_id)
    if request.method != "POST":
        context = {"section": "measures", "measure": measure, "step": step}
        return render(request, "measures/steps/remove.html", context)
    steps.remove_step(step, request.user)
    messages.success(request, _("Der Teilschritt ist entfernt."))
    return _to_steps(request, measure)


@in_organisation(roles=EDITORS)
@require_POST
def move(request: Any, measure_id: int, step_id: int) -> HttpResponse:
    """Let a step change places with its neighbour."""
    measure = measure_or_404(request, measure_id)
    step = _step(measure, step_id)
    form = DirectionForm(request.POST)
    if form.is_valid():
        steps.move_step(step, form.cleaned_data["wohin"])
    return _shown(request, measure, moved=step)


@in_organisation(roles=EDITORS)
@require_POST
def tick_step(request: Any, measure_id: int, step_id: int) -> HttpResponse:
    """Mark a step as done, or as not done after all."""
    measure = measure_or_404(request, measure_id)
    step = _step(measure, step_id)
    steps.tick_step(step, done=request.POST.get("done") == "1", by=request.user)
    return _shown(request, measure)
