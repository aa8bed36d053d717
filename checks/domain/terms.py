"""Hard words of a catalogue, found where they stand in its texts. Pure calculation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checks.domain.catalogue import CatalogueDocument


class Piece(NamedTuple):
    """A piece of a text; `term` is the position of the term that it is, None for none."""

    text: str
    term: int | None = None


def pieces_of(document: CatalogueDocument, text: str) -> Iterator[Piece]:
    """Yield a text in pieces; of every term only the first word in it is one of its own."""
    explained: set[int] = set()
    begin = 0
    for found in document.term_pattern.finditer(text) if document.term_pattern else ():
        term = document.term_positions[found[0]]
        if term in explained:
            continue
        explained.add(term)
        if found.start() > begin:
            yield Piece(text[begin : found.start()])
        yield Piece(found[0], term)
        begin = found.end()
    if begin < len(text):
        yield Piece(text[begin:])
