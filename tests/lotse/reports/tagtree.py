"""An independent look at the tags of a PDF: what PDF/UA-1 asks, read from the file itself.

Knows nothing of how the PDF was made. `faults(pdf)` returns sentences; none means that every
piece of the pages is tagged or an artifact, every tag has its text, and the reader is told title
and language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
SHOWING = {
    *("Tj", "TJ", "'", '"', "Do", "sh", "EI", "INLINE IMAGE"),
    *("f", "F", "f*", "S", "s", "B", "B*", "b", "b*"),
}
CHILDREN_OF = {
    "/L": {"/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/TR": {"/TH", "/TD"},
    "/Table": {"/THead", "/TBody", "/TFoot", "/TR", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
}


def faults(pdf: pikepdf.Pdf) -> list[str]:
    """Return what is wrong with the tags of a PDF."""
    return [
        *_about_the_whole(pdf),
        *_about_fonts(pdf),
        *_about_content(pdf),
        *_about_tags(pdf),
    ]


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, str]]:
    """Yield the elements of the structure tree with their roles, in the order of reading."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is not None:
        yield from _below(root, root.get("/RoleMap", {}))


def _below(element: Any, roles: Any) -> Iterator[tuple[Any, str]]:
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            name = str(kid.S)
            yield kid, str(roles.get(name, name)) if roles else name
            yield from _below(kid, roles)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _about_the_whole(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "the document has no language"
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "the document is not marked as tagged"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "the window does not show the title"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "the document has no title"
    metadata = bytes(root.Metadata.read_bytes()) if "/Metadata" in root else b""
    if not re.search(rb"pdfuaid:part(=[\"']1|>\s*1\s*<)", metadata):
        yield "the metadata does not say PDF/UA-1"
    if not re.search(rb"<dc:title>.*?\S.*?</dc:title>", metadata, re.S):
        yield "the metadata has no title"
    for number, page in enumerate(pdf.pages, 1):
        if "/Annots" in page and str(page.get("/Tabs", "")) != "/S":
            yield f"page {number} has links and no order for them"


def _about_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            for part in font.get("/DescendantFonts", [font]):
                about = part.get("/FontDescriptor", {})
                if not any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    yield f"page {number} uses {font.get('/BaseFont')} without embedding it"
            if "/ToUnicode" not in font:
                yield f"page {number} uses {font.get('/BaseFont')} without its letters"


def _about_content(pdf: pikepdf.Pdf) -> Iterator[str]:
    used = set(_used(pdf))
    found = set()
    for number, page in enumerate(pdf.pages, 1):
        stack: list[str | int] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                stack.append(_mark(operands))
            elif name == "EMC":
                stack.pop()
            elif name in SHOWING and not _is_clear(stack):
                yield f"page {number} shows something ({name}) without a tag"
        found |= {(page.obj.objgen, mark) for mark in _marks(page)}
    if found - used:
        yield f"{len(found - used)} pieces of content are in no element"
    if used - found:
        yield f"{len(used - found)} pieces of the tree are on no page"


def _used(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, int]]:
    """Yield the pieces of content that elements hold, by page."""
    for element, _role in elements(pdf):
        page = element.get("/Pg")
        for kid in _kids(element):
            if isinstance(kid, int):
                yield page.objgen, int(kid)
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                yield kid.get("/Pg", page).objgen, int(kid.MCID)


def _mark(operands: Any) -> str | int:
    if str(operands[0]) == "/Artifact":
        return "artifact"
    about = operands[1] if len(operands) > 1 else None
    has_id = isinstance(about, pikepdf.Dictionary) and "/MCID" in about
    return int(about.MCID) if has_id else "nothing"


def _is_clear(stack: list[str | int]) -> bool:
    return any(one == "artifact" or isinstance(one, int) for one in stack)


def _marks(page: pikepdf.Page) -> Iterator[int]:
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and isinstance(mark := _mark(operands), int):
            yield mark


def _about_tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    level = 0
    number = 0
    for element, role in elements(pdf):
        number += 1
        if role == "/Figure" and not str(element.get("/Alt", element.get("/ActualText", ""))):
            yield "a figure has no text"
        if role == "/Link" and not any(_is_annotation(kid) for kid in _kids(element)):
            yield "a link has no annotation"
        if role in HEADINGS:
            if HEADINGS[role] > level + 1:
                yield f"a heading skips from level {level} to {HEADINGS[role]}"
            level = HEADINGS[role]
            if not _kids(element):
                yield "a heading is empty"
        if role == "/Table":
            yield from _about_table(element)
        wanted = CHILDREN_OF.get(role)
        inside = {str(kid.S) for kid in _kids(element) if _is_element(kid)}
        if wanted is not None and inside - wanted:
            yield f"{role} holds {', '.join(sorted(inside - wanted))}"
    if not number:
        yield "the document has no tags"


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _is_annotation(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and str(kid.get("/Type", "")) == "/OBJR"


def _about_table(table: Any) -> Iterator[str]:
    rows = [element for element, role in _below(table, {}) if role == "/TR"]
    heads = [element for element, role in _below(table, {}) if role == "/TH"]
    if not heads:
        yield "a table has no headers"
    for head in heads:
        if _attribute(head, "/Scope") not in ("/Column", "/Row", "/Both"):
            yield "a header of a table does not say what it heads"
    widths = {sum(int(_attribute(cell, "/ColSpan") or 1) for cell in _kids(row)) for row in rows}
    if len(widths) > 1:
        yield "the rows of a table are not equally long"


def _attribute(element: Any, name: str) -> str:
    attributes = element.get("/A", pikepdf.Dictionary())
    for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if isinstance(one, pikepdf.Dictionary) and name in one:
            return str(one[name])
    return ""
