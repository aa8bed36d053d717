"""HTML becomes a tagged PDF (PDF/UA-1) with WeasyPrint.

Signs for which no font has a glyph are found, replaced by an empty box, and told: a glyph that
stands for nothing known (.notdef) is no conforming content of a PDF/UA-1 file (ISO 14289-1,
7.21.8), and a box without a word leaves readers alone.
"""

from __future__ import annotations

import base64
import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

from lotse.reports.document.model import Colours
from lotse.reports.domain.tagging import settle_letters, settle_tags

# What breaks a word at the end of a line: the first that stands nowhere in the document. They
# look alike; fonts have a glyph for each.
HYPHENS = ("\u2010", "\u2011", "\u058a")
STYLE_SHEET = Path(settings.BASE_DIR) / "static" / "css" / "report.css"


@dataclass(frozen=True)
class Typeset:
    """A finished PDF: its bytes, its number of pages, and on which of them each key stands."""

    content: bytes
    pages: int
    places: Mapping[str, int]


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
    places = {key: place for place, page in enumerate(document.pages, 1) for key in page.anchors}
    return Typeset(content, len(document.pages), places)


def _choices(hyphen: str, colours: Colours | None) -> str:
    """Return what the style sheet cannot know: how words are broken, and the host's colours."""
    rules = f'hyphenate-character: "{hyphen}";' if hyphen else "hyphens: manual;"
    if colours:
        rules += (
            f"--accent: {colours.accent}; --accent-strong: {colours.strong}; "
            f"--accent-soft: {colours.soft};"
        )
    return f":root {{ {rules} }}"


WARNING = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)", re.DOTALL)
BOX = "\N{WHITE SQUARE}"
MOST_NAMED = 10
DRAWING = re.compile(r"(?<=data:image/svg\+xml;base64,)[A-Za-z0-9+/=]+")
BODY = re.compile(r"<body[^>]*>")


class _Listener(logging.Filter):
    """Keeps what WeasyPrint says of signs without a glyph to itself and lets pass the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.signs: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        found = WARNING.fullmatch(record.getMessage())
        if found:
            self.signs.add(chr(int(found[1], 16)))
        return not found


@contextmanager
def signs_without_glyph() -> Iterator[set[str]]:
    """Yield a set that holds, once a PDF was written inside, the signs that no font can show."""
    listener, logger = _Listener(), logging.getLogger("weasyprint")
    logger.addFilter(listener)
    try:
        yield listener.signs
    finally:
        logger.removeFilter(listener)


def with_boxes(html: str, signs: set[str]) -> str:
    """Return an HTML document with boxes in the place of signs, in its drawings too.

    It begins with a line that says so. Signs that control something are never seen, so they
    become a space and are not worth a word.
    """
    place = {sign: " " if unicodedata.category(sign) == "Cc" else BOX for sign in signs}
    table = str.maketrans(place)
    boxed = DRAWING.sub(lambda found: _redrawn(found[0], table), html.translate(table))
    named = sorted(sign for sign, stand_in in place.items() if stand_in == BOX)
    if not named:
        return boxed
    note = f'<p class="small">{escape(_in_words(named))}</p>'
    return BODY.sub(lambda found: found[0] + note, boxed, count=1)


def _redrawn(encoded: str, table: dict[int, str]) -> str:
    svg = base64.b64decode(encoded).decode().translate(table)
    return base64.b64encode(svg.encode()).decode()


def _in_words(signs: list[str]) -> str:
    codes = [f"U+{ord(sign):04X}" for sign in signs]
    named = ", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else "")
    return ngettext(
        "%(box)s steht hier für ein Zeichen, das nicht gedruckt werden kann (%(named)s). "
        "In Lotse selbst ist es zu lesen.",
        "%(box)s steht hier für Zeichen, die nicht gedruckt werden können (%(named)s). "
        "In Lotse selbst sind sie zu lesen.",
        len(signs),
    ) % {"box": BOX, "named": named}
