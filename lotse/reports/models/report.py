"""Reports: a row first, a message second."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.models import Check, ToolComparison
from lotse.jobs.models import UNFINISHED, Job
from measures.models import RoundSnapshot
from organisations.models import Mandate
from organisations.tenancy.fields import TenantForeignKey


class Kind(models.TextChoices):
    """What a report is about."""

    CHECK = "check", _("Gesamtbericht")
    SHORT = "short", _("Kurzbericht")
    PROGRESS = "progress", _("Fortschrittsbericht")
    MANDATE = "mandate", _("Beauftragung")
    ROUND = "round", _("Rundenprotokoll")
    SPECIFICATION = "specification", _("Anforderungsliste")


# What is about a check alone.
ON_A_CHECK = (Kind.CHECK, Kind.SHORT)


class Stage(models.TextChoices):
    """What the worker is doing at the moment."""

    WAITING = "waiting", _("Der Auftrag wartet.")
    COLLECTING = "collecting", _("Die Inhalte werden gesammelt.")
    TYPESETTING = "typesetting", _("Die Seiten werden gesetzt.")
    WRITING = "writing", _("Word- und Excel-Datei werden geschrieben.")
    STORING = "storing", _("Die Dateien werden abgelegt.")
    FINISHED = "finished", _("Das Dokument ist fertig.")


class Report(Job):
    """An order for a report on a check, a mandate, a round or requirements, and what became of it.

    A list of requirements is about those of a comparison of tools, or without one about all. A
    report on progress begins `since` a day; it is about a check where there is one.
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
    snapshot = TenantForeignKey(
        RoundSnapshot, models.CASCADE, null=True, blank=True, related_name="+"
    )
    since = models.DateField(_("seit"), null=True, blank=True)
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
            # comparison, of rounds one of each snapshot, of progress one since each day.
            models.UniqueConstraint(
                fields=["organisation", "kind", "mandate", "comparison", "snapshot", "since"],
                condition=models.Q(state__in=UNFINISHED),
                nulls_distinct=False,
                name="report_one_in_the_making",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=ON_A_CHECK,
                    check_run__isnull=False,
                    mandate__isnull=True,
                    comparison__isnull=True,
                    snapshot__isnull=True,
                    since__isnull=True,
                )
                | models.Q(
                    kind=Kind.PROGRESS,
                    mandate__isnull=True,
                    comparison__isnull=True,
                    snapshot__isnull=True,
                    since__isnull=False,
                )
                | models.Q(
                    kind=Kind.MANDATE,
                    check_run__isnull=True,
                    mandate__isnull=False,
                    comparison__isnull=True,
                    snapshot__isnull=True,
                    since__isnull=True,
                )
                | models.Q(
                    kind=Kind.ROUND,
                    check_run__isnull=True,
                    mandate__isnull=True,
                    comparison__isnull=True,
                    snapshot__isnull=False,
                    since__isnull=True,
                )
                | models.Q(
                    kind=Kind.SPECIFICATION,
                    check_run__isnull=True,
                    mandate__isnull=True,
                    snapshot__isnull=True,
                    since__isnull=True,
                ),
                name="report_is_about_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vom {timezone.localdate(self.requested_at):%d.%m.%Y}"
