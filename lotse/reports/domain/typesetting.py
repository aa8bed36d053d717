"""HTML becomes a tagged PDF (PDF/UA-1) with WeasyPrint."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from lotse.reports.document.html import body
from lotse.reports.document.model import Colours, Contents, Document, Table
from lotse.reports.document.word import in_words
from lotse.reports.domain.letters import settle_letters
from lotse.reports.domain.tagging import settle_tags
from lotse.reports.domain.unprintable import signs_without_glyph, with_boxes

# What breaks a word at the end of a line: the first that stands nowhere in the document. They
# look alike; fonts have a glyph for each.
HYPHENS = ("\u2010", "\u2011", "\u058a")
STYLE_SHEET = Path(settings.BASE_DIR) / "static" / "css" / "report.css"
WORD_STYLE_SHEET = STYLE_SHEET.with_name("word.css")


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


@lru_cache(maxsize=2)
def _style_sheet(path: Path = STYLE_SHEET) -> Any:
    from weasyprint import CSS

    return CSS(string=path.read_text(encoding="utf-8"), url_fetcher=_fetcher())


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


def pages_in_word(document: Document) -> dict[str, int]:
    """Return on which page of its Word file each chapter begins, by its key.

    Word itself counts when it prints or is asked to; until then its table of contents shows these
    numbers. They come from a layout of the same content, so a program that breaks lines otherwise
    may differ by a page. Without a table of contents there is nothing to know.
    """
    from weasyprint import CSS, HTML

    if not any(isinstance(block, Contents) for block in document.blocks):
        return {}
    # What comes after the last heading moves none.
    last = max(map(document.blocks.index, document.chapters), default=0)
    known = replace(document, blocks=document.blocks[: last + 1], closing=())
    tables = [block for block in known.blocks if isinstance(block, Table)]
    parts = sorted({column.width for table in tables for column in table.columns})
    widths = CSS(string="".join(f"col.part-{part} {{ width: {part}% }}" for part in parts))
    html = f'<html lang="{document.language}"><body>{body(in_words(known))}</body></html>'
    laid_out = HTML(string=html, url_fetcher=_fetcher()).render(
        stylesheets=[_style_sheet(WORD_STYLE_SHEET), widths]
    )
    page_of = {key: place for place, page in enumerate(laid_out.pages, 1) for key in page.anchors}
    return {chapter.key: page_of[chapter.key] for chapter in document.chapters}


def _choices(hyphen: str, colours: Colours | None) -> str:
    """Return what the style sheet cannot know: how words are broken, and the host's colours."""
    rules = f'hyphenate-character: "{hyphen}";' if hyphen else "hyphens: manual;"
    if colours:
        rules += (
            f"--accent: {colours.accent}; --accent-strong: {colours.strong}; "
            f"--accent-soft: {colours.soft};"
        )
    return f":root {{ {rules} }}"
