"""Priorisierungsrunden: who takes part, what they rate alone, and what was agreed on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError as BrokenDocument

from measures.models.measure import Measure
from measures.models.rating import CRITERIA
from measures.models.snapshot import Snapshot
from organisations.models import Organisation
from organisations.models.mandate import A_DAY_THAT_CAN_BE_MEANT
from organisations.tenancy.fields import TenantForeignKey, TenantModel


def _person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )


def _person_emptied_by_the_database() -> Any:
    """Where the application may not: a constraint of the migration does it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class RoundState(models.TextChoices):
    OPEN = "open", gettext_lazy("läuft")
    CLOSED = "closed", gettext_lazy("wartet auf die Geschäftsführung")
    CONFIRMED = "confirmed", gettext_lazy("bestätigt")


class RatingMode(models.TextChoices):
    """How a round comes to its ratings."""

    TOGETHER = "together", gettext_lazy("gemeinsam an einem Bildschirm")
    ALONE = "alone", gettext_lazy("jede Person zuerst für sich, danach vergleichen wir")


class PrioritisationRoundQuerySet(models.QuerySet["PrioritisationRound"]):
    def of(self, organisation: Organisation) -> PrioritisationRoundQuerySet:
        """Narrow to the rounds of one organisation, the latest first."""
        return self.filter(organisation=organisation).order_by("-number")

    def unconfirmed(self) -> PrioritisationRoundQuerySet:
        """Narrow to the one that is not confirmed yet."""
        return self.exclude(state=RoundState.CONFIRMED)

    def with_part_of(self, user_id: int) -> PrioritisationRoundQuerySet:
        """Say in `waits_for_me` whether a person takes part and has not handed in yet."""
        theirs = RoundParticipant.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            round_id=OuterRef("pk"),
            user_id=user_id,
            handed_in_at=None,
        )
        return self.annotate(waits_for_me=Exists(theirs))


class PrioritisationRound(TenantModel):
    """A Priorisierungsrunde; one at a time may be unconfirmed.

    `shown_at` says since when everyone sees what people rated alone. `version` counts up with
    every change of the round itself.
    """

    number = models.PositiveIntegerField(gettext_lazy("Nummer"), validators=[MinValueValidator(1)])
    held_on = models.DateField(gettext_lazy("Tag der Runde"), validators=A_DAY_THAT_CAN_BE_MEANT)
    rating_mode = models.CharField(
        gettext_lazy("So wird bewertet"),
        max_length=8,
        choices=RatingMode.choices,
        default=RatingMode.TOGETHER,
    )
    state = models.CharField(
        gettext_lazy("Stand"), max_length=9, choices=RoundState.choices, default=RoundState.OPEN
    )
    shown_at = models.DateTimeField(gettext_lazy("Vergleich geöffnet"), null=True, blank=True)
    next_on = models.DateField(
        gettext_lazy("Nächste Runde"), null=True, blank=True, validators=A_DAY_THAT_CAN_BE_MEANT
    )
    version = models.PositiveIntegerField(gettext_lazy("Fassung"), default=1)
    created_by = _person()
    created_at = models.DateTimeField(gettext_lazy("begonnen"), auto_now_add=True)

    objects = PrioritisationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Priorisierungsrunde")
        verbose_name_plural = gettext_lazy("Priorisierungsrunden")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~Q(state=RoundState.CONFIRMED),
                name="round_one_unconfirmed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values), name="round_state_known"
            ),
            models.CheckConstraint(
                condition=Q(rating_mode__in=RatingMode.values), name="round_rating_mode_known"
            ),
        ]

    def __str__(self) -> str:
        return _("Runde vom %s") % date_format(self.held_on)

    @property
    def is_open(self) -> bool:
        """Whether people are still at it."""
        return self.state == RoundState.OPEN

    @property
    def rates_alone(self) -> bool:
        """Whether everyone rates alone first."""
        return self.rating_mode == RatingMode.ALONE


class RoundParticipant(TenantModel):
    """A person who takes part in a round; the name stays when they leave."""

    round = TenantForeignKey(
        PrioritisationRound, models.CASCADE, related_name="participants", db_index=False
    )
    user = _person()
    name = models.CharField(gettext_lazy("Name"), max_length=120)
    handed_in_at = models.DateTimeField(gettext_lazy("abgegeben"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("Person in einer Priorisierungsrunde")
        verbose_name_plural = gettext_lazy("Personen in Priorisierungsrunden")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="takes_part_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RoundRating(TenantModel):
    """How one person rates a measure alone on one criterion."""

    participant = TenantForeignKey(
        RoundParticipant, models.CASCADE, related_name="ratings", db_index=False
    )
    measure = TenantForeignKey(Measure, models.CASCADE, related_name="+")
    criterion = models.CharField(
        gettext_lazy("Kriterium"), max_length=12, choices=[(key, key) for key in CRITERIA]
    )
    value = models.PositiveSmallIntegerField(
        gettext_lazy("Bewertung"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    note = models.CharField(gettext_lazy("Begründung"), max_length=500, blank=True)

    class Meta:
        verbose_name = gettext_lazy("Einzelne Bewertung in einer Priorisierungsrunde")
        verbose_name_plural = gettext_lazy("Einzelne Bewertungen in Priorisierungsrunden")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "measure", "criterion"], name="alone_rating_once"
            ),
            models.CheckConstraint(
                condition=Q(value__range=(1, 5)), name="alone_rating_value_in_range"
            ),
            models.CheckConstraint(
                condition=Q(criterion__in=CRITERIA), name="alone_rating_criterion_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class RoundMeasure(TenantModel):
    """What a round notes of one measure: that it is disputed, or taken up next."""

    round = TenantForeignKey(
        PrioritisationRound, models.CASCADE, related_name="measures", db_index=False
    )
    measure = TenantForeignKey(Measure, models.CASCADE, related_name="+")
    is_disputed = models.BooleanField(gettext_lazy("strittig"), default=False)
    is_chosen = models.BooleanField(gettext_lazy("als Nächstes"), default=False)

    class Meta:
        verbose_name = gettext_lazy("Maßnahme in einer Priorisierungsrunde")
        verbose_name_plural = gettext_lazy("Maßnahmen in Priorisierungsrunden")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "measure"], name="in_a_round_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.measure_id}"


class ManualPlace(TenantModel):
    """A place in the list that a person gave a measure by hand, with the reason.

    It counts from then on, until it is taken back or the measure is no longer open.
    """

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="places", db_index=False)
    place = models.PositiveSmallIntegerField(
        gettext_lazy("Platz"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    reason = models.CharField(gettext_lazy("Warum?"), max_length=500)
    moved_by = _person()
    moved_at = models.DateTimeField(gettext_lazy("verschoben"), auto_now=True)

    class Meta:
        verbose_name = gettext_lazy("Platz von Hand")
        verbose_name_plural = gettext_lazy("Plätze von Hand")
        ordering = ["place", "moved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "measure"], name="one_manual_place"),
            models.CheckConstraint(condition=Q(place__gte=1), name="manual_place_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


def validate_snapshot(value: object) -> None:
    """Raise `ValidationError` for everything that is not the document of a snapshot."""
    try:
        Snapshot.model_validate(value)
    except (BrokenDocument, RecursionError) as error:
        raise ValidationError(_("Das ist kein Ergebnis einer Runde.")) from error


class RoundVerdict(models.TextChoices):
    """What the Geschäftsführung says to what a round agreed on."""

    CONFIRMED = "confirmed", gettext_lazy("bestätigt")
    RETURNED = "returned", gettext_lazy("zurückgegeben")


class RoundSnapshotQuerySet(models.QuerySet["RoundSnapshot"]):
    def of(self, organisation: Organisation) -> RoundSnapshotQuerySet:
        """Narrow to one organisation, the latest first."""
        return (
            self.filter(organisation=organisation)
            .select_related("round")
            .order_by("-round__number", "-number")
        )

    def that_hold(self) -> RoundSnapshotQuerySet:
        return self.exclude(verdict=RoundVerdict.RETURNED)

    def without_content(self) -> RoundSnapshotQuerySet:
        return self.defer("document")

    def store_verdict(self, snapshot: RoundSnapshot) -> None:
        """Store the verdict that was set on a snapshot, which the database takes once."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select measures_judge_snapshot(%s, %s, %s, %s, %s, %s)",
                [
                    snapshot.pk,
                    snapshot.verdict,
                    snapshot.remark,
                    snapshot.judged_by_id,
                    snapshot.judged_by_name,
                    snapshot.judged_at,
                ],
            )


class RoundSnapshot(TenantModel):
    """What a round agreed on when it was closed. The database keeps it as it is.

    Only the verdict comes later, once, by `store_verdict`.
    """

    is_append_only: ClassVar[bool] = True

    # Snapshots go with their organisation, by `go_with`: nothing else may delete them.
    organisation = models.ForeignKey(
        Organisation, models.DO_NOTHING, related_name="+", db_index=False
    )
    round = TenantForeignKey(
        PrioritisationRound, models.DO_NOTHING, related_name="snapshots", db_index=False
    )
    number = models.PositiveIntegerField(gettext_lazy("Fassung"), validators=[MinValueValidator(1)])
    document = models.JSONField(gettext_lazy("Ergebnis"), validators=[validate_snapshot])
    made_by = _person_emptied_by_the_database()
    made_by_name = models.CharField(gettext_lazy("abgeschlossen von"), max_length=120)
    made_at = models.DateTimeField(gettext_lazy("abgeschlossen"), default=timezone.now)
    verdict = models.CharField(
        gettext_lazy("Urteil der Geschäftsführung"),
        max_length=9,
        choices=RoundVerdict.choices,
        blank=True,
    )
    remark = models.TextField(gettext_lazy("Bemerkung"), max_length=2000, blank=True)
    judged_by = _person_emptied_by_the_database()
    judged_by_name = models.CharField(gettext_lazy("beurteilt von"), max_length=120, blank=True)
    judged_at = models.DateTimeField(gettext_lazy("beurteilt"), null=True, blank=True)

    objects = RoundSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Ergebnis einer Priorisierungsrunde")
        verbose_name_plural = gettext_lazy("Ergebnisse von Priorisierungsrunden")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="snapshot_number_once"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at=None)
                | (Q(verdict__in=RoundVerdict.values) & Q(judged_at__isnull=False)),
                name="snapshot_verdict_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return _("Fassung %d") % self.number

    @property
    def content(self) -> Snapshot:
        """The document as what it says."""
        return Snapshot.model_validate(self.document)

    @classmethod
    def go_with(cls, instance: Organisation, **_more: Any) -> None:
        """Delete the snapshots of an organisation that is about to be deleted."""
        with connection.cursor() as cursor:
            cursor.execute("select measures_forget_snapshots(%s)", [instance.pk])
