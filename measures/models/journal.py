"""What happened with a measure: written by people, and noted by Lotse itself."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.models.measure import Measure
from organisations.models.editable import CurrentManager, EditableModel, RemovableModel
from organisations.tenancy.fields import TenantForeignKey


class JournalKind(models.TextChoices):
    """How an entry came about."""

    WRITTEN = "written", gettext_lazy("geschrieben")
    STATUS = "status", gettext_lazy("Stand geändert")
    STEP = "step", gettext_lazy("Teilschritt")
    ROUND = "round", gettext_lazy("Priorisierungsrunde")


def short_number(number: Decimal) -> str:
    """Return a number of hours as people write it, without zeros at its end."""
    return localize(number.quantize(Decimal("0.01")).normalize() + 0)


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def written(self) -> JournalEntryQuerySet:
        return self.filter(kind=JournalKind.WRITTEN)


class JournalEntry(RemovableModel, EditableModel):
    """One entry in the Verlauf of a measure; those that people write may tell hours.

    It keeps its words: a step that is removed later still was done.
    """

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="journal")
    kind = models.CharField(
        gettext_lazy("Art"), max_length=8, choices=JournalKind.choices, default=JournalKind.WRITTEN
    )
    day = models.DateField(gettext_lazy("Tag"))
    text = models.TextField(gettext_lazy("Was ist geschehen?"), max_length=4000)
    hours = models.DecimalField(
        gettext_lazy("Stunden"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(200))],
    )

    objects = CurrentManager.from_queryset(JournalEntryQuerySet)()
    with_removed = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("Eintrag im Verlauf")
        verbose_name_plural = gettext_lazy("Einträge im Verlauf")
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=JournalKind.values), name="journal_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(hours=None) | models.Q(hours__gt=0, kind=JournalKind.WRITTEN),
                name="journal_hours_are_spent_by_people",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def hours_in_words(self) -> str:
        """The hours as people write them; empty when it has none."""
        if self.hours is None:
            return ""
        if self.hours == 1:
            return _("1 Stunde")
        return _("%s Stunden") % short_number(self.hours)

    @property
    def is_written(self) -> bool:
        """Whether a person wrote it, and people may change it."""
        return self.kind == JournalKind.WRITTEN
