"""Uploaded lists, their imports, and which measures came from them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.jobs.models import GIVEN_UP, UNFINISHED, Job, JobQuerySet, State
from measures.models import Measure
from organisations.tenancy.fields import TenantForeignKey, TenantModel

TO_UNDO = timedelta(days=30)


class Twins(models.TextChoices):
    """What happens with measures whose title is there already."""

    LEAVE_OUT = "leave_out", _("nicht noch einmal einlesen")
    ADD = "add", _("trotzdem einlesen")


class UploadedListQuerySet(JobQuerySet["UploadedList"]):
    """Questions about uploaded lists, beside those about all jobs."""

    def waiting(self) -> Self:
        """Narrow to lists that nobody imported yet, with their people and without their cells."""
        is_done = ListImport.objects.filter(
            organisation_id=models.OuterRef("organisation_id"), uploaded=models.OuterRef("pk")
        )
        found = self.filter(~models.Exists(is_done.exclude(state__in=GIVEN_UP)))
        return found.defer("content", "file").select_related("requested_by")

    def untouched_since(self, moment: datetime) -> Self:
        """Narrow to lists that nobody changed since then, and that no worker needs."""
        needed = ListImport.objects.filter(
            organisation_id=models.OuterRef("organisation_id"),
            uploaded=models.OuterRef("pk"),
            state__in=UNFINISHED,
        )
        return self.filter(~models.Exists(needed), touched_at__lt=moment)


class UploadedList(Job):
    """The cells of an uploaded file (`grid.pack`), with the choices made about them.

    The job is to read the file: it is kept in `file` until then. `content` and `name` are those
    of the last file that could be read; `refusal` says why the one after it could not.

    `mapping` leads from the place of a column (a text, from 0) to the key of a column of
    `measures.domain.columns`; `left_out` are numbers of rows. `version` counts up with every
    change. It is deleted a month after it was touched last.
    """

    file = models.BinaryField(_("hochgeladene Datei"), null=True)
    file_name = models.CharField(_("Name der hochgeladenen Datei"), max_length=150)
    refusal = models.CharField(_("warum nicht gelesen"), max_length=500, blank=True)
    name = models.CharField(_("Dateiname"), max_length=150)
    kind = models.CharField(_("Art"), max_length=4, blank=True)
    content = models.BinaryField(_("Inhalt"), default=bytes)
    sheet = models.CharField(_("Tabellenblatt"), max_length=100, blank=True)
    head_row = models.PositiveIntegerField(_("Zeile mit den Überschriften"), default=1)
    mapping = models.JSONField(_("Spalten"), default=dict)
    left_out = models.JSONField(_("weggelassene Zeilen"), default=list)
    twins = models.CharField(
        _("Was es schon gibt"), max_length=9, choices=Twins.choices, default=Twins.LEAVE_OUT
    )
    drops_unknown_people = models.BooleanField(_("unbekannte Namen weglassen"), default=False)
    version = models.PositiveIntegerField(_("Fassung"), default=1)

    objects = UploadedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("Hochgeladene Liste")
        verbose_name_plural = _("Hochgeladene Listen")
        ordering = ["-requested_at", "-id"]
        indexes = [models.Index(fields=["touched_at"], name="uploaded_list_touched")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(twins__in=Twins.values), name="uploaded_list_twins_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        """Whether there is something to look at: a file was read, and no other one is waiting."""
        return bool(self.content) and not self.is_unfinished


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

    is_exported = False

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
