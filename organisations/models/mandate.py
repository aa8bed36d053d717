"""The Beauftragung: what a director and a pilot agree on, version by version."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisations.models.organisation import Membership, Organisation
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class Side(models.TextChoices):
    """The two sides that agree on a mandate."""

    DIRECTOR = "director", _("Geschäftsführung")
    PILOT = "pilot", _("Digitalisierungslots:in")


class Rhythm(models.TextChoices):
    """How often both sides talk."""

    WEEKLY = "weekly", _("jede Woche")
    FORTNIGHTLY = "fortnightly", _("alle zwei Wochen")
    MONTHLY = "monthly", _("jeden Monat")
    QUARTERLY = "quarterly", _("jedes Vierteljahr")


LONGEST_SENTENCE, MOST_SENTENCES = 300, 60
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
A_DAY_THAT_CAN_BE_MEANT = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]


def validate_sentences(value: object) -> None:
    """Raise `ValidationError` for everything that is not a list of sentences."""
    are_sentences = isinstance(value, list) and all(
        isinstance(one, str) and 0 < len(one) <= LONGEST_SENTENCE for one in value
    )
    if not are_sentences or len(value) > MOST_SENTENCES:  # type: ignore[arg-type]
        raise ValidationError(_("Das ist keine Liste von Sätzen."))


def validate_part_versions(value: object) -> None:
    """Raise `ValidationError` for everything that does not count changes of parts."""
    if not isinstance(value, dict) or not all(type(one) is int for one in value.values()):
        raise ValidationError(_("Das zählt keine Änderungen."))


IS_CONFIRMED = Q(director_confirmed_at__isnull=False, pilot_confirmed_at__isnull=False)


class Sentences(models.JSONField):
    """A list of sentences."""

    def __init__(self, verbose_name: Any = None, **kwargs: Any) -> None:
        fixed = {"default": list, "blank": True, "validators": [validate_sentences]}
        super().__init__(verbose_name, **(kwargs | fixed))

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Leave out what the class sets itself."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("default", "blank", "validators"):
            del kwargs[fixed]
        return name, path, args, kwargs


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Questions about mandates."""

    def of(self, organisation: Organisation) -> MandateQuerySet:
        """Narrow to the versions of one organisation, the latest first."""
        return self.filter(organisation=organisation).order_by("-number")

    def drafts(self) -> MandateQuerySet:
        """Narrow to versions that at least one side has not confirmed."""
        return self.exclude(IS_CONFIRMED)

    def confirmed(self) -> MandateQuerySet:
        """Narrow to versions that both sides have confirmed."""
        return self.filter(IS_CONFIRMED)

    def latest_of_each(self) -> MandateQuerySet:
        """Narrow to the one confirmed version of each organisation that no later one replaces."""
        confirmed = self.confirmed()
        return confirmed.order_by("organisation_id", "-number").distinct("organisation_id")


class Mandate(TenantModel):
    """One version of an organisation's mandate.

    It is a draft until both sides have confirmed it. From then on a trigger refuses every
    change. Names are kept as they were, also when a person leaves. `version` counts up with
    every change, `part_versions` with every change of a part, so that a stale form is noticed.
    Lists hold the sentences themselves, so that a confirmed version never changes its words.
    """

    number = models.PositiveIntegerField(_("Fassung"), validators=[MinValueValidator(1)])
    pilot = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    pilot_name = models.CharField(_("Digitalisierungslots:in"), max_length=120, blank=True)
    deputy = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    deputy_name = models.CharField(_("Vertretung"), max_length=120, blank=True)
    tasks = Sentences(_("Aufgaben"))
    powers = Sentences(_("Entscheidet allein"))
    spending_limit = models.PositiveIntegerField(
        _("Gibt allein Geld aus (Euro im Einzelfall)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1_000_000)],
    )
    hours_per_week = models.DecimalField(
        _("Stunden in der Woche"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.5), MaxValueValidator(40)],
    )
    budget_per_year = models.PositiveIntegerField(
        _("Budget im Jahr (Euro)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(10_000_000)],
    )
    starts_on = models.DateField(
        _("Beginn"), null=True, blank=True, validators=A_DAY_THAT_CAN_BE_MEANT
    )
    ends_on = models.DateField(_("Ende"), null=True, blank=True, validators=A_DAY_THAT_CAN_BE_MEANT)
    training = Sentences(_("Fortbildung"))
    equipment = Sentences(_("Ausstattung"))
    announcement = Sentences(_("So erfährt es das Team"))
    rhythm = models.CharField(
        _("Gespräch mit der Geschäftsführung"), max_length=12, choices=Rhythm.choices, blank=True
    )
    rhythm_note = models.CharField(_("Wann und wo"), max_length=300, blank=True)

    director_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    director_confirmed_name = models.CharField(
        _("Bestätigt für die Geschäftsführung"), max_length=120, blank=True
    )
    director_confirmed_at = models.DateTimeField(
        _("Bestätigt für die Geschäftsführung am"), null=True, blank=True
    )
    pilot_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    pilot_confirmed_name = models.CharField(
        _("Bestätigt als Digitalisierungslots:in"), max_length=120, blank=True
    )
    pilot_confirmed_at = models.DateTimeField(
        _("Bestätigt als Digitalisierungslots:in am"), null=True, blank=True
    )

    version = models.PositiveIntegerField(_("Änderungen"), default=1)
    part_versions = models.JSONField(
        _("Änderungen je Seite"), default=dict, blank=True, validators=[validate_part_versions]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(_("begonnen"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beauftragung")
        verbose_name_plural = _("Beauftragungen")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="mandate_number_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=~IS_CONFIRMED, name="mandate_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week=None) | Q(hours_per_week__gt=0),
                name="mandate_hours_are_hours",
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=["", *Rhythm.values]), name="mandate_rhythm_known"
            ),
            models.CheckConstraint(
                condition=Q(director_confirmed_at=None, director_confirmed_name="")
                | (Q(director_confirmed_at__isnull=False) & ~Q(director_confirmed_name="")),
                name="mandate_director_is_named",
            ),
            models.CheckConstraint(
                condition=Q(pilot_confirmed_at=None, pilot_confirmed_name="")
                | (Q(pilot_confirmed_at__isnull=False) & ~Q(pilot_confirmed_name="")),
                name="mandate_pilot_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"Fassung {self.number}"

    def version_of(self, part_key: str) -> int:
        """Return how often a part was changed."""
        return int(dict(self.part_versions or {}).get(part_key, 0))

    @property
    def is_confirmed(self) -> bool:
        """Whether both sides have confirmed it."""
        return self.director_confirmed_at is not None and self.pilot_confirmed_at is not None

    @property
    def confirmed_at(self) -> datetime | None:
        """When the later side confirmed, None for a draft."""
        if self.director_confirmed_at is None or self.pilot_confirmed_at is None:
            return None
        return max(self.director_confirmed_at, self.pilot_confirmed_at)

    @property
    def is_by_one_person(self) -> bool:
        """Whether the same person confirmed for both sides."""
        director, pilot = self.director_confirmed_by_id, self.pilot_confirmed_by_id
        return self.is_confirmed and director is not None and director == pilot


class ScanKind(models.TextChoices):
    """What a scan is, by its content (keys of `foreign_files.contents.KINDS`)."""

    PDF = "pdf", _("PDF")
    PNG = "png", _("Bild (PNG)")
    JPEG = "jpeg", _("Bild (JPEG)")
    WEBP = "webp", _("Bild (WebP)")


class MandatePaper(TenantModel):
    """The signed sheet that stands for confirmations of a mandate, with its scan.

    It says for which sides it stands; the names are those of the mandate. A trigger refuses
    every change.
    """

    mandate = TenantForeignKey(Mandate, models.CASCADE, related_name="papers", db_index=False)
    signed_on = models.DateField(_("Unterschrieben am"), validators=A_DAY_THAT_CAN_BE_MEANT)
    for_director = models.BooleanField(_("Für die Geschäftsführung"))
    for_pilot = models.BooleanField(_("Für die Digitalisierungslots:in"))
    name = models.CharField(_("Dateiname"), max_length=150)
    kind = models.CharField(_("Art"), max_length=4, choices=ScanKind.choices)
    content = models.BinaryField(_("Inhalt"))
    size = models.PositiveIntegerField(_("Größe in Byte"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(_("eingetragen"), auto_now_add=True)

    class Meta:
        verbose_name = _("Unterschriebene Beauftragung")
        verbose_name_plural = _("Unterschriebene Beauftragungen")
        constraints = [
            models.UniqueConstraint(fields=["mandate"], name="mandate_paper_once"),
            models.CheckConstraint(
                condition=Q(for_director=True) | Q(for_pilot=True), name="mandate_paper_of_a_side"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ScanKind.values), name="mandate_paper_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
