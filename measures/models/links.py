"""What a measure is linked with: measures that come first, requirements, systems."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from checks.models import Requirement, System
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


class TouchKind(models.TextChoices):
    """What a measure does with a system (the keys of `effects.Touch`)."""

    USES = "uses", _("nutzt es")
    CONNECTS = "connects", _("verbindet es mit anderen")
    REPLACES = "replaces", _("löst es ab")
    INTRODUCES = "introduces", _("führt es ein")


class MeasureSystem(TenantModel):
    """A system that a measure uses, connects, replaces or introduces."""

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="touches", db_index=False)
    system = TenantForeignKey(System, models.CASCADE, related_name="+", verbose_name=_("System"))
    kind = models.CharField(_("Was geschieht?"), max_length=10, choices=TouchKind.choices)

    class Meta:
        verbose_name = _("Berührtes System")
        verbose_name_plural = _("Berührte Systeme")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "system"], name="touched_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=TouchKind.values), name="touch_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system}: {self.get_kind_display()}"
