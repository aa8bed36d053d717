"""All help in one PDF, made like a report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from markdown_it.token import Token

from lotse.help.pages import HelpPage, all_pages
from lotse.markdown import parsed
from lotse.reports.document.html import body
from lotse.reports.document.model import (
    Block,
    Contents,
    Document,
    Heading,
    Items,
    Line,
    Look,
    Paragraph,
    Span,
    line,
)
from lotse.reports.domain.typesetting import typeset

KEPT_FOR = 24 * 3600


def as_document(pages: Sequence[HelpPage]) -> Document:
    """Return the handbook as a document, with a chapter for each page."""
    blocks: list[Block] = [Contents(_("Inhalt"))]
    for page in pages:
        blocks.append(Heading(page.title, key=page.key))
        blocks += _blocks(parsed(page.text))
    return Document(
        title=_("Handbuch"),
        headline=_("Lotse: das Handbuch"),
        description=_("Was Sie auf jeder Seite von Lotse tun, mit einem Beispiel"),
        organisation="Lotse",
        made_at=timezone.now(),
        running=_("Lotse: das Handbuch"),
        opening=(line(_("Was Sie auf jeder Seite tun, mit einem Beispiel"), look=Look.LEAD),),
        blocks=tuple(blocks),
    )


def as_pdf() -> bytes:
    """Return the handbook as a PDF (PDF/UA-1); it is only made where `prepare` did not."""
    return cache.get(_key()) or _made()


def prepare() -> None:
    """Make the handbook where the cache, which all processes share, does not have it."""
    if not cache.touch(_key(), KEPT_FOR):
        _made()


def _key() -> str:
    return f"handbook-{hashlib.sha256(repr(all_pages()).encode()).hexdigest()}"


def _made() -> bytes:
    document = as_document(list(all_pages().values()))
    context = {"document": document, "body": body(document)}
    content = typeset(render_to_string("reports/document_pdf.html", context)).content
    cache.set(_key(), content, KEPT_FOR)
    return content


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Yield headings, paragraphs and lists; the help consists of nothing else."""
    items: list[tuple[Line, ...]] | None = None
    heading = False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            items = []
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            yield Items(tuple(items or ()), ordered=token.type.startswith("ordered"))
            items = None
        elif token.type == "heading_open":
            heading = True
        elif token.type == "inline":
            said = Line(tuple(_spans(token.children or ())))
            if heading:
                yield Heading(said.text, level=2)
            elif items is not None:
                items.append((said,))
            else:
                yield Paragraph(said)
            heading = False


def _spans(children: Sequence[Token]) -> Iterator[Span]:
    is_strong = False
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            is_strong = child.type == "strong_open"
        elif child.type == "softbreak":
            yield Span(" ")
        elif child.content:
            yield Span(child.content, strong=is_strong)
