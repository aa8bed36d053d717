"""What a measure is linked with: measures that come first, requirements, systems."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from checks.domain.surveying import SystemLandscape
from checks.forms.systems import NAME_TAKEN
from measures.domain.filtering import german_key
from measures.domain.measure_requirements import set_measures, set_requirements
from measures.domain.measure_systems import set_systems
from measures.domain.requirement_filtering import RequirementFilter, matching_requirements
from measures.domain.requirement_list import RequirementList, RequirementRow
from measures.domain.waiting import CyclicDependency, set_needed
from measures.forms.measure_systems import MeasureSystemsForm
from measures.forms.requirements import LinkForm
from measures.models import Measure
from measures.views.lookups import EditView, OfMeasure
from measures.views.requirements import SECTION, row_or_404
from organisations.domain.editing import NameTaken


def _by_title(measures: Any) -> list[tuple[Measure, str]]:
    found = sorted(measures, key=lambda one: german_key(one.title))
    return [(one, f"{one.title} ({one.get_status_display()})") for one in found]


class LinkView(EditView):
    """Ticks what something is linked with: `offered` are rows and words, `linked` is ticked now.

    Only what was ticked differently is stored, so nobody's ticks are lost and no form is stale.
    """

    form_class = LinkForm
    label: Any

    def get_form_kwargs(self) -> Any:
        choices = {"label": self.label, "offered": self.offered, "linked": self.linked}
        return super().get_form_kwargs() | choices

    def get_context_data(self, **context: Any) -> Any:
        return super().get_context_data(has_choices=bool(self.offered), **context)

    def save(self, form: LinkForm) -> None:
        self.store(seen=form.cleaned_data["seen"], chosen=form.rows, by=self.request.user)


class NeededMeasures(OfMeasure, LinkView):
    """Say which other measures come first."""

    # The domain locks the organisation before measures.
    locks_measure = False
    label = _("Welche Maßnahmen müssen vorher umgesetzt sein?")
    template_name = "measures/needed.html"

    @cached_property
    def linked(self) -> set[int]:
        return {link.needed_id for link in self.measure.dependencies.all()}

    @cached_property
    def offered(self) -> list[tuple[Measure, str]]:
        """All other measures that are open."""
        others = Measure.objects.of(self.request.organisation).exclude(pk=self.measure.pk)
        return _by_title(one for one in others if one.is_open or one.pk in self.linked)

    def form_valid(self, form: Any) -> Any:
        """Refuse what would go in circles."""
        try:
            return super().form_valid(form)
        except CyclicDependency as refused:
            form.add_error("chosen", refused.in_words)
            return self.form_invalid(form)

    def store(self, **ticked: Any) -> None:
        set_needed(self.measure, **ticked)


class RequirementsOfMeasure(OfMeasure, LinkView):
    """Say which requirements a measure meets."""

    locks_measure = False
    label = _("Welche Anforderungen erfüllt die Maßnahme?")
    template_name = "measures/requirements/of_measure.html"

    @cached_property
    def rows(self) -> list[RequirementRow]:
        listed = RequirementList(self.request.organisation)
        return matching_requirements(listed.rows, RequirementFilter(), listed.areas)

    @property
    def linked(self) -> list[int]:
        return [row.requirement.pk for row in self.rows if self.measure in row.measures]

    @property
    def offered(self) -> list[tuple[Any, str]]:
        found = [row.requirement for row in self.rows]
        return [(one, f"{one.get_priority_display()}: {one.text}") for one in found]

    def store(self, **ticked: Any) -> None:
        set_requirements(self.measure, **ticked)


class MeasuresOfRequirement(LinkView):
    """Say which measures meet a requirement."""

    section = SECTION
    label = _("Welche Maßnahmen erfüllen das?")
    template_name = "measures/requirements/measures.html"

    @cached_property
    def row(self) -> RequirementRow:
        listed = RequirementList(self.request.organisation)
        return row_or_404(listed, self.kwargs["requirement_id"])

    @property
    def linked(self) -> list[int]:
        return [one.pk for one in self.row.measures]

    @cached_property
    def offered(self) -> list[tuple[Measure, str]]:
        return _by_title(Measure.objects.of(self.request.organisation))

    def get_context_data(self, **context: Any) -> Any:
        return super().get_context_data(requirement=self.row.requirement, **context)

    def get_success_url(self) -> str:
        return self.url("measures:requirement", requirement_id=self.row.requirement.pk)

    def store(self, **ticked: Any) -> None:
        set_measures(self.row.requirement, **ticked)


class SystemsOfMeasure(OfMeasure, EditView):
    """Say which systems a measure uses, connects, replaces or introduces."""

    form_class = MeasureSystemsForm
    template_name = "measures/systems.html"
    message = _("Gespeichert. Was daraus folgt, steht beim Bewerten als Vorschlag.")
    refusals = {NameTaken: ("new_name", NAME_TAKEN)}

    def get_form_kwargs(self) -> Any:
        landscape = SystemLandscape(self.request.organisation.pk)
        return super().get_form_kwargs() | {"measure": self.measure, "landscape": landscape}

    def other_version(self, form: MeasureSystemsForm, stored: Measure) -> Any:
        """Return what is stored otherwise than the form says: systems to words."""
        return form.stored_otherwise

    def save(self, form: MeasureSystemsForm) -> None:
        set_systems(
            self.measure,
            form.kinds,
            new_name=form.cleaned_data["new_name"],
            seen_version=form.cleaned_data["version"],
            by=self.request.user,
        )
