"""Signs for which no font has a glyph: found, replaced by an empty box, and told.

A glyph that stands for nothing known (.notdef) is no conforming content of a PDF/UA-1 file
(ISO 14289-1, 7.21.8), and a box without a word leaves readers alone.
"""

from __future__ import annotations

import base64
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

from django.utils.translation import ngettext

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
