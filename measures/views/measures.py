"""One measure, its ratings, and the weights of the criteria."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from checks.domain.check_state import CheckState
from checks.domain.surveying import SystemLandscape
from checks.models import Check
from measures.domain import prioritising
from measures.domain.completing import outcome_of
from measures.domain.criteria import CRITERIA
from measures.domain.journal import Journal
from measures.domain.meeting import requirements_met_by
from measures.domain.prioritising import (
    Row,
    change_measure,
    ranked_list,
    rate,
    write_measure,
)
from measures.domain.steps import steps_of
from measures.domain.suggesting import evidence_for
from measures.domain.system_ratings import touches_in_words
from measures.forms.measures import MeasureForm, RatingForm, WeightsForm
from measures.models import CriterionWeights, Measure, Status
from measures.views.finding import measure_or_404
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE, reason_not_saved


def _row(request: OrganisationRequest, measure: Measure, landscape: SystemLandscape) -> Row:
    rows = ranked_list(request.organisation, landscape)
    return next(row for row in rows if row.measure.pk == measure.pk)


def evidence_of(request: OrganisationRequest, measure: Measure) -> Any:
    """The answers of the latest check that suggest this measure."""
    if measure.catalogue_id is None:
        return ()
    check = (
        Check.objects.of(request.organisation)
        .filter(catalogue_id=measure.catalogue_id)
        .order_by("-started_at")
        .first()
    )
    if check is None:
        return ()
    run = CheckState(check)
    template = run.document.template_by_key.get(measure.template_key)
    return evidence_for(template, run) if template else ()


@in_organisation()
@require_safe
def detail(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """One measure: what, why, steps, evidence, and its place with the reasons."""
    measure = measure_or_404(request, measure_id)
    landscape = SystemLandscape(request.organisation.pk)
    row = _row(request, measure, landscape)
    context = {
        "section": "measures",
        "row": row,
        "measure": row.measure,
        "steps": steps_of(row.measure),
        "outcome": outcome_of(measure),
        "files": measure.files.without_content(),
        "journal": Journal(row.measure),
        "first": [link.needed for link in row.measure.dependencies.all()],
        "then": Measure.objects.filter(dependencies__needed=measure),
        "evidence": evidence_of(request, measure),
        "rating_form": RatingForm(row.measure, landscape=landscape),
        "requirements": requirements_met_by(measure),
        "touches": touches_in_words(landscape, row.measure) if row.measure.touches.all() else [],
    }
    return render(request, "measures/detail.html", context)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OrganisationRequest) -> HttpResponse:
    """Write a measure of one's own."""
    form = MeasureForm(
        request.organisation,
        request.POST or None,
        instance=Measure(organisation=request.organisation),
    )
    if request.method == "POST" and form.is_valid():
        measure = write_measure(form.save(commit=False), form.cleaned_data["steps"], request.user)
        messages.success(request, _("Die Maßnahme steht auf Ihrer Liste. Bewerten Sie sie jetzt."))
        return redirect("measures:rate", slug=request.organisation.slug, measure_id=measure.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(
        request, "measures/form.html", {"section": "measures", "form": form}, status=status
    )


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Change a measure; a stale form shows both versions."""
    stored = measure_or_404(request, measure_id)
    form = MeasureForm(
        request.organisation, request.POST or None, instance=measure_or_404(request, measure_id)
    )
    context: dict[str, Any] = {"section": "measures", "form": form, "measure": stored}
    if request.method != "POST":
        return render(request, "measures/form.html", context)
    status = reason_not_saved(
        form,
        lambda: change_measure(
            form.save(commit=False),
            seen_version=form.cleaned_data["version"],
            stored=stored,
            by=request.user,
        ),
    )
    if not status:
        messages.success(request, _("Gespeichert."))
        is_now_done = form.instance.status == Status.DONE != stored.status
        asks = is_now_done and outcome_of(stored) is None
        return redirect(
            "measures:outcome" if asks else "measures:detail",
            slug=request.organisation.slug,
            measure_id=stored.pk,
        )
    if status == CONFLICT:
        context["other"] = stored
    return render(request, "measures/form.html", context, status=status)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def rate_measure(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """Rate a measure on the five criteria; a stale form shows both versions."""
    measure = measure_or_404(request, measure_id)
    form = RatingForm(measure, request.POST or None)
    context: dict[str, Any] = {
        "section": "measures",
        "form": form,
        "measure": measure,
        "evidence": evidence_of(request, measure),
    }
    if request.method != "POST":
        return render(request, "measures/rate.html", context)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            rate(measure, form.ratings, seen_version=form.cleaned_data["version"], by=request.user)
        except StaleRow:
            form.let_next_save_replace(measure.version)
            context["stale"], status = True, CONFLICT
        else:
            messages.success(request, _("Ihre Bewertung ist gespeichert."))
            return _after_rating(request, measure)
    return render(request, "measures/rate.html", context, status=status)


def _after_rating(request: OrganisationRequest, measure: Measure) -> HttpResponse:
    """Go on to the next measure without a person's rating, or back to the list."""
    slug = request.organisation.slug
    if request.POST.get("action") == "next":
        for row in ranked_list(request.organisation):
            unrated = row.measure.is_open and (row.is_provisional or row.values is None)
            if unrated and row.measure.pk != measure.pk:
                return redirect("measures:rate", slug=slug, measure_id=row.measure.pk)
        messages.info(request, _("Alle offenen Maßnahmen sind bewertet."))
        return redirect("measures:list", slug=slug)
    return redirect("measures:detail", slug=slug, measure_id=measure.pk)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: OrganisationRequest) -> HttpResponse:
    """Set how much each criterion counts; a stale form shows both versions."""
    stored = CriterionWeights.of(request.organisation)
    form = WeightsForm(request.POST or None, instance=stored)
    context: dict[str, Any] = {"section": "measures", "form": form}
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            prioritising.set_weights(
                form.save(commit=False), seen=form.cleaned_data["seen"], by=request.user
            )
        except StaleRow as stale:
            form.show_other_version(stale.stored)
            context["other"] = list(zip(CRITERIA, stale.stored.as_tuple(), strict=True))
            status = CONFLICT
        else:
            word = _("Die Gewichtung ist gespeichert, die Liste ist neu geordnet.")
            messages.success(request, word)
            return redirect("measures:list", slug=request.organisation.slug)
    return render(request, "measures/weights.html", context, status=status)
