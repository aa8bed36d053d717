"""Which systems a measure touches, and what it does with them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from checks.models import System
from measures.models.measure import Measure
from organisations.tenancy.fields import TenantForeignKey, TenantModel


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
