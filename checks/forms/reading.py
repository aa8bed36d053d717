"""Texts of a catalogue as pages show them: escaped, and hard words open a note."""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from checks.domain.catalogue import CatalogueDocument
from checks.domain.terms import pieces_of


class TermNotes:
    """The texts of one page. Notes on the words met stand once, at its end."""

    def __init__(self, document: CatalogueDocument) -> None:
        self.document = document
        self._met: set[int] = set()

    def text(self, text: str | None) -> SafeString:
        """Return a text, escaped; a hard word that the page has not shown yet is a button."""
        return SafeString(
            "".join(
                conditional_escape(piece.text)
                if piece.term is None or piece.term in self._met
                else self._word(piece.text, piece.term)
                for piece in pieces_of(self.document, text or "")
            )
        )

    def _word(self, word: str, term: int) -> SafeString:
        self._met.add(term)
        # Phrasing content only, because it stands in headings, paragraphs and labels.
        return format_html(
            '<dfn><button type="button" class="term" popovertarget="term-{}">{}</button></dfn>',
            term,
            word,
        )

    @property
    def notes(self) -> SafeString:
        """The notes on the words met so far."""
        met = ((number, self.document.terms[number]) for number in sorted(self._met))
        return format_html_join(
            "\n",
            '<div popover id="term-{}" class="term-note"><strong>{}</strong> {}</div>',
            ((number, term.term, term.note) for number, term in met),
        )
