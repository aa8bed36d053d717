"""Pieces of Word files as XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from lotse.reports.document.model import (
    Cell,
    Colours,
    Heading,
    Line,
    Look,
    Signatures,
    Span,
    Table,
)
from organisations.domain.packages import plain

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = f'xmlns:w="{SPACE}"'
# Between the margins of A4, in twentieths of a point.
FULL_WIDTH = 9638
GREY = "4D5A5C"
# The bookmark around everything that the table of contents names, and the style of its entries.
CHAPTERS = "Kapitel"
CONTENTS_STYLE = "TOC1"


def runs_xml(spans: Iterable[Span], look: Look = Look.PLAIN, *, declared: bool = True) -> list[str]:
    """Return the runs of a line; `declared` when each is to be parsed on its own."""
    space = f" {NS}" if declared else ""
    runs: list[str] = []
    for span in spans:
        if look is Look.ITEM and not runs:
            runs.append(f'<w:r{space}><w:t xml:space="preserve">– </w:t></w:r>')
        bold = "<w:b/>" if span.strong or look is Look.TITLE else ""
        size = f'<w:color w:val="{GREY}"/><w:sz w:val="18"/>' if look is Look.SMALL else ""
        inner = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(plain(piece))}</w:t>'
            for piece in span.text.replace("\r\n", "\n").split("\n")
        )
        runs.append(f"<w:r{space}><w:rPr>{bold}{size}</w:rPr>{inner}</w:r>")
    return runs


def lines_xml(lines: Sequence[Line], *, declared: bool = True) -> list[str]:
    """Return the runs of several lines of one paragraph, with breaks between them."""
    space = f" {NS}" if declared else ""
    runs: list[str] = []
    for number, one in enumerate(lines):
        if number:
            runs.append(f"<w:r{space}><w:br/></w:r>")
        runs += runs_xml(one.spans, one.look, declared=declared)
    return runs


def field_xml(words: str) -> list[str]:
    """Return the runs of a text with `{page}` and `{pages}` as fields that Word counts."""
    found = []
    for piece in re.split(r"(\{pages?\})", words):
        code = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(piece)
        if code:
            found.append(
                f'<w:fldSimple {NS} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            )
        elif piece:
            found += runs_xml([Span(piece)])
    return found


def contents_xml(title: str, chapters: Sequence[Heading], pages: Mapping[str, int]) -> str:
    """Return a table of contents that Word can make anew (ISO/IEC 29500-1, 17.16.5.68).

    Its entries are filled in, for programs that show a file as it is: each leads to its chapter
    and has its number from `pages`. They come from the headings between the marks of `CHAPTERS`.
    """
    code = f'TOC \\o "1-1" \\h \\z \\b {CHAPTERS}'
    begin = (
        f'{_field_char("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f"{_field_char('separate')}"
    )
    entries = ""
    for number, chapter in enumerate(chapters, start=1):
        mark = chapter_mark(number)
        entries += (
            f'<w:p><w:pPr><w:pStyle w:val="{CONTENTS_STYLE}"/></w:pPr>{begin}'
            f'<w:hyperlink w:anchor="{mark}" w:history="1">{_text_run(chapter.text)}'
            f'<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGEREF {mark} \\h ">'
            f"<w:r><w:t>{pages.get(chapter.key, '')}</w:t></w:r></w:fldSimple>"
            "</w:hyperlink></w:p>"
        )
        begin = ""
    return (
        f"<w:sdt {NS}><w:sdtPr><w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        "</w:docPartObj></w:sdtPr><w:sdtContent>"
        '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/><w:pageBreakBefore/></w:pPr>'
        f"{_text_run(title)}</w:p>{entries}"
        f"<w:p>{begin}{_field_char('end')}</w:p></w:sdtContent></w:sdt>"
    )


def chapter_mark(number: int) -> str:
    """Return the name of the bookmark at a chapter, by its number from 1; Word hides it."""
    return f"_Toc{number:08}"


def mark_xml(number: int, name: str = "") -> str:
    """Return the beginning of a bookmark, or its end when it has no name."""
    if name:
        return f'<w:bookmarkStart {NS} w:id="{number}" w:name="{name}"/>'
    return f'<w:bookmarkEnd {NS} w:id="{number}"/>'


def _field_char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _text_run(text: str) -> str:
    return "".join(runs_xml([Span(text)], declared=False))


def table_xml(table: Table, colours: Colours) -> str:
    """Return a table whose head comes again on every page and whose rows are not torn."""
    widths = _widths([column.width for column in table.columns])
    accent = colours.accent.lstrip("#").upper()
    rows = []
    if table.has_head:
        cells = "".join(
            _cell((Line((Span(column.label, strong=True),)),), width, right=column.number)
            for column, width in zip(table.columns, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
    for row in table.rows:
        cells = "".join(
            _cell(cell, width, right=column.number)
            for cell, column, width in zip(row, table.columns, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = (
        f'<w:top w:val="single" w:sz="8" w:color="{accent}"/>'
        f'<w:bottom w:val="single" w:sz="4" w:color="{accent}"/>'
        '<w:insideH w:val="single" w:sz="4" w:color="C9D3D2"/>'
    )
    caption = escape(plain(table.caption), {'"': "&quot;"})
    first_row = 1 if table.has_head else 0
    return (
        f"<w:tbl {NS}><w:tblPr>"
        f'<w:tblW w:w="{FULL_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0000" w:firstRow="{first_row}" w:lastRow="0" '
        'w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{caption}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def box_xml(lines: Cell, colours: Colours) -> str:
    """Return lines on a ground of their own."""
    soft = colours.soft.lstrip("#").upper()
    inner = "".join(_paragraph((one,)) for one in lines)
    return (
        f'<w:tbl {NS}><w:tblPr><w:tblW w:w="{FULL_WIDTH}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{FULL_WIDTH}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{FULL_WIDTH}" '
        f'w:type="dxa"/><w:shd w:val="clear" w:color="auto" w:fill="{soft}"/></w:tcPr>'
        f"{inner or '<w:p/>'}</w:tc></w:tr></w:tbl>"
    )


def signatures_xml(block: Signatures) -> str:
    """Return where people sign, side by side."""
    width = FULL_WIDTH // max(1, len(block.sides))
    cells = ""
    for one in block.sides:
        lines = [
            Line((Span(one.side),), Look.SMALL),
            Line((Span(one.name or " ", strong=True),)),
            Line((Span(one.note or " "),), Look.SMALL),
        ]
        blanks = [
            Line((Span(f"\n\n{'_' * 30}\n{label}"),), Look.SMALL)
            for label in (block.place_and_day, block.signature)
        ]
        cells += _cell(tuple(lines + blanks), width)
    grid = f'<w:gridCol w:w="{width}"/>' * len(block.sides)
    return (
        f'<w:tbl {NS}><w:tblPr><w:tblW w:w="{FULL_WIDTH}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _cell(lines: Cell, width: int, *, right: bool = False) -> str:
    inner = "".join(_paragraph((one,), right=right) for one in lines) or _paragraph(())
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def _paragraph(lines: Sequence[Line], *, right: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    return (
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/>{side}</w:pPr>'
        f"{''.join(lines_xml(lines, declared=False))}</w:p>"
    )


def _widths(parts: Sequence[int]) -> list[int]:
    """Return widths that fill the page; columns without a part share what is left."""
    without = parts.count(0)
    left = max(100 - sum(parts), 10 * without)
    shares = [part or left / without for part in parts]
    whole = sum(shares)
    return [int(FULL_WIDTH * share / whole) for share in shares]
