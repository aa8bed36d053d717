"""A document as a Word file: for those who have to edit it.

Real styles, heads of tables that come again on every page, page numbers. Drawings are told in
words: a bitmap would not be sharp, and not every program that opens such files shows SVG. The
tables beside them have the same values; small drawings in a row say nothing else. Tables are
written as XML at once, because building them cell by cell takes minutes.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from lotse.reports.document.model import (
    Block,
    Box,
    Cell,
    Contents,
    Document,
    Figures,
    Heading,
    Items,
    Line,
    Look,
    Paragraph,
    Signatures,
    Span,
    Table,
    paragraph,
)
from lotse.reports.document.word_xml import (
    CHAPTERS,
    CONTENTS_STYLE,
    FULL_WIDTH,
    box_xml,
    chapter_mark,
    contents_xml,
    field_xml,
    lines_xml,
    mark_xml,
    runs_xml,
    signatures_xml,
    table_xml,
)
from lotse.reports.document.workbook import about
from organisations.domain.packages import normalise_zip, parts_of, plain

# The styles that a reader can change at once for the whole file.
STYLES = {
    Look.PLAIN: "Normal",
    Look.LEAD: "Normal",
    Look.EYEBROW: "Subtitle",
    Look.BYLINE: "Lotse Klein",
    Look.TITLE: "Normal",
    Look.SMALL: "Lotse Klein",
}
# Parts of the template: its picture, data nobody uses, and its styles for a program of 2010.
OF_TEMPLATE = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
LOGO_HEIGHT = Mm(16)
WIDEST_LOGO = Mm(60)


def as_word(document: Document, pages: Mapping[str, int] | None = None) -> bytes:
    """Return the document as a .docx file; `pages` has the page of each chapter by its key."""
    file: Any = docx.Document()
    _set_up(file, document)
    _open(file, document)
    for block in _in_words(document).blocks:
        if isinstance(block, Contents):
            _append(file, contents_xml(block.title, document.chapters, pages or {}))
        else:
            _add(file, block, document)
    for one in document.closing:
        _paragraph(file, one)
    if document.chapters:
        _append(file, mark_xml(0))
    stored = io.BytesIO()
    file.save(stored)
    return normalise_zip(parts_of(stored.getvalue()), about(document))


def _in_words(document: Document) -> Document:
    """Return the document with words in the place of its drawings."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Figures):
            told = [figure.alternative for figure in block.figures if not figure.title]
            blocks += map(paragraph, told)
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _set_up(file: Any, document: Document) -> None:
    _leave_template(file)
    section = file.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.different_first_page_header_footer = True
    _style(file, document)
    head = section.header.paragraphs[0]
    head.style = file.styles["Lotse Klein"]
    head.add_run(plain(document.running))
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.style = file.styles["Lotse Klein"]
        for xml in field_xml(document.page):
            foot._p.append(parse_xml(xml))


def _leave_template(file: Any) -> None:
    """Take out what the library's template says of itself, and its American settings."""
    for owner in (file.part.package, file.part):
        for key in [key for key, one in owner.rels.items() if one.reltype in OF_TEMPLATE]:
            del owner.rels[key]
    settings = file.settings.element
    # The schema asks for the percentage (ISO/IEC 29500-1, 17.15.1.94), and has an order: words
    # are parted after the tab stops (17.15.1.10).
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:defaultTabStop")).addnext(
        parse_xml(_with_namespace('<w:autoHyphenation w:val="true"/>'))
    )
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "de-DE")
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")


def _style(file: Any, document: Document) -> None:
    styles = file.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    # The template is American and says so in two places.
    for languages in styles.element.iter(qn("w:lang")):
        languages.set(qn("w:val"), "de-DE")
    accent = RGBColor.from_string(document.colours.strong.lstrip("#").upper())
    for name, size, before in (("Title", 24, 0), ("Heading 1", 16, 14), ("Heading 2", 12.5, 10)):
        style = styles[name]
        style.font.size, style.font.color.rgb = Pt(size), accent
        style.font.name = "Cambria"
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), "Cambria")
        style.element.rPr.rFonts.set(qn("w:hAnsi"), "Cambria")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    small = styles.add_style("Lotse Klein", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = normal
    small.font.size, small.font.color.rgb = Pt(9), RGBColor(0x4D, 0x5A, 0x5C)
    contents = styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    contents.base_style, contents.element.attrib[qn("w:styleId")] = normal, CONTENTS_STYLE
    contents.paragraph_format.tab_stops.add_tab_stop(
        Twips(FULL_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )
    eyebrow = styles["Subtitle"]
    eyebrow.font.size, eyebrow.font.italic = Pt(11), False
    eyebrow.font.color.rgb = accent


def _with_namespace(xml: str) -> str:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return xml.replace(" ", f' xmlns:w="{space}" ', 1)


def _open(file: Any, document: Document) -> None:
    if document.logo:
        content = base64.b64decode(document.logo.content)
        height = min(LOGO_HEIGHT, WIDEST_LOGO * document.logo.height // document.logo.width)
        added = file.add_paragraph().add_run().add_picture(io.BytesIO(content), height=height)
        added._inline.docPr.set("descr", plain(f"Logo: {document.organisation}"))
    for one in document.opening:
        if one.look is Look.EYEBROW:
            _paragraph(file, one)
    file.add_paragraph(plain(document.headline), style="Title")
    for one in document.opening:
        if one.look is not Look.EYEBROW:
            _paragraph(file, one)


def _paragraph(file: Any, one: Line) -> Any:
    added = file.add_paragraph(style=STYLES[one.look])
    for run in runs_xml(one.spans):
        added._p.append(parse_xml(run))
    return added


def _add(file: Any, block: Block, document: Document) -> None:
    match block:
        case Heading():
            heading = file.add_heading(plain(block.text), level=block.level)
            heading.paragraph_format.page_break_before = block.new_page
            if block.key:
                _mark(heading, document.chapters.index(block) + 1)
        case Paragraph():
            _paragraph(file, block.line)
        case Items():
            _items(file, block)
        case Table() | Box() | Signatures():
            _add_in_cells(file, block, document)


def _add_in_cells(file: Any, block: Table | Box | Signatures, document: Document) -> None:
    if isinstance(block, Table):
        _append(file, table_xml(block, document.colours))
    elif isinstance(block, Box):
        _append(file, box_xml(_box_lines(block), document.colours))
    else:
        file.add_heading(plain(block.title), level=1)
        if block.terms:
            file.add_paragraph(plain(block.terms)).paragraph_format.keep_with_next = True
        _append(file, signatures_xml(block))
    file.add_paragraph()


def _items(file: Any, block: Items) -> None:
    # Numbers are written: Word would count on from one list of the file to the next.
    style = "List Bullet"
    for number, item in enumerate(block.items, start=1):
        if block.ordered:
            first, *rest = item
            added = file.add_paragraph(style="List Paragraph")
            added.paragraph_format.left_indent = Mm(7)
            added.paragraph_format.first_line_indent = -Mm(7)
            added.paragraph_format.keep_together = True
            added.add_run(f"{number}.\t")
            _extend(added, (first, *rest))
        else:
            _extend(file.add_paragraph(style=style), item)


def _mark(heading: Any, number: int) -> None:
    """Set the bookmark of a chapter, by its number from 1; the first one opens that of all."""
    if number == 1:
        heading._p.addprevious(parse_xml(mark_xml(0, CHAPTERS)))
    text = heading.runs[0]._r
    text.addprevious(parse_xml(mark_xml(number, chapter_mark(number))))
    text.addnext(parse_xml(mark_xml(number)))


def _extend(paragraph: Any, item: Cell) -> None:
    for xml in lines_xml(item):
        paragraph._p.append(parse_xml(xml))


def _box_lines(box: Box) -> Cell:
    number = f"{box.number} {box.unit}".strip()
    head = (Line((Span(number),), Look.TITLE),) if number else ()
    return (*head, *box.lines)


def _append(file: Any, xml: str) -> None:
    body = file.element.body
    body.insert(len(body) - 1, parse_xml(xml))
