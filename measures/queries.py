"""What one asks about measures, ratings and weights."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from measures.models import (
    OPEN_STATUSES,
    CriterionWeights,
    DeclinedSuggestion,
    JournalEntry,
    JournalKind,
    ManualPlace,
    Measure,
    MeasureDependency,
    MeasureFile,
    Outcome,
    Status,
    Step,
)
from organisations.compiled import Compiled
from organisations.models import Membership, Organisation, User

DOUBLE_CLICK = timedelta(minutes=1)


class MeasureQuerySet(models.QuerySet[Measure]):
    """Questions about measures."""

    def of(self, organisation: Organisation) -> MeasureQuerySet:
        """Narrow to the measures of one organisation."""
        return self.filter(organisation=organisation)

    def open(self) -> MeasureQuerySet:
        """Narrow to measures that still wait to be carried out."""
        return self.filter(status__in=OPEN_STATUSES)

    def from_templates(self) -> MeasureQuerySet:
        """Narrow to measures taken over from a catalogue."""
        return self.exclude(template_key="")

    def carried_out_between(self, begin: datetime, end: datetime) -> MeasureQuerySet:
        """Narrow to measures carried out after `begin` and up to `end`, in that order."""
        return self.filter(done_at__gt=begin, done_at__lte=end).order_by("done_at", "id")

    def in_the_care_of(self, membership: Membership) -> MeasureQuerySet:
        """Narrow to measures for which one member is responsible."""
        return self.filter(responsible=membership)

    def dated(self) -> MeasureQuerySet:
        """Narrow to those that have a date, the soonest first."""
        return self.exclude(due_date=None).order_by("due_date", "id")

    def with_everything(self) -> MeasureQuerySet:
        """Fetch all that a list shows along, in six queries.

        These are ratings, steps, touched systems, what comes first, places by hand, responsible
        people, and the hours of the journal as `spent_hours`.
        """
        hours = (
            JournalEntry.objects.filter(
                organisation_id=models.OuterRef("organisation_id"), measure=models.OuterRef("pk")
            )
            .order_by()
            .values("measure")
            .values(spent=models.Sum("hours"))
        )
        measures = self.annotate(spent_hours=models.Subquery(hours))
        return measures.select_related("responsible__user", "created_by").prefetch_related(
            "ratings",
            "steps",
            "touches",
            models.Prefetch("dependencies", MeasureDependency.objects.select_related("needed")),
            models.Prefetch("places", ManualPlace.objects.select_related("moved_by")),
        )

    def waiting_for(self, measure: Measure) -> MeasureQuerySet:
        """Narrow to the measures that wait for one."""
        return self.filter(organisation_id=measure.organisation_id, dependencies__needed=measure)

    def just_written(self, organisation_id: int, by: User, title: str) -> Measure | None:
        """Return the measure with this title that a person wrote within the last minute."""
        return self.filter(
            organisation_id=organisation_id,
            created_by=by,
            title=title,
            template_key="",
            created_at__gt=timezone.now() - DOUBLE_CLICK,
        ).first()

    def locked(self) -> MeasureQuerySet:
        """Lock the measures until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


class DeclinedQuerySet(models.QuerySet[DeclinedSuggestion]):
    """Questions about declined suggestions."""

    def of(self, organisation: Organisation) -> DeclinedQuerySet:
        """Narrow to the suggestions that one organisation declined."""
        return self.filter(organisation=organisation)


class StepQuerySet(models.QuerySet[Step]):
    """Questions about steps."""

    def of(self, measure: Measure) -> StepQuerySet:
        """Narrow to the steps of one measure, in their order."""
        return self.filter(organisation_id=measure.organisation_id, measure=measure)

    def with_people(self) -> StepQuerySet:
        """Fetch who is responsible and who did it along."""
        return self.select_related("responsible__user", "done_by")

    def dated(self) -> StepQuerySet:
        """Narrow to those that have a date, the soonest first, with their measures."""
        dated = self.exclude(due_date=None).order_by("due_date", "id")
        return dated.select_related("measure")

    def open_in_the_care_of(self, membership: Membership) -> StepQuerySet:
        """Narrow to what one member still has to do in open measures."""
        return self.filter(
            organisation=membership.organisation,
            responsible=membership,
            done_at=None,
            measure__status__in=OPEN_STATUSES,
        )


class FileQuerySet(models.QuerySet[MeasureFile]):
    """Questions about files of measures."""

    def of(self, measure: Measure) -> FileQuerySet:
        """Narrow to one measure."""
        return self.filter(organisation_id=measure.organisation_id, measure=measure)

    def without_content(self) -> FileQuerySet:
        """Fetch what describes a file, with people and steps, and leave its content alone."""
        return self.defer("content").select_related("uploaded_by", "step")

    def size_of_all(self, organisation_id: int) -> int:
        """Return how many bytes the files of an organisation have together."""
        found = self.filter(organisation_id=organisation_id).aggregate(all=models.Sum("size"))
        return found["all"] or 0


def files() -> FileQuerySet:
    """Return all files of measures that the opened tenancy shows."""
    return FileQuerySet(MeasureFile)


class OutcomeQuerySet(models.QuerySet[Outcome]):
    """Questions about what became of measures."""

    def of(self, measure: Measure) -> OutcomeQuerySet:
        """Narrow to one measure."""
        return self.filter(organisation_id=measure.organisation_id, measure=measure)

    def carried_out(self, organisation_id: int, template_keys: list[str]) -> OutcomeQuerySet:
        """Narrow to measures from certain templates that are carried out, the newest first."""
        return (
            self.filter(
                organisation_id=organisation_id,
                measure__template_key__in=template_keys,
                measure__status=Status.DONE,
            )
            .select_related("measure")
            .order_by("-measure__done_at", "-id")
        )


def outcomes() -> OutcomeQuerySet:
    """Return all answers on completion that the opened tenancy shows."""
    return OutcomeQuerySet(Outcome)


_with_outcome = Compiled(
    lambda organisation: (
        Measure.objects.filter(
            models.Exists(
                Outcome.objects.filter(
                    organisation_id=models.OuterRef("organisation_id"),
                    measure_id=models.OuterRef("pk"),
                )
            ),
            organisation_id=organisation,
            status=Status.DONE,
        )
        .order_by()
        .only("template_key")
    )
)


def templates_with_outcome(organisation_id: int) -> frozenset[str]:
    """Return the keys of templates of which people said what their measures brought."""
    return frozenset(row.template_key for row in _with_outcome.rows(organisation=organisation_id))


class JournalQuerySet(models.QuerySet[JournalEntry]):
    """Questions about what happened with measures."""

    def of(self, measure: Measure) -> JournalQuerySet:
        """Narrow to one measure, the newest first."""
        return self.filter(organisation_id=measure.organisation_id, measure=measure)

    def written(self) -> JournalQuerySet:
        """Narrow to what people wrote."""
        return self.filter(kind=JournalKind.WRITTEN)

    def with_people(self) -> JournalQuerySet:
        """Fetch who wrote it along."""
        return self.select_related("created_by")

    def just_written(self, by: User) -> JournalQuerySet:
        """Narrow to what a person wrote within the last minute."""
        return self.written().filter(created_by=by, created_at__gt=timezone.now() - DOUBLE_CLICK)


def journal() -> JournalQuerySet:
    """Return all entries of journals that the opened tenancy shows."""
    return JournalQuerySet(JournalEntry)


class DependencyQuerySet(models.QuerySet[MeasureDependency]):
    """Questions about measures that wait for others."""

    def of_organisation(self, organisation_id: int) -> DependencyQuerySet:
        """Narrow to those of one organisation."""
        return self.filter(organisation_id=organisation_id)

    def with_titles(self) -> DependencyQuerySet:
        """Fetch both measures along."""
        return self.select_related("measure", "needed")


def dependencies() -> DependencyQuerySet:
    """Return which measures wait for others, as far as the opened tenancy shows it."""
    return DependencyQuerySet(MeasureDependency)


def steps() -> StepQuerySet:
    """Return all steps that the opened tenancy shows."""
    return StepQuerySet(Step)


def measures() -> MeasureQuerySet:
    """Return all measures that the opened tenancy shows."""
    return MeasureQuerySet(Measure)


def declined_suggestions() -> DeclinedQuerySet:
    """Return all declined suggestions that the opened tenancy shows."""
    return DeclinedQuerySet(DeclinedSuggestion)


def weights_of(organisation: Organisation) -> CriterionWeights:
    """Return the weights of an organisation, the default ones when it never set any."""
    stored = CriterionWeights.objects.filter(organisation=organisation).first()
    return stored or CriterionWeights(organisation=organisation)
