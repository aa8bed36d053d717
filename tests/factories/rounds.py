"""Rounds of prioritisation, with their people, ratings, manual places and snapshots."""

from datetime import date
from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone

from checks.domain.catalogue import Criterion
from measures.models import (
    ManualPlace,
    PrioritisationRound,
    RoundMeasure,
    RoundParticipant,
    RoundRating,
    RoundSnapshot,
)
from measures.models.snapshot import Snapshot, SnapshotRating, SnapshotRow
from tests.factories.measures import MeasureFactory
from tests.factories.organisations import TenantFactory, UserFactory, of_same_organisation


def snapshot_row(title: str = "Kalender teilen", **kwargs: Any) -> SnapshotRow:
    """A measure on the first place. `values=(5, 4, 3, 2, 1)` rates it on the five criteria."""
    values = kwargs.pop("values", (3, 3, 3, 3, 3))
    kwargs.setdefault("key", uuid4())
    kwargs.setdefault("place", 1)
    kwargs.setdefault("rank", kwargs["place"])
    kwargs.setdefault("score", 50)
    ratings = tuple(
        SnapshotRating(criterion=criterion, value=value)
        for criterion, value in zip(Criterion, values, strict=False)
    )
    return SnapshotRow(title=title, status="idea", ratings=ratings, **kwargs)


def snapshot_content(*rows: SnapshotRow, **kwargs: Any) -> Snapshot:
    """What a round of two people agreed on; all criteria count the same."""
    kwargs.setdefault("weights", dict.fromkeys(Criterion, 5))
    defaults: dict[str, Any] = {
        "number": 1,
        "version": 1,
        "held_on": date(2026, 3, 2),
        "next_on": date(2026, 5, 4),
        "participants": ("Ada Probe", "Ben Probe"),
    }
    return Snapshot(rows=rows, **(defaults | kwargs))


class PrioritisationRoundFactory(TenantFactory):
    """An open round of today, rated together."""

    class Meta:
        model = PrioritisationRound

    number = factory.Sequence(lambda number: number + 1)
    held_on = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class RoundParticipantFactory(TenantFactory):
    """A person who has not handed in yet."""

    class Meta:
        model = RoundParticipant

    round = of_same_organisation(PrioritisationRoundFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(lambda row: str(row.user))


class RoundRatingFactory(TenantFactory):
    """A middling rating of the feasibility."""

    class Meta:
        model = RoundRating

    participant = of_same_organisation(RoundParticipantFactory)
    measure = of_same_organisation(MeasureFactory)
    criterion = Criterion.FEASIBILITY
    value = 3


class RoundMeasureFactory(TenantFactory):
    """A measure that was marked as disputed."""

    class Meta:
        model = RoundMeasure

    round = of_same_organisation(PrioritisationRoundFactory)
    measure = of_same_organisation(MeasureFactory)
    is_disputed = True


class ManualPlaceFactory(TenantFactory):
    """A measure that was put on the first place."""

    class Meta:
        model = ManualPlace

    measure = of_same_organisation(MeasureFactory)
    place = 1
    reason = "Die Förderung läuft sonst ab."
    moved_by = factory.SubFactory(UserFactory)


class RoundSnapshotFactory(TenantFactory):
    """What a round agreed on; nobody has judged it yet."""

    class Meta:
        model = RoundSnapshot

    round = of_same_organisation(PrioritisationRoundFactory)
    number = 1
    document = factory.LazyFunction(
        lambda: snapshot_content(snapshot_row()).model_dump(mode="json")
    )
    made_by = factory.SubFactory(UserFactory)
    made_by_name = factory.LazyAttribute(lambda row: str(row.made_by))
