"""What a report is read as."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lotse.reports.models.report import Report
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class Format(models.TextChoices):
    """The formats of a report. The page in the browser is shown from the document."""

    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word")
    EXCEL = "xlsx", _("Excel")
    DOCUMENT = "document", _("Seite im Browser")


_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.WORD: f"{_OFFICE}wordprocessingml.document",
    Format.EXCEL: f"{_OFFICE}spreadsheetml.sheet",
}


class ReportFile(TenantModel):
    """A report as it was made, in one format. It lives behind the same wall as its report.

    It is written once and never changed: whoever opens it later sees the same bytes.
    """

    report = TenantForeignKey(Report, models.CASCADE, related_name="files", db_index=False)
    format = models.CharField(_("Format"), max_length=8, choices=Format.choices, default=Format.PDF)
    name = models.CharField(_("Dateiname"), max_length=200)
    content = models.BinaryField(_("Inhalt"))
    size = models.PositiveIntegerField(_("Größe in Byte"))
    pages = models.PositiveSmallIntegerField(_("Seiten"), default=0)

    class Meta:
        verbose_name = _("Berichtsdatei")
        verbose_name_plural = _("Berichtsdateien")
        constraints = [
            models.UniqueConstraint(fields=["report", "format"], name="report_file_once"),
            models.CheckConstraint(
                condition=models.Q(format__in=Format.values), name="report_file_format_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
