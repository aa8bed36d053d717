"""Secret addresses under which calendar programs fetch what is due."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Membership
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class CalendarFeed(TenantModel):
    """The secret address of one member's calendar.

    The secret itself is shown once and kept nowhere; `token_digest` finds the row for it. A
    revoked row stays, so that programs learn that the calendar is gone. `fetched_at` is when a
    program last asked, to the hour.
    """

    travels = False

    membership = TenantForeignKey(
        Membership, models.CASCADE, related_name="+", verbose_name=_("Mitgliedschaft")
    )
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("erstellt"), default=timezone.now)
    fetched_at = models.DateTimeField(_("abgerufen"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kalender-Link")
        verbose_name_plural = _("Kalender-Links")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(revoked_at=None),
                name="calendar_feed_one_a_member",
            ),
        ]

    def __str__(self) -> str:
        return f"Kalender-Link vom {timezone.localdate(self.made_at):%d.%m.%Y}"
