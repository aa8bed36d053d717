"""A question as one reads it: the rule for choosing, signs and examples, hard words explained."""

from __future__ import annotations

from django.utils.safestring import SafeString

from checks.domain.catalogue import CatalogueDocument, Question
from checks.domain.wording import choosing_in_brief, choosing_rule
from checks.forms.answers import AnswerForm
from checks.forms.reading import TermNotes
from organisations.views.fragments import joined, render_once


class PresentedQuestion:
    """One question with its form, ready to be shown."""

    def __init__(self, document: CatalogueDocument, form: AnswerForm) -> None:
        question, reading = form.question, TermNotes(document)
        self.text = reading.text(question.text)
        self.help = reading.text(question.help)
        # Before the reason, which is folded away: a hard word is explained where it is seen first.
        self.options = _options(form, reading)
        self.reason = reading.text(question.reason)
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


def _options(form: AnswerForm, reading: TermNotes) -> SafeString:
    question = form.question
    signs = dict(enumerate(question.signs))
    # All labels before signs and examples, which are folded away.
    labels = [reading.text(str(option.label)) for option in form.options]
    return joined(
        render_once(
            "checks/parts/answer_option.html",
            kind=question.kind,
            position=position,
            option=option._replace(label=labels[position]),
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
