"""A question as one reads it: the rule for choosing, signs and examples, hard words explained."""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from checks.domain.catalogue import CatalogueDocument, Question
from checks.domain.terms import pieces_of
from checks.domain.wording import choosing_in_brief, choosing_rule
from checks.forms.answers import AnswerForm
from organisations.views.fragments import joined, render_once


class Reading:
    """Texts of one page in which a hard word opens a note; the notes stand at its end."""

    def __init__(self, document: CatalogueDocument) -> None:
        self.document = document
        self._met: set[int] = set()

    def text(self, text: str | None) -> SafeString:
        """Return a text with the first of each hard word as a button, all else escaped."""
        return joined(
            conditional_escape(piece.text)
            if piece.term is None
            else self._word(piece.text, piece.term)
            for piece in pieces_of(self.document, text or "")
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
        return joined(
            render_once(
                "checks/parts/term_note.html", number=number, term=self.document.terms[number]
            )
            for number in sorted(self._met)
        )


class Asking:
    """One question with its form, ready to be shown."""

    def __init__(self, document: CatalogueDocument, form: AnswerForm) -> None:
        question, reading = form.question, Reading(document)
        self.text = reading.text(question.text)
        self.help = reading.text(question.help)
        self.reason = reading.text(question.reason)
        self.options = _options(form, reading)
        self.exceptions = _exceptions(form)
        self.rule = _rule(question, with_exceptions=bool(self.exceptions))
        self.notes = reading.notes


def _rule(question: Question, *, with_exceptions: bool) -> SafeString:
    if not question.levels:
        return SafeString()
    return render_once(
        "checks/parts/rule.html",
        brief=choosing_in_brief(),
        rule=choosing_rule(with_exceptions=with_exceptions),
        has_signs=bool(question.signs or question.examples),
    )


def _options(form: AnswerForm, reading: Reading) -> SafeString:
    question = form.question
    signs = dict(enumerate(question.signs))
    return joined(
        render_once(
            "checks/parts/answer_option.html",
            kind=question.kind,
            position=position,
            option=option._replace(label=reading.text(str(option.label))),
            sign=reading.text(signs.get(position)) if has_level else "",
            example=reading.text(question.examples.get(position)) if has_level else "",
        )
        for position, option in enumerate(form.options)
        for has_level in [bool(question.levels) and not option.is_special]
    )


def _exceptions(form: AnswerForm) -> SafeString:
    chips = form.exception_chips
    if not chips:
        return SafeString()
    return render_once(
        "checks/parts/exceptions.html", chips=chips, errors=tuple(form.errors.get("exceptions", ()))
    )
