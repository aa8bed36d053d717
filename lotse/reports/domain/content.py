"""What becomes of an order: a document in all its formats, or a list of requirements as a PDF."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from lotse.reports.document.html import body
from lotse.reports.document.model import Document, as_json
from lotse.reports.document.word import as_word
from lotse.reports.document.workbook import as_workbook
from lotse.reports.domain.kinds.full import full_report
from lotse.reports.domain.kinds.mandate import mandate_to_sign
from lotse.reports.domain.kinds.progress import progress_report
from lotse.reports.domain.kinds.round import round_minutes
from lotse.reports.domain.kinds.short import MOST_PAGES, short_reports
from lotse.reports.domain.material import Material
from lotse.reports.domain.typesetting import Typeset, pages_in_word, typeset
from lotse.reports.models import Format, Kind, Report
from organisations.domain.founding import UMLAUTS
from organisations.models import Organisation


@dataclass(frozen=True)
class Made:
    """A report in one format."""

    format: Format
    content: bytes
    pages: int = 0


class Content(ABC):
    """What every kind of report has: whose it is, from when, and its files.

    Everything that needs the database is fetched when it is made.
    """

    file_title: str

    def __init__(self, organisation: Organisation, report: Report) -> None:
        self.organisation = organisation
        self.report = report
        self.made_at: datetime = timezone.localtime(report.requested_at)

    def file_name(self, ending: str = "pdf") -> str:
        """Return a file name that says what it is, without characters that some system refuses."""
        name = slugify(self.organisation.name.translate(UMLAUTS))[:60] or "organisation"
        return f"{self.file_title}-{name}-{self.made_at:%Y-%m-%d}.{ending}"

    @abstractmethod
    def typeset(self) -> Typeset:
        """Return the finished PDF."""

    def others(self) -> list[Made]:
        """Return the other formats; asked for after the PDF."""
        return []


class DocumentContent(Content):
    """A report made from a document. Of several drafts the first one that fits is taken."""

    def __init__(
        self,
        organisation: Organisation,
        report: Report,
        file_title: str,
        drafts: Sequence[Document],
        most_pages: int | None = None,
    ) -> None:
        super().__init__(organisation, report)
        self.file_title = file_title
        self.drafts = drafts
        self.most_pages = most_pages
        self.document = drafts[0]

    def typeset(self) -> Typeset:
        """Return the PDF of the first draft that has no more pages than it may; else the last."""
        for draft in self.drafts:
            self.document = draft
            done = typeset(as_html(draft), draft.colours)
            if self.most_pages is None or done.pages <= self.most_pages:
                break
        return done

    def others(self) -> list[Made]:
        """Return the Word file, the data for Excel and the document itself."""
        return [
            Made(Format.WORD, as_word(self.document, pages_in_word(self.document))),
            Made(Format.EXCEL, as_workbook(self.document)),
            Made(Format.DOCUMENT, as_json(self.document)),
        ]


def as_html(document: Document) -> str:
    """Return the HTML of a document that is to be typeset."""
    return render_to_string(
        "reports/document_pdf.html", {"document": document, "body": body(document)}
    )


Builder = Callable[[Material], Document | list[Document]]


@dataclass(frozen=True)
class Plan:
    """How a kind of report is built: from which drafts, with how many pages at most."""

    file_title: str
    build: Builder
    most_pages: int | None = None


PLANS: dict[Kind, Plan] = {
    Kind.CHECK: Plan("digitalisierungsbericht", full_report),
    Kind.SHORT: Plan("kurzbericht", short_reports, MOST_PAGES),
    Kind.PROGRESS: Plan("fortschrittsbericht", progress_report),
    Kind.ROUND: Plan("rundenprotokoll", round_minutes),
    Kind.MANDATE: Plan("beauftragung", mandate_to_sign),
}


def document_content(organisation: Organisation, report: Report) -> DocumentContent:
    """Return what a report of one of the `PLANS` says, inside the organisation's tenancy."""
    plan = PLANS[Kind(report.kind)]
    built = plan.build(Material(organisation, report))
    drafts = built if isinstance(built, list) else [built]
    return DocumentContent(organisation, report, plan.file_title, drafts, plan.most_pages)
