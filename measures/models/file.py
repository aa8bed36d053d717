"""Files that belong to a measure, or to one of its steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models.measure import Measure, Step
from organisations.models.editable import CurrentManager, RemovableModel
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class FileKind(models.TextChoices):
    """What a file is, by its content (the keys of `foreign_files.contents.KINDS`)."""

    PDF = "pdf", _("PDF")
    PNG = "png", _("Bild (PNG)")
    JPEG = "jpeg", _("Bild (JPEG)")
    WEBP = "webp", _("Bild (WebP)")
    DOCX = "docx", _("Word-Dokument")
    XLSX = "xlsx", _("Excel-Tabelle")
    PPTX = "pptx", _("PowerPoint-Präsentation")
    ODT = "odt", _("Textdokument (ODT)")
    ODS = "ods", _("Tabelle (ODS)")
    ODP = "odp", _("Präsentation (ODP)")
    TEXT = "text", _("Text")


class MeasureFileQuerySet(models.QuerySet["MeasureFile"]):
    def without_content(self) -> MeasureFileQuerySet:
        """Fetch what describes a file, with people and steps, and leave its content alone."""
        return self.defer("content").select_related("uploaded_by", "step")


class MeasureFile(RemovableModel, TenantModel):
    """A file. It lives in the database, behind the same wall as its measure.

    When its step is removed it stays with the measure.
    """

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="files")
    step = TenantForeignKey(
        Step,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("Teilschritt"),
    )
    name = models.CharField(_("Dateiname"), max_length=150)
    kind = models.CharField(_("Art"), max_length=5, choices=FileKind.choices)
    content = models.BinaryField(_("Inhalt"))
    size = models.PositiveIntegerField(_("Größe in Byte"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    uploaded_at = models.DateTimeField(_("hochgeladen"), auto_now_add=True)

    objects = CurrentManager.from_queryset(MeasureFileQuerySet)()
    with_removed = MeasureFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("Datei einer Maßnahme")
        verbose_name_plural = _("Dateien von Maßnahmen")
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=FileKind.values), name="file_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
