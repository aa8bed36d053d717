"""Addresses that mails of an organisation do not reach."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel

# What comes back does so within a day, nearly always; until then a mail has only left.
COMES_BACK_WITHIN = timedelta(days=1)


class UndeliverableAddressQuerySet(models.QuerySet["UndeliverableAddress"]):
    """Questions about addresses that mails do not reach."""

    def standing(self, now: datetime) -> UndeliverableAddressQuerySet:
        """Narrow to those of which nothing says that they work again."""
        may_come_back = Q(is_returned=True, accepted_at__gt=now - COMES_BACK_WITHIN)
        return self.filter(Q(accepted_at=None) | may_come_back)


class UndeliverableAddress(TenantModel):
    """That mails to an address fail for good, in the words of a mail server.

    Either our mail server refused one (5xx), or one came back (`is_returned`). `accepted_at` is
    when a server took the next mail; where mails come back that proves nothing for a while.
    """

    is_exported = False

    address = models.EmailField(_("E-Mail-Adresse"))
    reason = models.CharField(_("Grund"), max_length=500)
    is_returned = models.BooleanField(_("zurückgekommen"), default=False)
    since = models.DateTimeField(_("seit"), default=timezone.now)
    accepted_at = models.DateTimeField(_("wieder angenommen"), null=True, blank=True)

    objects = UndeliverableAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("Adresse, die nicht erreicht wird")
        verbose_name_plural = _("Adressen, die nicht erreicht werden")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"], name="undeliverable_address_once"
            )
        ]

    def __str__(self) -> str:
        return self.address
