"""What one asks about reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils import timezone

from lotse.jobs.models import JobQuerySet
from lotse.jobs.queries import jobs
from lotse.reports.models import (
    ON_A_CHECK,
    Format,
    Kind,
    LogoUpload,
    OrganisationLogo,
    Report,
    ReportFile,
    ReportLink,
)
from measures.models import JournalEntry, Step
from organisations.models import Organisation


class ReportQuerySet(JobQuerySet[Report]):
    """Questions about reports, beside those about all jobs."""

    def about_checks(self) -> Self:
        """Narrow to reports on checks."""
        return self.filter(kind__in=ON_A_CHECK)

    def about_progress(self) -> Self:
        """Narrow to reports on progress."""
        return self.filter(kind=Kind.PROGRESS)

    def newest_first(self) -> Self:
        """Order with the latest order first, with what they are about and person."""
        found = self.select_related(
            "check_run", "mandate", "comparison", "snapshot__round", "requested_by"
        )
        return found.defer("snapshot__document").order_by("-requested_at", "-id")


def reports() -> ReportQuerySet:
    """Return all reports that the opened tenancy shows."""
    return ReportQuerySet(Report)


def file_facts(report: Report) -> dict[str, ReportFile]:
    """Return name, size and pages of what a finished report is read as, by format.

    The contents stay where they are.
    """
    files = ReportFile.objects.filter(organisation_id=report.organisation_id, report=report)
    return {file.format: file for file in files.defer("content")}


def file_of(report: Report, wanted: str = Format.PDF) -> ReportFile | None:
    """Return a finished report in a format with its content, None where there is none."""
    return ReportFile.objects.filter(
        organisation_id=report.organisation_id, report=report, format=wanted
    ).first()


def logo_of(organisation: Organisation) -> OrganisationLogo | None:
    """Return the logo of an organisation, None while it has none."""
    return OrganisationLogo.objects.filter(organisation=organisation).first()


def logo_uploads() -> JobQuerySet[LogoUpload]:
    """Return all pictures uploaded as logos that the opened tenancy shows."""
    return jobs(LogoUpload)


class ReportLinkQuerySet(models.QuerySet[ReportLink]):
    """Questions about links to reports."""

    def of(self, report: Report) -> ReportLinkQuerySet:
        """Narrow to the links of a report."""
        return self.filter(organisation_id=report.organisation_id, report=report)

    def open(self) -> ReportLinkQuerySet:
        """Narrow to those that still lead to the report."""
        return self.filter(revoked_at=None, expires_on__gte=timezone.localdate())


def steps_done_between(organisation_id: int, begin: datetime, end: datetime) -> list[Step]:
    """Return the steps ticked in a time, with their measures, in the order of time."""
    done = Step.objects.filter(
        organisation_id=organisation_id, done_at__gte=begin, done_at__lte=end
    )
    return list(done.select_related("measure").order_by("done_at", "id"))


def told_between(organisation_id: int, begin: date, end: date) -> list[JournalEntry]:
    """Return what people wrote of measures in a time, in the order of time."""
    told = JournalEntry.objects.written().filter(
        organisation_id=organisation_id, day__range=(begin, end)
    )
    return list(told.order_by("day", "id"))


def report_links() -> ReportLinkQuerySet:
    """Return all links to reports that the opened tenancy shows."""
    return ReportLinkQuerySet(ReportLink)
