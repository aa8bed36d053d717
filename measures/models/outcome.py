"""What became of a measure that was carried out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from organisations.models.editable import EditableModel
from organisations.tenancy.fields import TenantForeignKey


class Usage(models.TextChoices):
    """Whether people use what a measure brought."""

    DAILY = "daily", _("ja, es gehört zum Alltag")
    PARTLY = "partly", _("teilweise: manche nutzen es, oder nur manchmal")
    NO = "no", _("nein, kaum jemand nutzt es")


class Outcome(EditableModel):
    """The answers to the three questions on completion; each may stay open."""

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="outcomes", db_index=False)
    brought = models.TextField(_("Was hat die Maßnahme gebracht?"), max_length=2000, blank=True)
    used = models.CharField(
        _("Wird das Ergebnis genutzt?"), max_length=6, choices=Usage.choices, blank=True
    )
    following = models.TextField(_("Wie geht es weiter?"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("Ergebnis einer Maßnahme")
        verbose_name_plural = _("Ergebnisse von Maßnahmen")
        constraints = [
            models.UniqueConstraint(fields=["measure"], name="outcome_once"),
            models.CheckConstraint(
                condition=models.Q(used__in=["", *Usage.values]), name="outcome_usage_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.measure)
