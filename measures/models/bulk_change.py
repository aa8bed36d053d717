"""Changes of many measures at once, and how these were before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure, Status
from organisations.models import Membership
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class BulkChange(TenantModel):
    """What someone set for many measures at once; only the `fields` named were set.

    It is there to be undone and stays on this instance.
    """

    is_exported = False

    fields = models.JSONField(_("Felder"))
    status = models.CharField(_("Stand"), max_length=12, choices=Status.choices, blank=True)
    responsible = TenantForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("Verantwortlich"),
    )
    due_date = models.DateField(_("Fällig am"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(_("geändert"), auto_now_add=True)
    undone_at = models.DateTimeField(_("rückgängig gemacht"), null=True)

    class Meta:
        verbose_name = _("Gemeinsame Änderung")
        verbose_name_plural = _("Gemeinsame Änderungen")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="bulk_change_newest")]

    def __str__(self) -> str:
        return f"{self.made_at:%d.%m.%Y %H:%M}"


class BulkChangeItem(TenantModel):
    """One measure of a change of many, as it was before."""

    is_exported = False

    bulk_change = TenantForeignKey(BulkChange, models.CASCADE, related_name="items")
    measure = TenantForeignKey(Measure, models.CASCADE, related_name="+")
    status = models.CharField(_("Stand"), max_length=12, choices=Status.choices)
    responsible = TenantForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("Verantwortlich"),
    )
    due_date = models.DateField(_("Fällig am"), null=True)
    done_at = models.DateTimeField(_("umgesetzt seit"), null=True)

    class Meta:
        verbose_name = _("Gemeinsam geänderte Maßnahme")
        verbose_name_plural = _("Gemeinsam geänderte Maßnahmen")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.measure_id)
