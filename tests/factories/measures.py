"""Measures, steps, ratings, weights and declined suggestions."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from checks.domain.catalogue import Criterion
from measures.models import (
    BulkChange,
    BulkChangeItem,
    CalendarEntry,
    CriterionWeights,
    DeclinedSuggestion,
    JournalEntry,
    Measure,
    MeasureDependency,
    MeasureFile,
    MeasureRequirement,
    MeasureSystem,
    Outcome,
    Rating,
    SavedView,
    Step,
)
from tests.factories.checks import CatalogueFactory, RequirementFactory, SystemFactory
from tests.factories.organisations import TenantFactory, UserFactory, of_same_organisation


class MeasureFactory(TenantFactory):
    """A measure of one's own. `rated=(5, 4, 3, 2, 1)` rates it on the five criteria."""

    class Meta:
        model = Measure
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Maßnahme {number} umsetzen")
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def rated(obj: Any, create: bool, extracted: Any, **kwargs: Any) -> None:  # noqa: N805
        """Rate the measure."""
        for criterion, value in zip(Criterion, extracted or (), strict=False):
            RatingFactory(
                organisation=obj.organisation, measure=obj, criterion=criterion, value=value
            )


class StepFactory(TenantFactory):
    """An open step."""

    class Meta:
        model = Step

    measure = of_same_organisation(MeasureFactory)
    position = factory.Sequence(lambda number: number % 1000)
    text = "Etwas tun."


class RatingFactory(TenantFactory):
    """A middling rating of the feasibility."""

    class Meta:
        model = Rating

    measure = of_same_organisation(MeasureFactory)
    criterion = Criterion.FEASIBILITY
    value = 3


class CriterionWeightsFactory(TenantFactory):
    """Equal weights."""

    class Meta:
        model = CriterionWeights


class DeclinedSuggestionFactory(TenantFactory):
    """A declined suggestion of the small catalogue."""

    class Meta:
        model = DeclinedSuggestion

    catalogue = factory.SubFactory(CatalogueFactory)
    template_key = "name-pilot"
    reason = "Passt gerade nicht."
    declined_by = factory.SubFactory(UserFactory)


class MeasureSystemFactory(TenantFactory):
    """A measure that uses a system."""

    class Meta:
        model = MeasureSystem

    measure = of_same_organisation(MeasureFactory)
    system = of_same_organisation(SystemFactory)
    kind = "uses"


class MeasureRequirementFactory(TenantFactory):
    """A measure that meets a requirement."""

    class Meta:
        model = MeasureRequirement

    measure = of_same_organisation(MeasureFactory)
    requirement = of_same_organisation(RequirementFactory)


class MeasureDependencyFactory(TenantFactory):
    """A measure that waits for another one."""

    class Meta:
        model = MeasureDependency

    measure = of_same_organisation(MeasureFactory)
    needed = of_same_organisation(MeasureFactory)


class JournalEntryFactory(TenantFactory):
    """Two hours that someone spent."""

    class Meta:
        model = JournalEntry

    measure = of_same_organisation(MeasureFactory)
    day = factory.LazyFunction(timezone.localdate)
    text = "Mit dem Anbieter telefoniert."
    hours = Decimal(2)
    created_by = factory.SubFactory(UserFactory)


class OutcomeFactory(TenantFactory):
    """A measure that brought something people use."""

    class Meta:
        model = Outcome

    measure = of_same_organisation(MeasureFactory, status="done")
    brought = "Weniger Zettel."
    used = "daily"
    created_by = factory.SubFactory(UserFactory)


class MeasureFileFactory(TenantFactory):
    """A short text."""

    class Meta:
        model = MeasureFile

    measure = of_same_organisation(MeasureFactory)
    name = "notizen.txt"
    kind = "text"
    content = b"Drei Angebote."
    size = 14
    uploaded_by = factory.SubFactory(UserFactory)


class SavedViewFactory(TenantFactory):
    """All open measures, in a table."""

    class Meta:
        model = SavedView

    name = factory.Sequence(lambda number: f"Ansicht {number}")
    sorting = "rank"
    created_by = factory.SubFactory(UserFactory)


class CalendarEntryFactory(TenantFactory):
    """A task that was handed out once."""

    class Meta:
        model = CalendarEntry

    key = factory.Sequence(lambda number: f"VTODO massnahme-{number}")
    digest = "x"
    changed_at = datetime(2026, 3, 2, tzinfo=UTC)


class BulkChangeFactory(TenantFactory):
    """Many measures were planned; which ones, `BulkChangeItemFactory` says."""

    class Meta:
        model = BulkChange

    fields = factory.LazyFunction(lambda: ["status"])
    status = "planned"
    made_by = factory.SubFactory(UserFactory)


class BulkChangeItemFactory(TenantFactory):
    """A measure that was an idea before."""

    class Meta:
        model = BulkChangeItem

    bulk_change = of_same_organisation(BulkChangeFactory)
    measure = of_same_organisation(MeasureFactory)
    status = "idea"
