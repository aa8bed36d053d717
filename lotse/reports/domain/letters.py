"""What the fonts of a PDF say about the text of their glyphs (ISO 32000-1, 9.10.3)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont

SOFT_HYPHEN, WORD_JOINER = "\u00ad", "\u2060"
ENTRY = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]*)>$")


def settle_letters(pdf: Any, hyphen: str) -> None:
    """Make the hyphens at the ends of lines soft, and let every glyph have a text.

    A hyphen that is only there because the line ends is U+00AD in the text (ISO 32000-1,
    14.8.2.2.3), so that a search and a screen reader meet one word. `hyphen` is the sign which
    breaks words and stands nowhere else in the document. A font that draws it with the glyph of
    another sign keeps what it says: real hyphens matter more. Of several glyphs for one sign
    WeasyPrint gives some no text, which PDF/UA-1 (7.21.7) refuses: they get one that is not seen.
    """
    objects = {one.reference: one for one in pdf.objects}
    for font in pdf.objects:
        if not isinstance(font, dict) or font.get("Subtype") != "/Type0":
            continue
        table = objects[font["ToUnicode"]].stream
        for place, line in enumerate(table):
            entry = ENTRY.match(line)
            if entry is None:
                continue
            glyph, text = entry[1], bytes.fromhex(entry[2].decode()).decode("utf-16-be")
            if not text:
                table[place] = _entry(glyph, WORD_JOINER)
            elif text == hyphen and _signs(objects, font, int(glyph, 16)) == {hyphen}:
                table[place] = _entry(glyph, SOFT_HYPHEN)


def _entry(glyph: bytes, text: str) -> bytes:
    return b"<%s> <%s>" % (glyph, text.encode("utf-16-be").hex().encode())


def _signs(objects: dict[bytes, Any], font: Any, glyph: int) -> set[str]:
    """Return the signs that an embedded font draws with one glyph."""
    return {chr(point) for point, found in _characters(objects, font) if found == glyph}


def _characters(objects: dict[bytes, Any], font: Any) -> Iterator[tuple[int, int]]:
    (reference,) = font["DescendantFonts"]
    descriptor = objects[objects[reference]["FontDescriptor"]]
    file = descriptor.get("FontFile2") or descriptor["FontFile3"]
    opened = TTFont(io.BytesIO(b"".join(objects[file].stream)), lazy=True)
    for point, name in (opened.getBestCmap() or {}).items():
        yield point, opened.getGlyphID(name)
