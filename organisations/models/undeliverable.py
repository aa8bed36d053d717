"""Addresses that mails of an organisation do not reach."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel


class UndeliverableAddress(TenantModel):
    """That mails to an address fail for good, in the words of a mail server.

    Either our mail server refused one (5xx), or one came back (`is_returned`). `accepted_at` is
    when a server took the next mail; where mails come back that proves nothing for a while.
    """

    travels = False

    address = models.EmailField(_("E-Mail-Adresse"))
    reason = models.CharField(_("Grund"), max_length=500)
    is_returned = models.BooleanField(_("zurückgekommen"), default=False)
    since = models.DateTimeField(_("seit"), default=timezone.now)
    accepted_at = models.DateTimeField(_("wieder angenommen"), null=True, blank=True)

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
