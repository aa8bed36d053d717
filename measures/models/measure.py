"""Measures with their steps and ratings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.models import Catalogue
from organisations.models import Membership, Organisation
from organisations.models.editable import CurrentManager, EditableModel, RemovableModel
from organisations.tenancy.fields import TenantForeignKey


class Status(models.TextChoices):
    IDEA = "idea", _("Idee")
    PLANNED = "planned", _("geplant")
    IN_PROGRESS = "in_progress", _("in Umsetzung")
    DONE = "done", _("umgesetzt")
    REJECTED = "rejected", _("verworfen")


OPEN_STATUSES = (Status.IDEA, Status.PLANNED, Status.IN_PROGRESS)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def of(self, organisation: Organisation) -> MeasureQuerySet:
        return self.filter(organisation=organisation)

    def open(self) -> MeasureQuerySet:
        """Narrow to measures that still wait to be carried out."""
        return self.filter(status__in=OPEN_STATUSES)

    def under_way(self) -> MeasureQuerySet:
        """Narrow to measures that somebody has begun, or that are carried out."""
        return self.filter(status__in=(Status.IN_PROGRESS, Status.DONE))

    def from_templates(self) -> MeasureQuerySet:
        """Narrow to measures taken over from a catalogue."""
        return self.exclude(template_key="")

    def carried_out_between(self, begin: datetime, end: datetime) -> MeasureQuerySet:
        """Narrow to measures carried out after `begin` and up to `end`, in that order."""
        return self.filter(done_at__gt=begin, done_at__lte=end).order_by("done_at", "id")

    def dated(self) -> MeasureQuerySet:
        """Narrow to those that have a date, the soonest first."""
        return self.exclude(due_date=None).order_by("due_date", "id")

    def with_everything(self) -> MeasureQuerySet:
        """Fetch all that a list shows along, in six queries.

        These are ratings, steps, touched systems, what comes first, places by hand, responsible
        people, and the hours of the journal as `spent_hours`.
        """
        # They refer to measures, so they are not there yet when this module is read.
        from measures.models.journal import JournalEntry
        from measures.models.links import MeasureDependency
        from measures.models.round import ManualPlace

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


class Measure(EditableModel):
    """A Maßnahme, taken over from a template of the catalogue or written by hand.

    `version` counts up with every save and lets a stale form be noticed. By its `key` the
    snapshots of rounds know it, also after moving to another instance.
    """

    key = models.UUIDField(_("Kennung"), default=uuid4, db_default=RandomUUID(), editable=False)
    title = models.CharField(_("Titel"), max_length=200)
    what = models.TextField(_("Was wird getan?"), max_length=4000, blank=True)
    why = models.TextField(_("Was bringt es?"), max_length=4000, blank=True)
    existing = models.TextField(_("Was ist schon da?"), max_length=4000, blank=True)
    status = models.CharField(
        _("Stand"), max_length=12, choices=Status.choices, default=Status.IDEA
    )
    catalogue = models.ForeignKey(Catalogue, models.PROTECT, null=True, related_name="+")
    template_key = models.CharField(_("Vorlage"), max_length=60, blank=True)
    responsible = TenantForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Verantwortlich"),
    )
    due_date = models.DateField(_("Fällig am"), null=True, blank=True)
    effort_hours = models.PositiveIntegerField(
        _("Aufwand in Stunden"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(2000)],
    )
    effort_days = models.PositiveIntegerField(
        _("Dauer in Tagen"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    cost = models.PositiveIntegerField(
        _("Kosten in Euro"), null=True, blank=True, validators=[MaxValueValidator(1_000_000)]
    )
    done_at = models.DateTimeField(_("umgesetzt seit"), null=True, blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("Maßnahme")
        verbose_name_plural = _("Maßnahmen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "template_key"],
                condition=~models.Q(template_key=""),
                name="measure_template_once",
            ),
            models.UniqueConstraint(fields=["organisation", "key"], name="measure_key_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="measure_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Remember since when the measure is carried out."""
        self.note_when_done()
        if "status" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = [*kwargs["update_fields"], "done_at"]
        super().save(*args, **kwargs)

    def note_when_done(self) -> None:
        """Let `done_at` fit the status."""
        if self.status != Status.DONE:
            self.done_at = None
        elif self.done_at is None:
            self.done_at = timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether the measure still waits to be carried out, and therefore is ranked."""
        return self.status in OPEN_STATUSES

    @property
    def is_overdue(self) -> bool:
        return self.is_open and _is_over(self.due_date)


class StepQuerySet(models.QuerySet["Step"]):
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


class Step(RemovableModel, EditableModel):
    """A Teilschritt of a measure.

    `version` counts up with every change of its words, person or day; ticking it changes nothing
    of these.
    """

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    text = models.CharField(_("Teilschritt"), max_length=1200)
    responsible = TenantForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Verantwortlich"),
    )
    due_date = models.DateField(_("Fällig am"), null=True, blank=True)
    note = models.TextField(_("Notiz"), max_length=4000, blank=True)
    done_at = models.DateTimeField(_("erledigt"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = CurrentManager.from_queryset(StepQuerySet)()
    with_removed = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("Teilschritt")
        verbose_name_plural = _("Teilschritte")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_overdue(self) -> bool:
        return self.done_at is None and _is_over(self.due_date)


def _is_over(due_date: date | None) -> bool:
    return due_date is not None and due_date < timezone.localdate()
