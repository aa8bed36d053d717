"""Exports of everything an organisation has stored, and requests to delete it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.jobs.models import UNFINISHED, Job, JobQuerySet
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class DataExportQuerySet(JobQuerySet["DataExport"]):
    """What one asks about jobs, of exports."""


class DataExport(Job):
    """An order for an archive with everything of the organisation."""

    objects = DataExportQuerySet.as_manager()

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

    is_exported = False

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


class DeletionRequest(TenantModel):
    """Someone wants the organisation deleted. `Organisation.deletes_at` says when it happens.

    Without a second person's confirmation a waiting time comes on top.
    """

    is_exported = False

    reason = models.CharField(_("Grund"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    requested_at = models.DateTimeField(_("beantragt"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(_("bestätigt"), null=True, blank=True)

    class Meta:
        verbose_name = _("Löschantrag")
        verbose_name_plural = _("Löschanträge")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="deletion_requested_once")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
