"""The audit trail of an organisation: who did what when."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel


class AuditEntry(TenantModel):
    """One thing that someone did. Rows are written once: a trigger refuses every change.

    `action` is the key of an `auditing.Action`. The name of the actor is kept as it was, also
    when the person leaves. `before` and `after` map German labels to plain values.
    """

    at = models.DateTimeField(_("Zeitpunkt"), default=timezone.now)
    # Without a database constraint: deleting an account must not rewrite the trail.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    actor_name = models.CharField(_("Person"), max_length=120)
    actor_role = models.CharField(_("Rolle"), max_length=12, blank=True)
    action = models.CharField(_("Handlung"), max_length=60)
    subject = models.CharField(_("Gegenstand"), max_length=200, blank=True)
    before = models.JSONField(_("vorher"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("nachher"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("Protokolleintrag")
        verbose_name_plural = _("Protokoll")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["organisation", "-at", "-id"], name="audit_newest")]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action}"
