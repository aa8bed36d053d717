"""HTML becomes a tagged PDF (PDF/UA-1) with WeasyPrint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lotse.reports.document.model import Colours
from lotse.reports.domain.tagging import settle_tags

STYLE_SHEET = Path(settings.BASE_DIR) / "static" / "css" / "report.css"


@dataclass(frozen=True)
class Typeset:
    """A finished PDF: its bytes and its number of pages."""

    content: bytes
    pages: int


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """A report carries everything in itself: nothing but data in the document is read."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


@lru_cache(maxsize=1)
def _style_sheet() -> Any:
    from weasyprint import CSS

    return CSS(string=STYLE_SHEET.read_text(encoding="utf-8"), url_fetcher=_fetcher())


def typeset(html: str, colours: Colours | None = None) -> Typeset:
    """Return the PDF of an HTML document, in Lotse's own colours unless others are given.

    WeasyPrint is imported here, because only the worker needs it and its libraries.
    """
    from weasyprint import CSS, HTML

    sheets = [_style_sheet()]
    if colours:
        properties = (
            f"--accent: {colours.accent}; --accent-strong: {colours.strong}; "
            f"--accent-soft: {colours.soft};"
        )
        sheets.append(CSS(string=f":root {{ {properties} }}", url_fetcher=_fetcher()))
    document = HTML(string=html, url_fetcher=_fetcher()).render(
        stylesheets=sheets, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=settle_tags)
    return Typeset(content, len(document.pages))
