"""A reminder that went out, or that counts as told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.mails.models import Mail
from lotse.reminders.terms import Kind, Stage
from organisations.models import Membership
from organisations.tenancy.fields import TenantForeignKey, TenantModel

KIND_NAMES = {
    Kind.ROUND: _("Priorisierungsrunde"),
    Kind.CHECK: _("Digitalisierungscheck"),
    Kind.MANDATE: _("Beauftragung"),
    Kind.MEASURE: _("Maßnahme"),
    Kind.STEP: _("Teilschritt"),
}
STAGE_NAMES = {
    Stage.BEFORE: _("vorher"),
    Stage.MOVED: _("verschoben"),
    Stage.DUE: _("am Tag"),
    Stage.MISSED: _("überfällig"),
    Stage.ESCALATED: _("an die Geschäftsführung"),
}


class Reminder(TenantModel):
    """That a person was reminded of a date. The database allows each only once.

    `subject_id` is the id of the round, check, mandate, measure or step, 0 for the first round.
    Without a `mail` the person wants none about this topic, or the mail is forgotten.
    """

    travels = False

    membership = TenantForeignKey(
        Membership, models.CASCADE, related_name="+", db_index=False, verbose_name=_("Person")
    )
    kind = models.CharField(
        _("Art"), max_length=8, choices=[(one, KIND_NAMES[one]) for one in Kind]
    )
    subject_id = models.PositiveBigIntegerField(_("Bezug"))
    due_on = models.DateField(_("Termin"))
    stage = models.CharField(
        _("Stufe"), max_length=9, choices=[(one, STAGE_NAMES[one]) for one in Stage]
    )
    sent_on = models.DateField(_("erinnert am"), default=timezone.localdate)
    mail = TenantForeignKey(Mail, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("Erinnerung")
        verbose_name_plural = _("Erinnerungen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "subject_id", "due_on", "stage", "membership"],
                name="reminded_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="reminder_kind_known"),
            models.CheckConstraint(condition=Q(stage__in=list(Stage)), name="reminder_stage_known"),
        ]
        indexes = [models.Index(fields=["membership"], name="reminder_of_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_id}: {self.get_stage_display()}"
