"""What one asks about reports."""

from __future__ import annotations

from typing import Self

from lotse.jobs.queries import JobQuerySet
from lotse.reports.models import Kind, Report, ReportFile


class ReportQuerySet(JobQuerySet[Report]):
    """Questions about reports, beside those about all jobs."""

    def about_checks(self) -> Self:
        """Narrow to reports on checks."""
        return self.filter(kind=Kind.CHECK)

    def newest_first(self) -> Self:
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
