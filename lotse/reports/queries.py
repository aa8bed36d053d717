"""What one asks about reports."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lotse.reports.models import Kind, Report, ReportFile, State
from organisations.models import Organisation

QUEUED_IS_LOST_AFTER = timedelta(seconds=45)
RUNNING_IS_DEAD_AFTER = timedelta(minutes=4)


class ReportQuerySet(models.QuerySet[Report]):
    """Questions about reports."""

    def of(self, organisation: Organisation) -> ReportQuerySet:
        """Narrow to the reports of one organisation."""
        return self.filter(organisation=organisation)

    def about_checks(self) -> ReportQuerySet:
        """Narrow to reports on checks."""
        return self.filter(kind=Kind.CHECK)

    def unfinished(self) -> ReportQuerySet:
        """Narrow to reports in the making."""
        return self.filter(state__in=[State.QUEUED, State.RUNNING])

    def stuck(self) -> ReportQuerySet:
        """Narrow to reports whose message was lost or whose worker died."""
        now = timezone.now()
        return self.filter(
            Q(state=State.QUEUED, touched_at__lt=now - QUEUED_IS_LOST_AFTER)
            | Q(state=State.RUNNING, touched_at__lt=now - RUNNING_IS_DEAD_AFTER)
        )

    def newest_first(self) -> ReportQuerySet:
        """Order with the latest order first, with what they are about and person."""
        return self.select_related("check_run", "mandate", "comparison", "requested_by").order_by(
            "-requested_at", "-id"
        )


def reports() -> ReportQuerySet:
    """Return all reports that the opened tenancy shows."""
    return ReportQuerySet(Report)


def file_facts(report: Report) -> ReportFile | None:
    """Return name, size and pages of a finished report, without its content."""
    return (
        ReportFile.objects.filter(organisation_id=report.organisation_id, report=report)
        .defer("content")
        .first()
    )


def file_of(report: Report) -> ReportFile | None:
    """Return the file of a finished report with its content, None while there is none."""
    return ReportFile.objects.filter(organisation_id=report.organisation_id, report=report).first()
