"""Answering a check with the last one beside it: old answers, what differs, what was learnt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.utils.translation import gettext as _

from checks.domain.answering import AnswerInput, save_answer
from checks.domain.catalogue import Area, Given, Question, QuestionKind
from checks.domain.check_state import CheckState, given_by
from checks.domain.exceptions import offered_at
from checks.domain.matching import Matching, Pair, carried, match
from checks.domain.publishing import document_of
from checks.domain.wording import excepted, in_words
from checks.models import Answer
from organisations.models import User


@lru_cache(maxsize=64)
def matching_of(old_catalogue_id: int, new_catalogue_id: int) -> Matching:
    """Return the matching of two published catalogues, kept in memory as they never change."""
    return match(document_of(old_catalogue_id), document_of(new_catalogue_id))


@dataclass(frozen=True)
class OldAnswer:
    """What was said to a question last time, in the words of that time.

    `given` is what of it can be taken over as it is, None when nothing can: it was said to a
    question that asked for more or less than this one. `but_not` says for what it did not hold.
    """

    pair: Pair
    answer: Answer
    given: Given | None
    but_not: str = ""

    @property
    def sentence(self) -> str:
        """The sentence that was chosen, or what was written."""
        return in_words(self.pair.old, self.answer)

    @property
    def is_open(self) -> bool:
        """Whether there is a note and no answer."""
        return given_by(self.answer) is None

    @property
    def level(self) -> int | None:
        """The level that was chosen."""
        return self.answer.level

    @property
    def note(self) -> str:
        """The note that was written."""
        return self.answer.note


@dataclass(frozen=True)
class AnswerDifference:
    """A question that is answered now and was last time, both in a few words."""

    question: Question
    before: str
    after: str
    is_changed: bool


class LastTime:
    """The check that a running one repeats, as far as its answers still say something."""

    def __init__(self, check_state: CheckState, before: CheckState) -> None:
        self.check_state = check_state
        self.before = before
        self.matching = matching_of(before.check.catalogue_id, check_state.check.catalogue_id)

    @classmethod
    def of(cls, check_state: CheckState) -> LastTime | None:
        """Return what a check repeats, None for a first one."""
        return cls(check_state, check_state.before) if check_state.before else None

    @property
    def day(self) -> datetime | None:
        """When the last check was closed."""
        return self.before.check.finished_at

    def is_new(self, question: Question) -> bool:
        """Whether the last check's catalogue did not have this question."""
        return question.key not in self.matching.by_new_key

    def old(self, question: Question) -> OldAnswer | None:
        """Return what was said to a question, None when it was not asked or left open.

        A note alone is something said as well.
        """
        answers, visible = self.before.answers, self.before.flow.visible
        said = [
            pair
            for pair in self.matching.origins(question.key)
            if pair.old.key in visible and pair.old.key in answers
        ]
        if not said:
            return None
        # Of what several questions became one, the first that was answered says more than a note.
        pair = next((one for one in said if one.old.key in self.before.given), said[0])
        given = None if pair.is_regrouped else self.before.given.get(pair.old.key)
        answer = answers[pair.old.key]
        return OldAnswer(
            pair,
            answer,
            carried(pair, given) if given else None,
            excepted(self.before.document, answer.exceptions),
        )

    def difference(self, question: Question) -> AnswerDifference | None:
        """Return how the answers of both times differ, None where they cannot be compared."""
        now = self.check_state.given.get(question.key)
        was = self._given_before.get(question.key)
        if now is None or was is None:
            return None
        pair = self.matching.by_new_key[question.key]
        return AnswerDifference(
            question,
            before=_briefly(self.before, pair.old),
            after=_briefly(self.check_state, question),
            is_changed=not _is_same(was, now),
        )

    @cached_property
    def _given_before(self) -> dict[str, Given]:
        """What was given last time, by today's keys, where it can be held against today's."""
        given, visible = self.before.given, self.before.flow.visible
        return {
            pair.new.key: given[pair.old.key]
            for pair in self.matching.of_same_kind
            if not pair.is_regrouped and pair.old.key in given and pair.old.key in visible
        }

    @cached_property
    def facts(self) -> dict[str, Answer]:
        """The answers to opening facts that can be offered again, by key."""
        found = {fact.key: self.old(fact) for fact in self.check_state.document.facts}
        return {key: old.answer for key, old in found.items() if old and old.given}

    def changed_keys(self) -> frozenset[str]:
        """Return the keys of all questions on the way that are answered differently now."""
        area_of, visible = self.check_state.document.area_of, self.check_state.flow.visible
        return frozenset(
            key
            for key, now in self.check_state.given.items()
            if (was := self._given_before.get(key)) is not None
            and not _is_same(was, now)
            and key in visible
            and key in area_of
        )

    @property
    def changed(self) -> list[AnswerDifference]:
        """The questions on the way that are answered differently now, in order."""
        keys = self.changed_keys()
        found = (self.difference(q) for q in self.check_state.flow.questions if q.key in keys)
        return [difference for difference in found if difference is not None]

    def repeatable(self, area: Area) -> list[tuple[Question, OldAnswer]]:
        """Return the open questions of an area whose old answers can be taken over."""
        asked = self.check_state.flow.questions_of(area)
        found = ((q, self.old(q)) for q in asked if q.key not in self.check_state.given)
        return [(question, old) for question, old in found if old and old.given]


def repeat_area(last_time: LastTime, area: Area, by: User) -> int:
    """Answer what is open in an area as last time; return how many questions that were.

    The check has to be locked by the caller. What an answer hides on the way is left out, what
    it brings up is answered as well; notes of one's own stay. Raises `CheckClosed`.
    """
    number = 0
    check_state = last_time.check_state
    while waiting := last_time.repeatable(area):
        question, old = waiting[0]
        stored = check_state.answers.get(question.key)
        save_answer(
            check_state,
            question,
            AnswerInput(
                old.answer.state,
                level=old.answer.level,
                value=old.answer.value,
                note=(stored.note if stored else "") or old.note,
                exceptions=_still_offered(check_state, question, old.answer),
            ),
            seen_version=stored.version if stored else 0,
            by=by,
        )
        number += 1
    return number


def _still_offered(check_state: CheckState, question: Question, old: Answer) -> tuple[str, ...]:
    offered = offered_at(check_state.flow, question)
    return tuple(one.key for one in offered if one.key in old.exceptions)


def _is_same(was: Given, now: Given) -> bool:
    """Whether two answers say the same; several choices may come in any order."""
    if was == now:
        return True
    if not isinstance(was.value, list) or not isinstance(now.value, list):
        return False
    return sorted(was.value) == sorted(now.value)


def _briefly(check_state: CheckState, question: Question) -> str:
    """Return an answer in as few words as say it: a level by its number, and its exceptions."""
    answer = check_state.answers[question.key]
    given = given_by(answer)
    if question.kind is QuestionKind.LEVEL and given is not None and given.is_answered:
        but_not = excepted(check_state.document, answer.exceptions)
        return f"{answer.level} ({_('nicht für %s') % but_not})" if but_not else str(answer.level)
    return _("„%s“") % in_words(question, answer)


@dataclass(frozen=True)
class Experience:
    """What a measure that was carried out brought: pairs of a question and what people said."""

    title: str
    address: str
    done_at: datetime | None
    said: tuple[tuple[str, str], ...]


# What apps know of a question of a repeated check; each appends its function when it is ready.
EXPERIENCES: list[Callable[[CheckState, Question, str], list[Experience]]] = []


def experiences_on(check_state: CheckState, question: Question, slug: str) -> list[Experience]:
    """Return what is known of measures that belong to a question of a repeated check.

    `slug` is the short name of the organisation, for the addresses.
    """
    return [one for known in EXPERIENCES for one in known(check_state, question, slug)]
