"""Answers, maturity and priorities in German words, for pages and reports."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks.domain.catalogue import CatalogueDocument, Question, QuestionKind
from checks.domain.check_flow import CheckFlow
from checks.domain.yardstick import Standing, enough_for
from checks.models import Answer, AnswerState


def in_words(question: Question, answer: Answer | None) -> str:
    """Return what an answer says, as a person would read it aloud."""
    if answer is None or answer.state == AnswerState.OPEN:
        return _("Noch offen")
    if answer.state == AnswerState.UNKNOWN:
        return _("Weiß ich nicht")
    if answer.state == AnswerState.NOT_APPLICABLE:
        return _("Trifft nicht zu")
    if question.kind is QuestionKind.LEVEL:
        return question.levels[answer.level or 0]
    if question.kind is QuestionKind.YES_NO:
        return _("Ja") if answer.value else _("Nein")
    labels = {option.key: option.label for option in question.options}
    chosen: Any = answer.value if question.kind is QuestionKind.CHOICES else [answer.value]
    return ", ".join(labels.get(key, str(key)) for key in chosen)


def choosing_in_brief() -> str:
    """Return the rule for choosing a level, as it stands at each question."""
    return _("Höchste Stufe, die meist gilt")


def choosing_rule(*, with_exceptions: bool) -> str:
    """Return the rule for choosing a level; exceptions belong to it where one can note them."""
    rule = _(
        "Wählen Sie die höchste Stufe, die an einem normalen Arbeitstag für den größeren Teil gilt."
    )
    but_not = _("Was abweicht, merken Sie als Ausnahme an.")
    return f"{rule} {but_not}" if with_exceptions else rule


def excepted(document: CatalogueDocument, keys: Collection[str]) -> str:
    """Return what an answer does not hold for as a list; empty without exceptions."""
    return ", ".join(one.label for one in document.exceptions if one.key in keys)


def total_in_words(flow: CheckFlow) -> str:
    """Return how many questions are asked, as far as the answers so far tell."""
    return _("höchstens %d") % flow.total if flow.may_get_shorter else str(flow.total)


def said_of_unasked(question: Question) -> str:
    """Return what to say when an answer is stored to a question that is not asked any more."""
    return (
        _(
            "Die Frage „%s“ passt nach Ihren Angaben nicht mehr zu Ihrer Organisation. Ihre "
            "Antwort bleibt gespeichert und zählt wieder, sobald die Frage wieder gestellt wird."
        )
        % question.text
    )


def standing_name(standing: Standing | None) -> str:
    """Return how a maturity stands for a house of its size, „offen“ when nothing was answered."""
    return {
        Standing.SOLID: _("solide"),
        Standing.UNDERWAY: _("auf dem Weg"),
        Standing.TO_BEGIN: _("am Anfang"),
        None: _("noch offen"),
    }[standing]


def yardstick(people: int) -> str:
    """Say in a sentence what is good for an organisation of so many people."""
    return ngettext(
        "Für ein Haus mit %(people)d Person sind %(enough)d von 100 ein guter Stand.",
        "Für ein Haus mit %(people)d Menschen sind %(enough)d von 100 ein guter Stand.",
        people,
    ) % {"people": people, "enough": enough_for(people)}
