"""Which measures meet which requirements."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from checks.models import Requirement
from measures.models.measure import Measure
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class MeasureRequirement(TenantModel):
    """A requirement that is met once a measure is carried out."""

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="requirements", db_index=False)
    requirement = TenantForeignKey(Requirement, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("Anforderung einer Maßnahme")
        verbose_name_plural = _("Anforderungen von Maßnahmen")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["measure", "requirement"], name="met_once")]

    def __str__(self) -> str:
        return f"{self.measure}: {self.requirement}"
