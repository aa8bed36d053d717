"""Exports of everything an organisation has stored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.jobs.models import UNFINISHED, Job
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class DataExport(Job):
    """An order for an archive with everything of the organisation."""

    class Meta:
        verbose_name = _("Datenexport")
        verbose_name_plural = _("Datenexporte")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state__in=UNFINISHED),
                name="export_one_in_the_making",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class DataExportFile(TenantModel):
    """The finished archive, offered until `expires_at`."""

    travels = False

    export = TenantForeignKey(DataExport, models.CASCADE, related_name="files", db_index=False)
    name = models.CharField(_("Dateiname"), max_length=200)
    content = models.BinaryField(_("Inhalt"))
    size = models.PositiveIntegerField(_("Größe in Byte"))
    expires_at = models.DateTimeField(_("verfällt"), db_index=True)

    class Meta:
        verbose_name = _("Exportdatei")
        verbose_name_plural = _("Exportdateien")
        constraints = [models.UniqueConstraint(fields=["export"], name="export_file_once")]

    def __str__(self) -> str:
        return self.name
