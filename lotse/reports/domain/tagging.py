"""What WeasyPrint leaves open in the tags of a PDF.

Headers of tables say what they head, items of lists have a body whatever is in them, and what
stands in the margins of every page is an artifact: nobody wants to hear it again and again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
