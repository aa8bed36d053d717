"""What one asks about rounds of prioritisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from measures.models import (
    JournalEntry,
    ManualPlace,
    Measure,
    PrioritisationRound,
    RoundMeasure,
    RoundParticipant,
    RoundRating,
    RoundSnapshot,
    RoundState,
    Status,
    Verdict,
)
from organisations.models import (
    AccessLevel,
    Accompaniment,
    Consultant,
    Membership,
    Organisation,
    User,
)


class RoundQuerySet(models.QuerySet[PrioritisationRound]):
    """Questions about rounds."""

    def of(self, organisation_id: int) -> RoundQuerySet:
        """Narrow to the rounds of one organisation, the latest first."""
        return self.filter(organisation_id=organisation_id).order_by("-number")

    def unconfirmed(self) -> RoundQuerySet:
        """Narrow to the one that is not confirmed yet."""
        return self.exclude(state=RoundState.CONFIRMED)

    def confirmed(self) -> RoundQuerySet:
        """Narrow to those that the Geschäftsführung confirmed."""
        return self.filter(state=RoundState.CONFIRMED)

    def before(self, one: PrioritisationRound) -> RoundQuerySet:
        """Narrow to the rounds that came before one, the latest first."""
        return self.of(one.organisation_id).filter(number__lt=one.number)

    def with_part_of(self, user_id: int) -> RoundQuerySet:
        """Say in `waits_for_me` whether a person takes part and has not handed in yet."""
        theirs = RoundParticipant.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            round_id=OuterRef("pk"),
            user_id=user_id,
            handed_in_at=None,
        )
        return self.annotate(waits_for_me=Exists(theirs))

    def locked(self) -> RoundQuerySet:
        """Lock the rounds until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


def rounds() -> RoundQuerySet:
    """Return all rounds that the opened tenancy shows."""
    return RoundQuerySet(PrioritisationRound)


class ParticipantQuerySet(models.QuerySet[RoundParticipant]):
    """Questions about people in rounds."""

    def of(self, one: PrioritisationRound) -> ParticipantQuerySet:
        """Narrow to one round, in the order of the names."""
        return self.filter(organisation_id=one.organisation_id, round=one).order_by("name", "id")

    def locked(self) -> ParticipantQuerySet:
        """Lock the rows until the transaction ends."""
        return self.select_for_update(of=("self",))


def participants() -> ParticipantQuerySet:
    """Return all people in rounds that the opened tenancy shows."""
    return ParticipantQuerySet(RoundParticipant)


class AloneRatingQuerySet(models.QuerySet[RoundRating]):
    """Questions about what people rated alone."""

    def of_round(self, one: PrioritisationRound) -> AloneRatingQuerySet:
        """Narrow to one round, with the people in the order of their names."""
        return (
            self.filter(organisation_id=one.organisation_id, participant__round=one)
            .select_related("participant")
            .order_by("participant__name", "participant_id", "id")
        )

    def by(self, participant: RoundParticipant) -> AloneRatingQuerySet:
        """Narrow to one person."""
        return self.filter(
            organisation_id=participant.organisation_id, participant=participant
        ).order_by("id")


def alone_ratings() -> AloneRatingQuerySet:
    """Return what people rated alone, as far as the opened tenancy shows it."""
    return AloneRatingQuerySet(RoundRating)


class SnapshotQuerySet(models.QuerySet[RoundSnapshot]):
    """Questions about what rounds agreed on."""

    def of(self, organisation_id: int) -> SnapshotQuerySet:
        """Narrow to one organisation, the latest first."""
        return (
            self.filter(organisation_id=organisation_id)
            .select_related("round")
            .order_by("-round__number", "-number")
        )

    def of_round(self, one: PrioritisationRound) -> SnapshotQuerySet:
        """Narrow to one round, the latest version first."""
        return self.of(one.organisation_id).filter(round=one)

    def that_hold(self) -> SnapshotQuerySet:
        """Narrow to those that were not returned."""
        return self.exclude(verdict=Verdict.RETURNED)

    def without_content(self) -> SnapshotQuerySet:
        """Leave the long document alone."""
        return self.defer("document")

    def locked(self) -> SnapshotQuerySet:
        """Lock the rows until the transaction ends."""
        return self.select_for_update(of=("self",))


def snapshots() -> SnapshotQuerySet:
    """Return all snapshots that the opened tenancy shows."""
    return SnapshotQuerySet(RoundSnapshot)


def notes_of(one: PrioritisationRound) -> models.QuerySet[RoundMeasure]:
    """Return what a round notes of measures."""
    return RoundMeasure.objects.filter(organisation_id=one.organisation_id, round=one)


def manual_places(organisation_id: int) -> models.QuerySet[ManualPlace]:
    """Return the places that people gave by hand, of measures that are open."""
    return (
        ManualPlace.objects.filter(organisation_id=organisation_id)
        .select_related("measure", "moved_by")
        .order_by("place", "moved_at", "id")
    )


def done_since(organisation_id: int, moment: datetime | None) -> models.QuerySet[Measure]:
    """Return the measures that were carried out since a moment, or ever."""
    found = Measure.objects.filter(organisation_id=organisation_id, status=Status.DONE)
    if moment:
        found = found.filter(done_at__gt=moment)
    return found.order_by("done_at", "id")


def stuck_since(organisation_id: int, moment: datetime | None) -> models.QuerySet[Measure]:
    """Return measures under way that nothing was noted of since a moment, or that are overdue.

    `moved_at` is when the last entry was written into their Verlauf.
    """
    latest = (
        JournalEntry.objects.filter(
            organisation_id=OuterRef("organisation_id"), measure=OuterRef("pk")
        )
        .order_by("-created_at")
        .values("created_at")[:1]
    )
    is_stuck = Q(due_date__lt=timezone.localdate())
    if moment:
        is_stuck |= Q(moved_at=None) | Q(moved_at__lte=moment)
    return (
        Measure.objects.filter(organisation_id=organisation_id, status=Status.IN_PROGRESS)
        .annotate(moved_at=Subquery(latest))
        .filter(is_stuck)
        .order_by(F("due_date").asc(nulls_last=True), "id")
    )


def people_of(organisation: Organisation) -> list[User]:
    """Return who may take part in rounds: members, and consultants who may edit; by name."""
    members = Membership.objects.filter(organisation=organisation).values_list("user_id", flat=True)
    consultancies = Accompaniment.objects.filter(
        organisation=organisation, level=AccessLevel.EDIT
    ).values_list("consultancy_id", flat=True)
    helpers = Consultant.objects.filter(consultancy_id__in=list(consultancies))
    ids: Iterable[int] = [*members, *helpers.values_list("user_id", flat=True)]
    return list(User.objects.filter(pk__in=ids).order_by("name", "pk"))
