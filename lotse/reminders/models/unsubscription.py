"""About what a person wants no mails."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.reminders.terms import TOPICS
from organisations.models import Membership
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class Unsubscription(TenantModel):
    """That a person wants no reminders about a topic in this organisation."""

    membership = TenantForeignKey(
        Membership, models.CASCADE, related_name="+", db_index=False, verbose_name=_("Person")
    )
    topic = models.CharField(_("Thema"), max_length=9, choices=[(one, one) for one in TOPICS])
    since = models.DateTimeField(_("seit"), default=timezone.now)

    class Meta:
        verbose_name = _("Abbestellung")
        verbose_name_plural = _("Abbestellungen")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "topic"], name="unsubscribed_once"),
            models.CheckConstraint(condition=Q(topic__in=TOPICS), name="unsubscribed_topic_known"),
        ]

    def __str__(self) -> str:
        return self.topic
