"""HTML becomes a tagged PDF (PDF/UA-1) with WeasyPrint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lotse.reports.document.model import Colours
from lotse.reports.domain.letters import settle_letters
from lotse.reports.domain.tagging import settle_tags
from lotse.reports.domain.unprintable import signs_without_glyph, with_boxes

# What breaks a word at the end of a line: the first that stands nowhere in the document. They
# look alike; fonts have a glyph for each.
HYPHENS = ("\u2010", "\u2011", "\u058a")
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

    Signs that no font of this machine can show are boxes in it, and its first line says so.
    WeasyPrint is imported here, because only the worker needs it and its libraries.
    """
    with signs_without_glyph() as signs:
        done = _typeset(html, colours)
    return _typeset(with_boxes(html, signs), colours) if signs else done


def _typeset(html: str, colours: Colours | None) -> Typeset:
    from weasyprint import CSS, HTML

    hyphen = next((one for one in HYPHENS if one not in html), "")
    sheets = [_style_sheet(), CSS(string=_choices(hyphen, colours), url_fetcher=_fetcher())]
    document = HTML(string=html, url_fetcher=_fetcher()).render(
        stylesheets=sheets, pdf_variant="pdf/ua-1", pdf_tags=True
    )

    def finish(_document: Any, pdf: Any) -> None:
        settle_tags(pdf)
        settle_letters(pdf, hyphen)

    content = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=finish)
    return Typeset(content, len(document.pages))


def _choices(hyphen: str, colours: Colours | None) -> str:
    """Return what the style sheet cannot know: how words are broken, and the host's colours."""
    rules = f'hyphenate-character: "{hyphen}";' if hyphen else "hyphens: manual;"
    if colours:
        rules += (
            f"--accent: {colours.accent}; --accent-strong: {colours.strong}; "
            f"--accent-soft: {colours.soft};"
        )
    return f":root {{ {rules} }}"
