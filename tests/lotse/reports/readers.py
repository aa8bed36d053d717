"""What three readers that know nothing of each other find in a PDF: PDF/UA-1, and its words."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from functools import lru_cache

import page
import pdfua
import pikepdf
from pdfua.rules import RuleRegistry, default_registry
from pypdf import PdfReader

from tests.lotse.reports import tagtree

# Headings are lists of pieces, and there this rule of pdfua 0.1.3 ends in an exception, with all
# versions of pikepdf since 8.4. It asks whether a heading is empty, as the other two readers do.
RAISES = "UA-14-001"
RULES_OF_PAGE = 104
SOFT_BREAK = re.compile("\u00ad\\s*")


def faults(content: bytes) -> list[str]:
    """Return what our own eye, page and pdfua find; a rule that was not applied is a fault."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [*tagtree.faults(pdf), *found_by_page(content), *found_by_pdfua(content)]


def found_by_page(content: bytes) -> Iterator[str]:
    """Yield the faults that page finds, and one if not all its rules passed."""
    report = page.validate_pdf_bytes(content, profile="ua1")
    yield from (f"page: {one.rule_id}: {one.message}" for one in report.failures)
    if report.rules.passed != RULES_OF_PAGE:
        yield f"page: {report.rules.passed} of {RULES_OF_PAGE} rules passed"


def found_by_pdfua(content: bytes, registry: RuleRegistry | None = None) -> Iterator[str]:
    """Yield the faults that pdfua finds; a rule that ended in an exception is one too."""
    chosen = registry or RuleRegistry([one for one in default_registry() if one.id != RAISES])
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        report = pdfua.validate(file.name, chosen)
    assert len(report.outcomes) == len(chosen)
    for outcome in report.outcomes:
        yield from (f"pdfua: {one.rule_id}: {one.message}" for one in outcome.findings)
        if outcome.skipped_reason:
            yield f"pdfua: {outcome.rule_id} was not applied: {outcome.skipped_reason}"


def words(content: bytes) -> list[str]:
    """Return the words of a PDF as a search or a screen reader meets them.

    Words that a line breaks are joined where the line ends with a soft hyphen, and only there.
    """
    return SOFT_BREAK.sub("", lines(content)).split()


@lru_cache(maxsize=1)
def lines(content: bytes) -> str:
    """Return the text of a PDF line by line."""
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)
