"""Making reports in tests, and reading what stands on their pages."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

from pypdf import PdfReader

from lotse.jobs.models import State
from lotse.reports.document.html import body
from lotse.reports.document.model import Document, Figures, Heading, Table, from_json
from lotse.reports.domain import making
from lotse.reports.models import Format, Report, ReportFile
from organisations import tenancy
from tests.conftest import unmeasured
from tests.lotse.reports.readers import faults, lines, words
from tests.ooxml import schema_faults

# Words that are long enough to be broken.
LONG = re.compile(r"[\w-]{9,}")


class Printed:
    """A report that was made: its files, its document, its pages as text."""

    def __init__(self, report: Report) -> None:
        making.make_report(report.organisation_id, report.pk)
        with tenancy.activate(report.organisation):
            self.report = Report.objects.get(pk=report.pk)
            assert self.report.state == State.DONE, self.report.error
            found = ReportFile.objects.filter(report=report)
            self.files = {file.format: bytes(file.content) for file in found}
            self.names = {file.format: file.name for file in found}
        self.document: Document = from_json(self.files["document"])
        with unmeasured():
            self.pages = [squeezed(page.extract_text()) for page in self.reader.pages]

    @property
    def reader(self) -> PdfReader:
        """The PDF, opened."""
        return PdfReader(io.BytesIO(self.files["pdf"]))

    @property
    def text(self) -> str:
        """All pages without spaces and hyphens at ends of lines."""
        return "".join(self.pages)

    def says(self, *texts: str) -> None:
        """Fail unless all texts stand somewhere."""
        for text in texts:
            assert squeezed(text) in self.text, text

    @unmeasured()
    def is_well_printed(self) -> None:
        """Fail for wrong numbers of pages, lost headings or heads, broken words, faulty files."""
        number = len(self.pages)
        for place, page in enumerate(self.pages, start=1):
            assert squeezed(f"Seite {place} von {number}") in page
        assert not self.lonely_headings()
        assert not self.tables_without_head()
        assert self.broken_words() == set(), self.broken_words()
        assert faults(self.files["pdf"]) == []
        for ending in self.files.keys() & {Format.WORD, Format.EXCEL}:
            assert schema_faults(self.files[ending], ending) == []

    def broken_words(self) -> set[str]:
        """Return the words of the PDF, broken at ends of lines or not, that nobody wrote."""
        content = self.files["pdf"]
        assert "\u2010\n" not in lines(content)
        drawn = [
            re.sub(r"\u2010</tspan><tspan[^>]*>", "", figure.svg)
            for block in self.document.blocks
            if isinstance(block, Figures)
            for figure in block.figures
        ]
        source = unescape(
            re.sub(r"<[^>]*>", " ", " ".join([self.document.running, body(self.document), *drawn]))
        )
        return set(filter(LONG.fullmatch, words(content))) - set(source.split())

    def lonely_headings(self) -> list[str]:
        """Return headings that are the last thing on their page."""
        found = []
        for place, page in enumerate(self.pages, start=1):
            end = squeezed(f"Seite {place} von {len(self.pages)}")
            rest = page.replace(end, "")
            for block in self.document.blocks:
                if isinstance(block, Heading) and rest.endswith(squeezed(block.text)):
                    found.append(block.text)
        return found

    def tables_without_head(self) -> list[str]:
        """Return tables with rows on a page on which their head does not stand."""
        found = []
        for block in self.document.blocks:
            if not isinstance(block, Table) or not block.has_head:
                continue
            head = squeezed("".join(column.label for column in block.columns))
            for row in block.rows:
                words = squeezed("".join(line.text for line in row[block.row_header]))
                if not any(words in page and head in page for page in self.pages):
                    found.append(f"{block.caption}: {words}")
        return found


def squeezed(text: str) -> str:
    """Return a text without what line breaks change."""
    for gone in ("\u00ad", "-\n", "‐\n"):
        text = text.replace(gone, "")
    return "".join(text.split()).replace("-", "").replace("‐", "")


def made(report: Any) -> Printed:
    """Make an ordered report and return what became of it."""
    return Printed(report)
