"""Imports of lists, and the measures they made."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.imports.models.uploaded_list import UploadedList
from lotse.jobs.models import Job, State
from measures.models import Measure
from organisations.tenancy.fields import TenantForeignKey, TenantModel

TO_UNDO = timedelta(days=30)


class ListImport(Job):
    """Making measures of an uploaded list: all of them or none.

    A list is imported once. `checked` says how many of the `total` rows are looked through;
    `added` and `skipped` are known when it is done. Undone imports say when and by whom, and
    how many measures stayed because people had worked on them.
    """

    uploaded = TenantForeignKey(
        UploadedList, models.SET_NULL, null=True, related_name="imports", db_index=False
    )
    name = models.CharField(_("Dateiname"), max_length=150)
    total = models.PositiveIntegerField(_("Zeilen"), default=0)
    checked = models.PositiveIntegerField(_("geprüfte Zeilen"), default=0)
    added = models.PositiveIntegerField(_("eingelesene Maßnahmen"), default=0)
    skipped = models.PositiveIntegerField(_("schon vorhandene Maßnahmen"), default=0)
    undone_at = models.DateTimeField(_("zurückgenommen"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    kept = models.PositiveIntegerField(_("behaltene Maßnahmen"), default=0)

    class Meta:
        verbose_name = _("Einlesen einer Liste")
        verbose_name_plural = _("Eingelesene Listen")
        ordering = ["-requested_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["uploaded"], name="list_imported_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def undo_ends_at(self) -> datetime | None:
        """Until when it can be undone; None as long as it is not done."""
        if self.state != State.DONE or self.finished_at is None:
            return None
        return self.finished_at + TO_UNDO

    @property
    def may_be_undone(self) -> bool:
        """Whether it made something that can still be taken back."""
        ends_at = self.undo_ends_at
        return bool(ends_at and ends_at > timezone.now() and self.undone_at is None and self.added)


class ImportedMeasure(TenantModel):
    """A measure that an import made of the row with a number.

    `digest` says what it was like then: as long as it still is, nobody worked on it.
    """

    travels = False

    list_import = TenantForeignKey(
        ListImport, models.CASCADE, related_name="imported", db_index=False
    )
    measure = TenantForeignKey(Measure, models.CASCADE, related_name="+")
    row = models.PositiveIntegerField(_("Zeile"))
    digest = models.CharField(_("Prüfsumme"), max_length=64)

    class Meta:
        verbose_name = _("Eingelesene Maßnahme")
        verbose_name_plural = _("Eingelesene Maßnahmen")
        ordering = ["row", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list_import", "row"], name="imported_row_once"),
            models.UniqueConstraint(fields=["measure"], name="imported_measure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list_import}: {self.row}"
