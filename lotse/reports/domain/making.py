"""Making a report from its order to its files: a document in all its formats, or requirements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lotse.jobs import lifecycle
from lotse.reports.document.html import body
from lotse.reports.document.model import Document, as_json
from lotse.reports.document.word import as_word
from lotse.reports.document.workbook import as_workbook
from lotse.reports.domain.kinds.full import full_report
from lotse.reports.domain.kinds.mandate import mandate_to_sign
from lotse.reports.domain.kinds.progress import progress_report
from lotse.reports.domain.kinds.round import round_minutes
from lotse.reports.domain.kinds.short import MOST_PAGES, short_reports
from lotse.reports.domain.kinds.start import start_sheets
from lotse.reports.domain.material import Material, file_name
from lotse.reports.domain.specification import Specification
from lotse.reports.domain.typesetting import Typeset, typeset
from lotse.reports.models import Format, Report, ReportFile, ReportKind, ReportStage
from organisations import tenancy
from organisations.models import Organisation

# A list of requirements is HTML at once; it is read as a PDF only.
Draft = Document | str


@dataclass(frozen=True)
class ReportPlan:
    """How a kind of report is built: drafts, the longest first, with how many pages at most."""

    file_title: str
    build: Callable[[Material], Sequence[Draft]]
    most_pages: int | None = None


def _specification(material: Material) -> list[Draft]:
    report = material.report
    specification = Specification(material.organisation, report.comparison, report.requested_at)
    return [render_to_string("reports/specification_pdf.html", {"specification": specification})]


PLANS: dict[ReportKind, ReportPlan] = {
    ReportKind.CHECK: ReportPlan("digitalisierungsbericht", lambda one: [full_report(one)]),
    ReportKind.SHORT: ReportPlan("kurzbericht", short_reports, MOST_PAGES),
    ReportKind.START: ReportPlan("startblatt", start_sheets, most_pages=1),
    ReportKind.PROGRESS: ReportPlan("fortschrittsbericht", lambda one: [progress_report(one)]),
    ReportKind.ROUND: ReportPlan("rundenprotokoll", lambda one: [round_minutes(one)]),
    ReportKind.MANDATE: ReportPlan("beauftragung", lambda one: [mandate_to_sign(one)]),
    ReportKind.SPECIFICATION: ReportPlan("anforderungsliste", _specification),
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
            "Bitte versuchen Sie es noch einmal. Klappt es wieder nicht, fragen Sie die "
            "Menschen, die Lotse für Sie betreiben."
        ),
        stage=ReportStage.COLLECTING,
    )


def _make(report: Report) -> None:
    organisation = Organisation.objects.get(pk=report.organisation_id)
    with tenancy.activate(organisation):
        claimed = Report.objects.select_related(
            "check_run__catalogue", "mandate", "comparison", "snapshot", "requested_by"
        ).get(pk=report.pk)
        plan = PLANS[ReportKind(claimed.kind)]
        material = Material(organisation, claimed)
        drafts = plan.build(material)
    lifecycle.show_progress(report, stage=ReportStage.TYPESETTING)
    draft, done = first_that_fits(drafts, plan.most_pages)
    lifecycle.show_progress(report, stage=ReportStage.WRITING)
    made = {Format.PDF: done.content, **other_formats(draft, done.places)}
    lifecycle.show_progress(report, stage=ReportStage.STORING)
    about = organisation.name
    if claimed.comparison:
        about = f"{claimed.comparison.name} {about}"

    def store(current: Report) -> None:
        for wanted, content in made.items():
            ReportFile.objects.create(
                organisation=organisation,
                report=current,
                format=wanted,
                name=file_name(plan.file_title, about, material.made_at, wanted.ending),
                content=content,
                size=len(content),
                pages=done.pages if wanted is Format.PDF else 0,
            )

    lifecycle.finish(report, store, stage=ReportStage.FINISHED)


def first_that_fits(drafts: Sequence[Draft], most_pages: int | None) -> tuple[Draft, Typeset]:
    """Return the first draft that has no more pages than it may, else the last, with its PDF."""
    for draft in drafts:
        html, colours = (draft, None) if isinstance(draft, str) else (as_html(draft), draft.colours)
        done = typeset(html, colours)
        if most_pages is None or done.pages <= most_pages:
            break
    return draft, done


def as_html(document: Document) -> str:
    """Return the HTML of a document that is to be typeset."""
    return render_to_string(
        "reports/document_pdf.html", {"document": document, "body": body(document)}
    )


def other_formats(draft: Draft, places: Mapping[str, int]) -> dict[Format, bytes]:
    """Return the Word file, the data for Excel and the document itself.

    Until Word counts itself, its table of contents shows on which page of the PDF a chapter
    begins, its `places`.
    """
    if isinstance(draft, str):
        return {}
    return {
        Format.WORD: as_word(draft, places),
        Format.EXCEL: as_workbook(draft),
        Format.DOCUMENT: as_json(draft),
    }
