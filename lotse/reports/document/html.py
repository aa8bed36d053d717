"""A document as HTML: the same for the PDF and for the screen."""

from __future__ import annotations

import base64
from html import escape
from itertools import groupby

from lotse.reports.document.model import (
    Block,
    Box,
    Cell,
    Contents,
    Document,
    Figure,
    Figures,
    Heading,
    Items,
    Line,
    Look,
    Paragraph,
    Signature,
    Signatures,
    Span,
    Table,
)


def body(document: Document) -> str:
    """Return everything that stands in a document, from its headline to its last line.

    Whatever people wrote is escaped. Drawings are pictures, so that nothing in them can act.
    """
    parts = [_opening(document)]
    parts += [_block(block, document) for block in document.blocks]
    if document.closing:
        parts.append('<div class="closing">')
        parts += [_paragraph(one) for one in document.closing]
        parts.append("</div>")
    return "\n".join(parts)


def _opening(document: Document) -> str:
    eyebrow = [one for one in document.opening if one.look is Look.EYEBROW]
    rest = [one for one in document.opening if one.look is not Look.EYEBROW]
    logo = document.logo
    picture = (
        f'<img class="logo" src="data:{logo.media_type};base64,{logo.content}" '
        f'alt="{escape("Logo: " + document.organisation)}">'
        if logo
        else ""
    )
    return "".join(
        [
            f'<header class="opening">{picture}',
            *(_paragraph(one) for one in eyebrow),
            f"<h1>{escape(document.headline)}</h1>",
            *(_paragraph(one) for one in rest),
            "</header>",
        ]
    )


def _block(block: Block, document: Document) -> str:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            return _paragraph(block.line)
        case Items():
            return _items(block)
        case Table():
            return _table(block)
        case Figures():
            return _figures(block)
        case Box():
            return _box(block)
        case Contents():
            return _contents(block, document)
        case Signatures():
            return _signatures(block)


def _heading(heading: Heading) -> str:
    looks = [
        name for name, has in (("chapter", heading.key), ("new-page", heading.new_page)) if has
    ]
    key = f' id="{escape(heading.key)}"' if heading.key else ""
    look = f' class="{" ".join(looks)}"' if looks else ""
    tag = f"h{heading.level + 1}"
    return f"<{tag}{key}{look}>{escape(heading.text)}</{tag}>"


def _paragraph(one: Line) -> str:
    look = "" if one.look is Look.PLAIN else f' class="{one.look}"'
    return f"<p{look}>{_spans(one.spans)}</p>"


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(
        f"<strong>{_text(span.text)}</strong>" if span.strong else _text(span.text)
        for span in spans
    )


def _text(text: str) -> str:
    return escape(text).replace("\r\n", "\n").replace("\n", "<br>")


def _items(block: Items) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{_lines(item)}</li>' for item in block.items)}</{tag}>"


def _lines(cell: Cell) -> str:
    if len(cell) == 1 and cell[0].look is Look.PLAIN:
        return _spans(cell[0].spans)
    parts = []
    for look, lines in groupby(cell, key=lambda one: one.look):
        if look is Look.ITEM:
            parts.append(f"<ul>{''.join(f'<li>{_spans(one.spans)}</li>' for one in lines)}</ul>")
        else:
            parts += [f'<span class="line {look}">{_spans(one.spans)}</span>' for one in lines]
    return "".join(parts)


def _table(table: Table) -> str:
    look = " wide" if len(table.columns) > 3 else ""
    look += "" if table.has_head else " pairs"
    parts = [
        f'<div class="table-wrap" role="region" tabindex="0" aria-label="{escape(table.caption)}">'
        f'<table class="data{look}"><caption>{escape(table.caption)}</caption>'
    ]
    parts.append("<colgroup>")
    parts += [f'<col class="part-{one.width}">' if one.width else "<col>" for one in table.columns]
    parts.append("</colgroup>")
    if table.has_head:
        parts.append("<thead><tr>")
        parts += [
            f'<th scope="col"{_number(one.number)}>{escape(one.label)}</th>'
            for one in table.columns
        ]
        parts.append("</tr></thead>")
    parts.append("<tbody>")
    looks = [_number(one.number) for one in table.columns]
    for row in table.rows:
        parts.append("<tr>")
        for place, (cell, look) in enumerate(zip(row, looks, strict=True)):
            if place == table.row_header:
                parts.append(f'<th scope="row"{look}>{_lines(cell)}</th>')
            else:
                parts.append(f"<td{look}>{_lines(cell)}</td>")
        parts.append("</tr>")
    parts.append("</tbody></table></div>")
    return "".join(parts)


def _number(number: bool) -> str:
    return ' class="number"' if number else ""


def _figures(block: Figures) -> str:
    if len(block.figures) == 1 and not block.figures[0].title:
        return f'<div class="figure">{_figure(block.figures[0])}</div>'
    shown = "".join(
        f'<li><span class="line title">{escape(one.title)}</span>{_figure(one)}</li>'
        for one in block.figures
    )
    return f'<ul class="figures">{shown}</ul>'


def _figure(figure: Figure) -> str:
    encoded = base64.b64encode(figure.svg.encode()).decode()
    look = f' class="wide-{figure.width}"' if figure.width else ' class="as-wide-as-it-is"'
    return (
        f'<img{look} src="data:image/svg+xml;base64,{encoded}" alt="{escape(figure.alternative)}">'
    )


def _box(box: Box) -> str:
    number = (
        f'<p class="big-number">{escape(box.number)} <span>{escape(box.unit)}</span></p>'
        if box.number
        else ""
    )
    lines = "".join(_paragraph(one) for one in box.lines)
    return f'<div class="box">{number}<div>{lines}</div></div>'


def _contents(block: Contents, document: Document) -> str:
    entries = "".join(
        f'<li><a href="#{escape(one.key)}">{escape(one.text)}</a></li>' for one in document.chapters
    )
    return (
        f'<nav class="contents" aria-labelledby="inhaltsverzeichnis">'
        f'<h2 id="inhaltsverzeichnis">{escape(block.title)}</h2><ol>{entries}</ol></nav>'
    )


def _signatures(block: Signatures) -> str:
    sides = "".join(_signature(one, block) for one in block.sides)
    terms = f"<p>{_text(block.terms)}</p>" if block.terms else ""
    return (
        f'<section class="signing"><h2>{escape(block.title)}</h2>{terms}'
        f'<div class="signatures">{sides}</div></section>'
    )


def _signature(one: Signature, block: Signatures) -> str:
    note = f'<br><span class="small">{escape(one.note)}</span>' if one.note else ""
    return (
        f'<div class="signature"><p class="side">{escape(one.side)}</p>'
        f'<p class="signer">{escape(one.name)}{note}</p>'
        f'<p class="blank">{escape(block.place_and_day)}</p>'
        f'<p class="blank">{escape(block.signature)}</p></div>'
    )
