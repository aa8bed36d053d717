"""What WeasyPrint leaves open in a PDF: its tags, and the text of its glyphs.

Headers of tables say what they head, items of lists have a body whatever is in them, and what
stands in the margins of every page is an artifact: nobody wants to hear it again and again. What
fonts say about the text of their glyphs: ISO 32000-1, 9.10.3.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from fontTools.ttLib import TTFont
from pydyf import Array, Dictionary

PARTS_OF_ITEM = ("/Lbl", "/LBody", "/L")


class Tags:
    """The structure tree of a PDF that is about to be written."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.objects = {one.reference: one for one in pdf.objects}
        self.root = self.objects[pdf.catalog["StructTreeRoot"]]
        self.reachable: set[bytes] = set()

    def settle(self) -> None:
        """Complete the tree and turn what is outside of it into artifacts."""
        for element, above in self._elements(self.root, ""):
            self.reachable.add(element.reference)
            if element["S"] == "/TH":
                scope = "/Column" if above == "/THead" else "/Row"
                element["A"]["Scope"] = scope
            elif element["S"] == "/LI":
                self._give_body(element)
        self._turn_margins_into_artifacts()

    def _elements(self, element: Any, group: str) -> Iterator[tuple[Any, str]]:
        """Yield all elements below one, each with the part of the table in which it is."""
        for kid in list(element["K"]):
            found = self.objects.get(kid)
            if found is None or "S" not in found:
                continue
            name = found["S"]
            inside = name if name in ("/THead", "/TBody", "/Table") else group
            yield found, inside
            yield from self._elements(found, inside)

    def _give_body(self, item: Any) -> None:
        loose = [kid for kid in item["K"] if self._name(kid) not in PARTS_OF_ITEM]
        if not loose:
            return
        body = Dictionary(
            {
                "Type": "/StructElem",
                "S": "/LBody",
                "K": Array(loose),
                "Pg": item["Pg"],
                "P": item.reference,
            }
        )
        self.pdf.add_object(body)
        self.objects[body.reference] = body
        self.reachable.add(body.reference)
        place = item["K"].index(loose[0])
        item["K"][:] = [kid for kid in item["K"] if kid not in loose]
        item["K"].insert(place, body.reference)
        for kid in loose:
            self.objects[kid]["P"] = body.reference

    def _name(self, kid: Any) -> str:
        found = self.objects.get(kid)
        return str(found["S"]) if found is not None and "S" in found else ""

    def _turn_margins_into_artifacts(self) -> None:
        numbers = self.objects[self.root["ParentTree"]]["Nums"]
        for place, page in enumerate(self.pdf.page_references):
            elements = numbers[2 * place + 1]
            outside = {mark for mark, one in enumerate(elements) if one not in self.reachable}
            for mark in outside:
                elements[mark] = "null"
            _rewrite(self.objects[self.objects[page]["Contents"]], outside)


def _rewrite(content: Any, outside: set[int]) -> None:
    """Begin artifacts where marked content was that is in no element."""
    stream = content.stream
    for place, operator in enumerate(stream):
        if operator != b"BDC":
            continue
        about = stream[place - 1]
        if isinstance(about, dict) and about.get("MCID") in outside:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = Dictionary({"Type": "/Pagination"})


def settle_tags(pdf: Any) -> None:
    """Complete the tags of a PDF that WeasyPrint is about to write."""
    Tags(pdf).settle()


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
