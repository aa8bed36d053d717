"""Reports, their files, links to them, and the logo on them: a row first, a message second."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.models import Check, ToolComparison
from lotse.jobs.models import UNFINISHED, Job, JobQuerySet
from measures.models import RoundSnapshot
from organisations.models import Mandate
from organisations.models.editable import CurrentManager, RemovableModel
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class ReportKind(models.TextChoices):
    """What a report is about."""

    CHECK = "check", _("Gesamtbericht")
    SHORT = "short", _("Kurzbericht")
    START = "start", _("Startblatt")
    PROGRESS = "progress", _("Fortschrittsbericht")
    MANDATE = "mandate", _("Beauftragung")
    ROUND = "round", _("Rundenprotokoll")
    SPECIFICATION = "specification", _("Anforderungsliste")


# What is about a check alone.
ON_A_CHECK = (ReportKind.CHECK, ReportKind.SHORT, ReportKind.START)
SUBJECTS = ("check_run", "mandate", "comparison", "snapshot", "since")


def _is_about(subject: str | None, *, perhaps: str | None = None, **kind: Any) -> models.Q:
    """Hold of reports of a kind that are about `subject`, `perhaps` another, and nothing else."""
    others = {f"{name}__isnull": name != subject for name in SUBJECTS if name != perhaps}
    return models.Q(**kind, **others)


class ReportStage(models.TextChoices):
    """What the worker is doing at the moment."""

    WAITING = "waiting", _("Der Auftrag wartet.")
    COLLECTING = "collecting", _("Die Inhalte werden gesammelt.")
    TYPESETTING = "typesetting", _("Die Seiten werden gesetzt.")
    WRITING = "writing", _("Word- und Excel-Datei werden geschrieben.")
    STORING = "storing", _("Die Dateien werden abgelegt.")
    FINISHED = "finished", _("Das Dokument ist fertig.")


class ReportQuerySet(JobQuerySet["Report"]):
    """Questions about reports, beside those about all jobs."""

    def about_checks(self) -> Self:
        """Narrow to reports on checks."""
        return self.filter(kind__in=ON_A_CHECK)

    def newest_first(self) -> Self:
        """Order with the latest order first, with what they are about and person."""
        found = self.select_related(
            "check_run", "mandate", "comparison", "snapshot__round", "requested_by"
        )
        return found.defer("snapshot__document").order_by("-requested_at", "-id")


class Report(Job):
    """An order for a report on a check, a mandate, a round or requirements, and what became of it.

    A list of requirements is about those of a comparison of tools, or without one about all. A
    report on progress begins `since` a day; it is about a check where there is one.
    """

    # A report is a snapshot of its day and goes along with the other data.
    is_exported = True

    kind = models.CharField(
        _("Art"), max_length=13, choices=ReportKind.choices, default=ReportKind.CHECK
    )
    check_run = TenantForeignKey(
        Check, models.CASCADE, null=True, blank=True, related_name="+", db_column="check_id"
    )
    mandate = TenantForeignKey(Mandate, models.CASCADE, null=True, blank=True, related_name="+")
    comparison = TenantForeignKey(
        ToolComparison, models.CASCADE, null=True, blank=True, related_name="+"
    )
    snapshot = TenantForeignKey(
        RoundSnapshot, models.CASCADE, null=True, blank=True, related_name="+"
    )
    since = models.DateField(_("seit"), null=True, blank=True)
    stage = models.CharField(
        _("Schritt"), max_length=12, choices=ReportStage.choices, default=ReportStage.WAITING
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bericht")
        verbose_name_plural = _("Berichte")
        ordering = ["-requested_at", "-id"]
        indexes = [
            models.Index(
                fields=["touched_at"],
                condition=models.Q(state__in=UNFINISHED),
                name="report_unfinished",
            )
        ]
        constraints = [
            # Of each kind one, of mandates one of each version, of requirements one of each
            # comparison, of rounds one of each snapshot, of progress one since each day.
            models.UniqueConstraint(
                fields=["organisation", "kind", "mandate", "comparison", "snapshot", "since"],
                condition=models.Q(state__in=UNFINISHED),
                nulls_distinct=False,
                name="report_one_in_the_making",
            ),
            models.CheckConstraint(
                condition=_is_about("check_run", kind__in=ON_A_CHECK)
                | _is_about("since", perhaps="check_run", kind=ReportKind.PROGRESS)
                | _is_about("mandate", kind=ReportKind.MANDATE)
                | _is_about("snapshot", kind=ReportKind.ROUND)
                | _is_about(None, perhaps="comparison", kind=ReportKind.SPECIFICATION),
                name="report_is_about_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {timezone.localdate(self.requested_at):%d.%m.%Y}"


class Format(models.TextChoices):
    """The formats of a report. The page in the browser is shown from the document."""

    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word")
    EXCEL = "xlsx", _("Excel")
    DOCUMENT = "document", _("Seite im Browser")

    @property
    def ending(self) -> str:
        """The end of file names."""
        return "json" if self is Format.DOCUMENT else str(self.value)


_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.WORD: f"{_OFFICE}wordprocessingml.document",
    Format.EXCEL: f"{_OFFICE}spreadsheetml.sheet",
}


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    """Questions about what reports are read as."""

    def of(self, report: Report) -> Self:
        """Narrow to the files of a report."""
        return self.filter(organisation_id=report.organisation_id, report=report)


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

    objects = ReportFileQuerySet.as_manager()

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


class ReportLinkQuerySet(models.QuerySet["ReportLink"]):
    """Questions about links to reports."""

    def of(self, report: Report) -> Self:
        """Narrow to the links of a report."""
        return self.filter(organisation_id=report.organisation_id, report=report)

    def open(self) -> Self:
        """Narrow to those that still lead to the report."""
        return self.filter(revoked_at=None, expires_on__gte=timezone.localdate())


class ReportLink(TenantModel):
    """A link to one report, for somebody, until a day; it may ask for a password.

    The secret is made from `seed` and the instance's key, so that it can be shown again but not
    be read from the database, which finds the link by `token_digest`.
    """

    is_exported = False

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

    objects = ReportLinkQuerySet.as_manager()

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


class LogoType(models.TextChoices):
    """What a logo is stored as."""

    PNG = "image/png", _("PNG")
    JPEG = "image/jpeg", _("JPEG")


class OrganisationLogo(RemovableModel, TenantModel):
    """The one logo of an organisation, drawn anew from what was uploaded."""

    media_type = models.CharField(_("Art"), max_length=10, choices=LogoType.choices)
    content = models.BinaryField(_("Inhalt"))
    width = models.PositiveIntegerField(_("Breite in Pixeln"))
    height = models.PositiveIntegerField(_("Höhe in Pixeln"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    uploaded_at = models.DateTimeField(_("hochgeladen"), default=timezone.now)

    objects = CurrentManager()
    with_removed = models.Manager()

    class Meta:
        verbose_name = _("Logo")
        verbose_name_plural = _("Logos")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="logo_once"),
            models.CheckConstraint(
                condition=models.Q(media_type__in=LogoType.values), name="logo_type_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_media_type_display()}, {self.width} × {self.height}"


class LogoUpload(Job):
    """A picture as it came, which waits for the worker; its content goes when its job has ended."""

    content = models.BinaryField(_("Inhalt"))

    class Meta:
        verbose_name = _("Hochgeladenes Logo")
        verbose_name_plural = _("Hochgeladene Logos")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
