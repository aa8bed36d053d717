"""What colleagues said: the spread on each question, topics to talk about, deciding."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.answering import AnswerInput, save_answer
from checks.domain.catalogue import LEVELS, Area, Question, QuestionKind
from checks.domain.check_state import CheckState
from checks.domain.voices import (
    UNKNOWN,
    Answers,
    Disagreement,
    VoiceSpread,
    VoiceStatement,
    spread_of,
)
from checks.domain.wording import in_words
from checks.models import Answer, AnswerState, Contribution, HandCount
from organisations.domain.auditing import Action, record
from organisations.models import User

DECIDED = Action("check.voices_decided", gettext_lazy("Nach Stimmen der Kolleg:innen entschieden"))

YES, NO = "yes", "no"
ANSWERS = {
    QuestionKind.LEVEL: Answers.SCALE,
    QuestionKind.CHOICE: Answers.ONE,
    QuestionKind.YES_NO: Answers.ONE,
    QuestionKind.CHOICES: Answers.SEVERAL,
    QuestionKind.NUMBER: Answers.FREE,
    QuestionKind.TEXT: Answers.FREE,
}


def options_of(question: Question) -> dict[str, str]:
    """Return what one can choose at a question: key → words; empty where one writes."""
    if question.kind is QuestionKind.LEVEL:
        return {str(level): question.levels[level] for level in LEVELS}
    if question.kind is QuestionKind.YES_NO:
        return {YES: _("Ja"), NO: _("Nein")}
    return {option.key: option.label for option in question.options}


@dataclass(frozen=True)
class NamedVoice:
    """What someone said who agreed to be named."""

    name: str
    function: str
    said: str


@dataclass
class QuestionResult:
    """Everything colleagues said to one question, as far as it may be shown."""

    question: Question
    spread: VoiceSpread
    named: list[NamedVoice] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        """What was said to a question for a number, smallest first."""
        counts = self.spread.counts or {}
        return sorted(int(text) for text, number in counts.items() for _once in range(number))

    @property
    def sentence(self) -> str:
        """The big difference in words, empty when there is none."""
        difference = self.spread.difference
        return "" if difference is None else difference_in_words(self.question, difference)


def difference_in_words(question: Question, difference: Disagreement) -> str:
    """Say in one sentence which two sides there are."""
    return ngettext(
        "%(one)d von %(total)d Stimmen liegt auf %(first)s, %(other)d auf %(second)s.",
        "%(one)d von %(total)d Stimmen liegen auf %(first)s, %(other)d auf %(second)s.",
        difference.on_one,
    ) % {
        "one": difference.on_one,
        "total": difference.total,
        "first": _side(question, difference.one),
        "other": difference.on_other,
        "second": _side(question, difference.other),
    }


def _side(question: Question, options: tuple[str, ...]) -> str:
    if question.kind is QuestionKind.LEVEL:
        return _("Stufe %(levels)s") % {"levels": _(" oder ").join(options)}
    words = options_of(question)
    return _(" oder ").join(f"„{words[option]}“" for option in options)


@dataclass(frozen=True)
class DiscussionTopic:
    """A question on which voices differ so much that people should talk about it."""

    area: Area
    question: Question
    sentence: str
    answer: Answer | None
    decided: str


class ContributionResults:
    """All voices on the questions of a check, fetched once."""

    def __init__(self, check_state: CheckState) -> None:
        self.check_state = check_state

    @cached_property
    def _contributions(self) -> dict[str, list[Contribution]]:
        found: dict[str, list[Contribution]] = {}
        for one in Contribution.objects.of_check(self.check_state.check):
            found.setdefault(one.question_key, []).append(one)
        return found

    @cached_property
    def _hands(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for one in HandCount.objects.filter(request__check_run=self.check_state.check):
            options = found.setdefault(one.question_key, {})
            options[one.option] = options.get(one.option, 0) + one.hands
        return found

    def on(self, question: Question) -> QuestionResult:
        """Return what was said to a question."""
        said = self._contributions.get(question.key, [])
        voices = [
            VoiceStatement(_choices(one), one.voice.function, one.voice.name)
            for one in said
            if one.state != AnswerState.OPEN
        ]
        spread = spread_of(
            tuple(options_of(question)),
            ANSWERS[question.kind],
            voices,
            self._hands.get(question.key),
        )
        heard = QuestionResult(question, spread)
        if not spread.hidden:
            heard.named = [
                NamedVoice(
                    one.voice.name, one.voice.get_function_display(), said_in_words(question, one)
                )
                for one in said
                if one.voice.name
            ]
            heard.named.sort(key=lambda one: one.name)
            # Their order tells nothing about who wrote which.
            heard.notes = sorted(
                one.note for one in said if one.note and (one.voice.name or not spread.held_back)
            )
        return heard

    @cached_property
    def topics(self) -> list[DiscussionTopic]:
        """The questions with big differences, in the order of the catalogue."""
        heard = self._contributions.keys() | self._hands.keys()
        found = []
        for question in self.check_state.document.questions:
            sentence = self.on(question).sentence if question.key in heard else ""
            if sentence:
                answer = self.check_state.answers.get(question.key)
                found.append(
                    DiscussionTopic(
                        self.check_state.document.area_of[question.key],
                        question,
                        sentence,
                        answer,
                        in_words(question, answer),
                    )
                )
        return found


def _choices(one: Contribution) -> tuple[str, ...]:
    if one.state == AnswerState.UNKNOWN:
        return (UNKNOWN,)
    if one.level is not None:
        return (str(one.level),)
    if isinstance(one.value, bool):
        return (YES if one.value else NO,)
    if isinstance(one.value, list):
        return tuple(one.value)
    return (str(one.value),)


def said_in_words(question: Question, one: Contribution | None) -> str:
    """Return what someone said to a question, empty when they said nothing but a note."""
    if one is None or one.state == AnswerState.OPEN:
        return ""
    return in_words(question, Answer(state=one.state, level=one.level, value=one.value))


def decide(
    check_state: CheckState, question: Question, said: AnswerInput, *, seen_version: int, by: User
) -> Answer | None:
    """Answer a question of a check after hearing the voices on it.

    It is an answer like any other: see `save_answer` for what comes back and what is raised.
    The trail says besides how many voices it rests on.
    """
    before = check_state.answers[question.key].version if question.key in check_state.answers else 0
    answer = save_answer(check_state, question, said, seen_version=seen_version, by=by)
    if answer is not None and answer.version != before:
        record(
            DECIDED,
            organisation_id=check_state.check.organisation_id,
            by=by,
            subject=question.text,
            after={
                gettext_lazy("Stimmen"): ContributionResults(check_state).on(question).spread.total
            },
        )
    return answer
