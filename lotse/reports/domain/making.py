"""Making a report from its order to its file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lotse.jobs import lifecycle
from lotse.reports.domain.content import Content, Made, document_content
from lotse.reports.domain.specification import SpecificationContent
from lotse.reports.models import Format, Kind, Report, ReportFile, Stage
from organisations import tenancy
from organisations.models import Organisation

ENDINGS = {
    Format.PDF: "pdf",
    Format.WORD: "docx",
    Format.EXCEL: "xlsx",
    Format.DOCUMENT: "json",
}


def make_report(organisation_id: int, report_id: int) -> None:
    """Make one report. Calling it again does nothing once the report is done.

    Whatever goes wrong ends in the report's row, with a reason that people understand.
    """
    lifecycle.run_job(
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
        claimed = Report.objects.select_related(
            "check_run__catalogue", "mandate", "comparison", "snapshot", "requested_by"
        ).get(pk=report.pk)
        content = _content(organisation, claimed)
    lifecycle.show_progress(report, stage=Stage.TYPESETTING)
    done = content.typeset()
    lifecycle.show_progress(report, stage=Stage.WRITING)
    made = [Made(Format.PDF, done.content, done.pages), *content.others()]
    lifecycle.show_progress(report, stage=Stage.STORING)

    def store(current: Report) -> None:
        for one in made:
            ReportFile.objects.create(
                organisation=organisation,
                report=current,
                format=one.format,
                name=content.file_name(ENDINGS[one.format]),
                content=one.content,
                size=len(one.content),
                pages=one.pages,
            )

    lifecycle.finish(report, store, stage=Stage.FINISHED)


def _content(organisation: Organisation, report: Report) -> Content:
    if report.kind == Kind.SPECIFICATION:
        return SpecificationContent(organisation, report)
    return document_content(organisation, report)
