"""Reports: a row first, a message second."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.models import Check, ToolComparison
from lotse.jobs.models import UNFINISHED, Job
from organisations.models import Mandate
from organisations.tenancy.fields import TenantForeignKey, TenantModel


class Kind(models.TextChoices):
    """What a report is about."""

    CHECK = "check", _("Digitalisierungsbericht")
    MANDATE = "mandate", _("Beauftragung")
    SPECIFICATION = "specification", _("Anforderungsliste")


class Stage(models.TextChoices):
    """What the worker is doing at the moment."""

    WAITING = "waiting", _("Der Auftrag wartet.")
    COLLECTING = "collecting", _("Die Inhalte werden gesammelt.")
    TYPESETTING = "typesetting", _("Die Seiten werden gesetzt.")
    STORING = "storing", _("Das PDF wird abgelegt.")
    FINISHED = "finished", _("Das PDF ist fertig.")


class Report(Job):
    """An order for a report on a check, on a mandate or on requirements, and what became of it.

    A list of requirements is about those of a comparison of tools, or without one about all.
    """

    # A report is a snapshot of its day and goes along with the other data.
    travels = True

    kind = models.CharField(_("Art"), max_length=13, choices=Kind.choices, default=Kind.CHECK)
    check_run = TenantForeignKey(
        Check, models.CASCADE, null=True, blank=True, related_name="+", db_column="check_id"
    )
    mandate = TenantForeignKey(Mandate, models.CASCADE, null=True, blank=True, related_name="+")
    comparison = TenantForeignKey(
        ToolComparison, models.CASCADE, null=True, blank=True, related_name="+"
    )
    stage = models.CharField(
        _("Schritt"), max_length=12, choices=Stage.choices, default=Stage.WAITING
    )

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
            # comparison.
            models.UniqueConstraint(
                fields=["organisation", "kind", "mandate", "comparison"],
                condition=models.Q(state__in=UNFINISHED),
                nulls_distinct=False,
                name="report_one_in_the_making",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind=Kind.CHECK,
                    check_run__isnull=False,
                    mandate__isnull=True,
                    comparison__isnull=True,
                )
                | models.Q(
                    kind=Kind.MANDATE,
                    check_run__isnull=True,
                    mandate__isnull=False,
                    comparison__isnull=True,
                )
                | models.Q(kind=Kind.SPECIFICATION, check_run__isnull=True, mandate__isnull=True),
                name="report_is_about_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {timezone.localdate(self.requested_at):%d.%m.%Y}"


class ReportFile(TenantModel):
    """The finished PDF. It lives in the database, behind the same wall as its report."""

    report = TenantForeignKey(Report, models.CASCADE, related_name="files", db_index=False)
    name = models.CharField(_("Dateiname"), max_length=200)
    content = models.BinaryField(_("Inhalt"))
    size = models.PositiveIntegerField(_("Größe in Byte"))
    pages = models.PositiveSmallIntegerField(_("Seiten"))

    class Meta:
        verbose_name = _("Berichtsdatei")
        verbose_name_plural = _("Berichtsdateien")
        constraints = [models.UniqueConstraint(fields=["report"], name="report_file_once")]

    def __str__(self) -> str:
        return self.name
