"""What calendars and task lists were last given of something, so that a change can be told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel


class CalendarEntry(TenantModel):
    """A component of a calendar as it was last handed out: how often it changed, and when.

    `key` is the component's name and what its UID says before the `@`. `digest` is that of all it
    shows. `sequence` and `changed_at` (in whole seconds) are its SEQUENCE, DTSTAMP and
    LAST-MODIFIED. The identifiers of rows are those of this instance, so none is exported.
    """

    is_exported = False

    key = models.CharField(_("Eintrag"), max_length=100)
    digest = models.CharField(_("Prüfwert"), max_length=64)
    sequence = models.PositiveIntegerField(_("Änderungen"), default=0)
    changed_at = models.DateTimeField(_("geändert"))

    class Meta:
        verbose_name = _("Kalendereintrag")
        verbose_name_plural = _("Kalendereinträge")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="calendar_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.sequence})"
