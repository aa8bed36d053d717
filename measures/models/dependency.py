"""Which measures wait for which others."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class MeasureDependency(TenantModel):
    """A measure that can only be carried out once another one, `needed`, is.

    That nothing goes in circles is seen to by `measures.domain.waiting`.
    """

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="dependencies", db_index=False)
    needed = TenantForeignKey(Measure, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("Reihenfolge von Maßnahmen")
        verbose_name_plural = _("Reihenfolgen von Maßnahmen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "needed"], name="needed_once"),
            models.CheckConstraint(
                condition=~models.Q(measure=models.F("needed")), name="needs_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.needed}"
