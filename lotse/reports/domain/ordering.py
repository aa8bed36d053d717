"""Ordering reports, cancelling them, ordering them again, and noting who took them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checks.models import Check, ToolComparison
from lotse.jobs import lifecycle
from lotse.reports.models import Format, Report, ReportKind, ReportStage
from measures.models import RoundSnapshot
from organisations.domain.auditing import Action, record
from organisations.models import Mandate, Organisation, User

ORDERED = Action("report.ordered", gettext_lazy("Bericht bestellt"))
CANCELLED = Action("report.cancelled", gettext_lazy("Bericht abgebrochen"))
DOWNLOADED = Action("report.downloaded", gettext_lazy("Bericht heruntergeladen"))


def order_report(check: Check, by: User, kind: ReportKind = ReportKind.CHECK) -> Report:
    """Store an order for a report on a check, or return the one in the making.

    However often it is called at once, an organisation has one such report of each kind in the
    making.
    """
    report = Report(organisation_id=check.organisation_id, kind=kind, check_run=check)
    return _order(report, check, by)


def order_progress(
    organisation: Organisation, check: Check | None, since: date, by: User
) -> Report:
    """Store an order for a report on what was done since a day, or return the one in the making."""
    report = Report(
        organisation=organisation, kind=ReportKind.PROGRESS, check_run=check, since=since
    )
    return _order(report, _("seit dem %s") % date_format(since, "j. F Y"), by)


def order_mandate(mandate: Mandate, by: User) -> Report:
    """Store an order for a mandate to be signed on paper, or return the one in the making."""
    report = Report(
        organisation_id=mandate.organisation_id, kind=ReportKind.MANDATE, mandate=mandate
    )
    return _order(report, mandate, by)


def order_minutes(snapshot: RoundSnapshot, by: User) -> Report:
    """Store an order for the minutes of a closed round, or return the one in the making."""
    report = Report(
        organisation_id=snapshot.organisation_id, kind=ReportKind.ROUND, snapshot=snapshot
    )
    return _order(report, f"{snapshot.round}, {snapshot}", by)


def order_specification(
    organisation: Organisation, comparison: ToolComparison | None, by: User
) -> Report:
    """Store an order for the requirements of a comparison, or return the one in the making.

    Without a comparison the list has all requirements of the organisation.
    """
    report = Report(organisation=organisation, kind=ReportKind.SPECIFICATION, comparison=comparison)
    return _order(report, comparison or organisation, by)


def _order(
    report: Report, subject: Check | Mandate | ToolComparison | Organisation | str, by: User
) -> Report:
    report.requested_by = by
    same = Report.objects.filter(
        organisation_id=report.organisation_id,
        kind=report.kind,
        mandate=report.mandate,
        comparison=report.comparison,
        snapshot=report.snapshot,
        since=report.since,
    )
    ordered, is_new = lifecycle.order(report, same)
    if is_new:
        record(
            ORDERED,
            organisation_id=report.organisation_id,
            by=by,
            subject=f"{report.get_kind_display()}: {subject}",
        )
    return ordered


def note_download(report: Report, wanted: str, by: User) -> None:
    """Enter into the audit trail that someone took a report in a format."""
    record(
        DOWNLOADED,
        organisation_id=report.organisation_id,
        by=by,
        subject=f"{report} ({Format(wanted).label})",
    )


def cancel_report(report: Report, by: User) -> bool:
    """Cancel a report in the making; return False when it had ended already."""
    if not lifecycle.cancel(report):
        return False
    record(CANCELLED, organisation_id=report.organisation_id, by=by, subject=report)
    return True


def retry_report(report: Report, by: User) -> bool:
    """Order a failed or cancelled report again; say False when another one is in the making.

    A report in another state is left as it is.
    """
    return lifecycle.retry(report, stage=ReportStage.WAITING, requested_by=by)
