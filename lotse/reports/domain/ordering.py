"""The life of a report's row: ordered, claimed, done, failed, adopted."""

from __future__ import annotations

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.models import Check, ToolComparison
from lotse.reports import queries
from lotse.reports.models import Kind, Report, ReportFile, Stage, State
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.models import Mandate, Organisation, User

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
ORDERED = Action("report.ordered", gettext_lazy("Bericht bestellt"))
DOWNLOADED = Action("report.downloaded", gettext_lazy("Bericht heruntergeladen"))


class NothingToDo(Exception):
    """The report is finished, gone, or being made by someone else."""


def order_report(check: Check, by: User) -> Report:
    """Store an order for a report on a check, or return the one in the making.

    However often it is called at once, an organisation has one such report in the making.
    """
    return _order(Report(organisation_id=check.organisation_id, check_run=check), check, by)


def order_mandate(mandate: Mandate, by: User) -> Report:
    """Store an order for a mandate to be signed on paper, or return the one in the making."""
    report = Report(organisation_id=mandate.organisation_id, kind=Kind.MANDATE, mandate=mandate)
    return _order(report, mandate, by)


def order_specification(
    organisation: Organisation, comparison: ToolComparison | None, by: User
) -> Report:
    """Store an order for the requirements of a comparison, or return the one in the making.

    Without a comparison the list has all requirements of the organisation.
    """
    report = Report(organisation=organisation, kind=Kind.SPECIFICATION, comparison=comparison)
    return _order(report, comparison or organisation, by)


def _order(
    report: Report, subject: Check | Mandate | ToolComparison | Organisation, by: User
) -> Report:
    report.requested_by = by
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        return (
            queries.reports()
            .unfinished()
            .get(
                organisation_id=report.organisation_id,
                kind=report.kind,
                mandate=report.mandate,
                comparison=report.comparison,
            )
        )
    record(
        ORDERED,
        organisation_id=report.organisation_id,
        by=by,
        subject=f"{report.get_kind_display()}: {subject}",
    )
    return report


def note_download(report: Report, by: User) -> None:
    """Enter into the audit trail that someone took the file of a report."""
    record(DOWNLOADED, organisation_id=report.organisation_id, by=by, subject=report)


def retry_report(report: Report) -> bool:
    """Queue a failed report again; say False when another one is in the making.

    A report that did not fail is left as it is.
    """
    if report.state != State.FAILED:
        return True
    report.state, report.stage, report.attempts = State.QUEUED, Stage.WAITING, 0
    report.error, report.touched_at = "", timezone.now()
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        return False
    return True


def claim_report(organisation_id: int, report_id: int) -> Report:
    """Mark a report as being made by the caller and return it.

    The number of attempts tells one maker from the next: `store_file` and `fail_report` only
    accept the maker that claimed last. Raises `NothingToDo` when there is nothing to make.
    """
    with tenancy.activate(_reference(organisation_id)):
        report = (
            queries.reports()
            .filter(organisation_id=organisation_id, pk=report_id)
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if report is None or not report.is_unfinished:
            raise NothingToDo
        if report.state == State.RUNNING and not queries.reports().stuck().filter(pk=report_id):
            raise NothingToDo
        if report.attempts >= MOST_ATTEMPTS:
            _fail(report, _("Die Erstellung ist mehrmals abgebrochen."))
            return report
        report.state, report.stage = State.RUNNING, Stage.COLLECTING
        report.attempts += 1
        report.touched_at = timezone.now()
        report.save()
    return report


def enter_stage(report: Report, stage: Stage) -> None:
    """Tell those who wait what is being done now."""
    with tenancy.activate(_reference(report.organisation_id)):
        queries.reports().filter(pk=report.pk, attempts=report.attempts).update(
            stage=stage, touched_at=timezone.now()
        )


def store_file(report: Report, name: str, content: bytes, pages: int) -> None:
    """Keep the finished PDF and mark the report as done, unless another maker took over."""
    with tenancy.activate(_reference(report.organisation_id)):
        current = _still_mine(report)
        if current is None:
            return
        ReportFile.objects.update_or_create(
            organisation_id=report.organisation_id,
            report=current,
            defaults={"name": name, "content": content, "size": len(content), "pages": pages},
        )
        current.state, current.stage = State.DONE, Stage.FINISHED
        current.finished_at = current.touched_at = timezone.now()
        current.save()


def fail_report(report: Report, reason: str) -> None:
    """Mark a report as failed with a reason for people, unless another maker took over."""
    with tenancy.activate(_reference(report.organisation_id)):
        current = _still_mine(report)
        if current is not None:
            _fail(current, reason)


def adopt_stuck_reports() -> list[Report]:
    """Take note of all stuck reports of all organisations and return them to be enqueued."""
    with tenancy.across(Organisation.objects.all()):
        stuck = list(queries.reports().stuck().select_for_update(skip_locked=True, of=("self",)))
        queries.reports().filter(pk__in=[report.pk for report in stuck], state=State.QUEUED).update(
            touched_at=timezone.now()
        )
    for report in stuck:
        logger.warning("Report %s was stuck (%s) and is adopted.", report.pk, report.state)
    return stuck


def _still_mine(report: Report) -> Report | None:
    return (
        queries.reports()
        .filter(pk=report.pk, attempts=report.attempts, state=State.RUNNING)
        .select_for_update(of=("self",))
        .first()
    )


def _fail(report: Report, reason: str) -> None:
    report.state, report.error = State.FAILED, reason
    report.finished_at = report.touched_at = timezone.now()
    report.save()


def _reference(organisation_id: int) -> Organisation:
    return Organisation(pk=organisation_id)
