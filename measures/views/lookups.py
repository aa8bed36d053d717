"""Finding the measure in the address, and what pages about one have in common."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.views.generic import FormView

from measures.models import Measure
from organisations.views.access import OrganisationRequest
from organisations.views.editing import FormMixin, OrganisationMixin

Form: Any = FormView


def measure_or_404(request: OrganisationRequest, measure_id: int, *, locks: bool = True) -> Measure:
    """Return a measure of the organisation, locked when something is sent and `locks`.

    Raises `Http404` when the organisation has none with this id.
    """
    measures = Measure.objects.of(request.organisation)
    if locks and request.method == "POST":
        measures = measures.select_for_update(of=("self",))
    measure = measures.filter(pk=measure_id).first()
    if measure is None:
        raise Http404
    return measure


class OfMeasure(OrganisationMixin):
    """A page with something of one measure, which is locked first while one changes it."""

    section = "measures"
    locks_measure = True

    @cached_property
    def measure(self) -> Measure:
        return measure_or_404(self.request, self.kwargs["measure_id"], locks=self.locks_measure)

    def get_queryset(self) -> Any:
        return self.model.objects.filter(measure=self.measure)

    def new_row(self) -> Any:
        return self.model(organisation=self.request.organisation, measure=self.measure)

    def get_context_data(self, **context: Any) -> Any:
        return super().get_context_data(measure=self.measure, **context)

    def get_success_url(self) -> str:
        return self.url("measures:detail", measure_id=self.measure.pk)


class EditView(FormMixin, Form):  # type: ignore[misc]
    """A page with a form that is not one of a model; its `save` stores what was said."""
