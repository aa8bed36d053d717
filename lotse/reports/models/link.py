"""Secret links with which people without an account read a report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.reports.models.report import Report
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class ReportLink(TenantModel):
    """A link to one report, for somebody, until a day; it may ask for a password.

    The secret is made from `seed` and the instance's key, so that it can be shown again but not
    be read from the database, which finds the link by `token_digest`.
    """

    travels = False

    report = TenantForeignKey(Report, models.CASCADE, related_name="links")
    name = models.CharField(_("Für wen?"), max_length=120)
    expires_on = models.DateField(_("gilt bis"))
    password = models.CharField(_("Passwort"), max_length=128, blank=True)
    seed = models.CharField(max_length=64)
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(_("erstellt"), default=timezone.now)
    revoked_at = models.DateTimeField(_("zurückgezogen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Link zu einem Bericht")
        verbose_name_plural = _("Links zu Berichten")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.expires_on < timezone.localdate()

    @property
    def is_open(self) -> bool:
        """Whether it still leads to the report."""
        return self.revoked_at is None and not self.is_over
