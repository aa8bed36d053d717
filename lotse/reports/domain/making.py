"""Making a report from its order to its file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lotse.jobs import life
from lotse.reports import queries
from lotse.reports.domain.content import Content, ReportContent
from lotse.reports.domain.mandate_content import MandateContent
from lotse.reports.domain.specification import SpecificationContent
from lotse.reports.domain.typesetting import typeset
from lotse.reports.models import Kind, Report, ReportFile, Stage
from organisations import tenancy
from organisations.models import Organisation

# What stands in a report of each kind.
CONTENT: dict[Kind, type[Content]] = {
    Kind.CHECK: ReportContent,
    Kind.MANDATE: MandateContent,
    Kind.SPECIFICATION: SpecificationContent,
}


def make_report(organisation_id: int, report_id: int) -> None:
    """Make one report. Calling it again does nothing once the report is done.

    Whatever goes wrong ends in the report's row, with a reason that people understand.
    """
    life.carry_out(
        Report,
        organisation_id,
        report_id,
        _make,
        reason=_(
            "Beim Erstellen ist ein Fehler aufgetreten. Ihre Daten sind unverändert. "
            "Bitte versuchen Sie es noch einmal. Gelingt es wieder nicht, wenden Sie sich an "
            "die Stelle, die Lotse für Sie betreibt."
        ),
        stage=Stage.COLLECTING,
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
    life.show_progress(report, stage=Stage.TYPESETTING)
    done = typeset(html)
    life.show_progress(report, stage=Stage.STORING)

    def store(current: Report) -> None:
        ReportFile.objects.create(
            organisation=organisation,
            report=current,
            name=name,
            content=done.content,
            size=len(done.content),
            pages=done.pages,
        )

    life.finish(report, store, stage=Stage.FINISHED)
