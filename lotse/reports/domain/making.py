"""Making a report from its order to its file."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from lotse.reports import queries
from lotse.reports.domain import ordering
from lotse.reports.domain.content import Content, ReportContent
from lotse.reports.domain.mandate_content import MandateContent
from lotse.reports.domain.specification import SpecificationContent
from lotse.reports.domain.typesetting import typeset
from lotse.reports.models import Kind, Report, Stage, State
from organisations import tenancy
from organisations.models import Organisation

# What stands in a report of each kind.
CONTENT: dict[Kind, type[Content]] = {
    Kind.CHECK: ReportContent,
    Kind.MANDATE: MandateContent,
    Kind.SPECIFICATION: SpecificationContent,
}

logger = logging.getLogger(__name__)


def make_report(organisation_id: int, report_id: int) -> None:
    """Make one report. Calling it again does nothing once the report is done.

    Whatever goes wrong ends in the report's row, with a reason that people understand.
    """
    try:
        report = ordering.claim_report(organisation_id, report_id)
    except ordering.NothingToDo:
        return
    if report.state == State.FAILED:
        return
    try:
        _make(report)
    except Exception:
        logger.exception("Report %s could not be made.", report_id)
        ordering.fail_report(
            report,
            _(
                "Beim Erstellen ist ein Fehler aufgetreten. Ihre Daten sind unverändert. "
                "Bitte versuchen Sie es noch einmal."
            ),
        )


def _make(report: Report) -> None:
    organisation = Organisation.objects.get(pk=report.organisation_id)
    with tenancy.activate(organisation):
        claimed = (
            queries.reports()
            .select_related("check_run__catalogue", "mandate", "comparison", "requested_by")
            .get(pk=report.pk)
        )
        content = CONTENT[Kind(claimed.kind)](organisation, claimed)
        html, name = content.as_html(), content.file_name
    ordering.enter_stage(report, Stage.TYPESETTING)
    done = typeset(html)
    ordering.enter_stage(report, Stage.STORING)
    ordering.store_file(report, name, done.content, done.pages)
