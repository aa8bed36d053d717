"""One measure and its ratings."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from checks.domain.check_state import CheckState
from checks.domain.surveying import SystemLandscape
from checks.models import Check, Connection
from measures.domain.completing import OUTCOMES, outcome_of
from measures.domain.exceptions import Excepted, excepted_in
from measures.domain.journal import Journal
from measures.domain.measure_requirements import requirements_met_by
from measures.domain.measure_systems import (
    joining_words,
    measures_joining,
    write_joining_measure,
)
from measures.domain.prioritising import (
    MEASURES,
    ranked_list,
    rate,
    write_measure,
)
from measures.domain.steps import steps_and_removed
from measures.domain.suggesting import evidence_for, suggest_measures
from measures.domain.system_ratings import touches_in_words
from measures.forms.measures import MeasureForm, RatingForm
from measures.forms.outcome import OutcomeForm
from measures.models import Measure, MeasureFile, Outcome, Status
from measures.views.lookups import EditView, OfMeasure
from organisations.models.editable import apart
from organisations.views.access import OrganisationRequest, in_organisation
from organisations.views.editing import AddView, ChangeView, OrganisationMixin

# No key of a row has more digits.
LONGEST_KEY = 18


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
    check_state = CheckState(check)
    template = check_state.document.template_by_key.get(measure.template_key)
    return evidence_for(template, check_state) if template else ()


@in_organisation()
@require_safe
def detail(request: OrganisationRequest, measure_id: int) -> HttpResponse:
    """One measure: what, why, steps, evidence, and its place with the reasons."""
    landscape = SystemLandscape(request.organisation.pk)
    rows = ranked_list(request.organisation, landscape)
    row = next((one for one in rows if one.measure.pk == measure_id), None)
    if row is None:
        raise Http404
    measure = row.measure
    steps, removed_steps = steps_and_removed(measure)
    files, removed_files = apart(MeasureFile.with_removed.filter(measure=measure).without_content())
    context = {
        "section": "measures",
        "row": row,
        "measure": measure,
        "steps": steps,
        "removed_steps": removed_steps,
        "outcome": outcome_of(measure),
        "files": files,
        "removed_files": removed_files,
        "journal": Journal(measure),
        "first": [link.needed for link in measure.dependencies.all()],
        "then": [one.measure for one in rows if _waits_for(one.measure, measure)],
        "evidence": evidence_of(request, measure),
        "rating_form": RatingForm(measure, landscape=landscape),
        "requirements": requirements_met_by(measure),
        "touches": touches_in_words(landscape, measure) if measure.touches.all() else [],
    }
    return render(request, "measures/detail.html", context)


def _waits_for(measure: Measure, other: Measure) -> bool:
    return any(link.needed_id == other.pk for link in measure.dependencies.all())


class MeasurePages(OrganisationMixin):
    """What the pages of one measure have in common."""

    section = "measures"
    model, editor = Measure, MEASURES
    form_class = MeasureForm
    pk_url_kwarg = "measure_id"
    template_name = "measures/form.html"

    def get_form_kwargs(self) -> Any:
        return super().get_form_kwargs() | {"organisation": self.request.organisation}


class NewMeasure(MeasurePages, AddView):
    """Write a measure of one's own, and go on to rating it."""

    message = _("Die Maßnahme steht auf Ihrer Liste. Bewerten Sie sie jetzt.")

    @cached_property
    def connection(self) -> Connection | None:
        """The transfer by hand in the address, which the measure is to replace."""
        number = self.request.GET.get("verbindung", "")
        if not number.isdecimal() or len(number) > LONGEST_KEY:
            return None
        own = Connection.objects.filter(organisation=self.request.organisation)
        found = own.select_related("source", "target").filter(pk=number).first()
        return found if found and found.is_by_hand else None

    def get_initial(self) -> dict[str, Any]:
        """Begin with what stands in the address: a transfer, or an answer with exceptions."""
        if self.connection:
            return joining_words(self.connection)
        return self.excepted.as_measure if self.excepted else {}

    @cached_property
    def excepted(self) -> Excepted | None:
        """The answer in the address (`check`, `frage`) whose exceptions the measure is about."""
        number = self.request.GET.get("check", "")
        if not number.isdecimal() or len(number) > LONGEST_KEY:
            return None
        check = Check.objects.of(self.request.organisation).filter(pk=number).first()
        if check is None:
            return None
        check.organisation = self.request.organisation
        check_state, key = CheckState(check), self.request.GET.get("frage")
        found = excepted_in(check_state, suggest_measures(check_state))
        return next((one for one in found if one.question.key == key), None)

    def get_context_data(self, **context: Any) -> Any:
        """Name the measures that connect the same systems already."""
        same = measures_joining(self.connection) if self.connection else ()
        return super().get_context_data(same=same, **context)

    def save(self, form: MeasureForm) -> Measure:
        written = form.save(commit=False), form.cleaned_data["steps"]
        if self.connection:
            return write_joining_measure(*written, self.connection, self.request.user)
        return write_measure(*written, self.request.user)

    def get_success_url(self) -> str:
        return self.url("measures:rate", measure_id=self.object.pk)


class EditMeasure(MeasurePages, ChangeView):
    """Change a measure; who carried it out is asked what it brought."""

    def get_success_url(self) -> str:
        is_now_done = self.object.status == Status.DONE != self.stored.status
        asks = is_now_done and outcome_of(self.object) is None
        return self.url(
            "measures:outcome" if asks else "measures:detail", measure_id=self.object.pk
        )


class EditOutcome(OfMeasure, ChangeView):
    """Ask what became of a measure."""

    model, editor = Outcome, OUTCOMES
    form_class = OutcomeForm
    template_name = "measures/outcome.html"
    message = _("Danke. Beim nächsten Check stehen Ihre Antworten neben den Fragen.")

    def find_row(self) -> Outcome:
        organisation = self.request.organisation
        none_yet = Outcome(organisation=organisation, measure=self.measure, version=0)
        return outcome_of(self.measure) or none_yet


class RateMeasure(OfMeasure, EditView):
    """Rate a measure on the five criteria."""

    form_class = RatingForm
    template_name = "measures/rate.html"
    message = _("Ihre Bewertung ist gespeichert.")

    def get_form_kwargs(self) -> Any:
        return super().get_form_kwargs() | {"measure": self.measure}

    def get_context_data(self, **context: Any) -> Any:
        evidence = evidence_of(self.request, self.measure)
        return super().get_context_data(evidence=evidence, **context)

    def other_version(self, form: RatingForm, stored: Measure) -> Any:
        """Return the ratings that are stored: criteria to values, people and notes."""
        return form.given_in_words

    def save(self, form: RatingForm) -> None:
        seen_version = form.cleaned_data["version"]
        rate(self.measure, form.ratings, seen_version=seen_version, by=self.request.user)

    def get_success_url(self) -> str:
        """Go on to the next measure without a person's rating, or back."""
        if self.request.POST.get("action") != "next":
            return super().get_success_url()
        for row in ranked_list(self.request.organisation):
            unrated = row.measure.is_open and (row.is_provisional or row.values is None)
            if unrated and row.measure.pk != self.measure.pk:
                return self.url("measures:rate", measure_id=row.measure.pk)
        messages.info(self.request, _("Alle offenen Maßnahmen sind bewertet."))
        return self.url("measures:list")
