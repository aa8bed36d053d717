"""The way through a check: which stops there are, and what comes before and after each.

Pure calculation on a catalogue document and the answers given so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checks.domain.answers import Given
from checks.domain.catalogue import Area, CatalogueDocument, Question
from checks.domain.conditions import judge, visible_keys

FACTS_KEY = "facts"


class StopKind(StrEnum):
    """What a person does at a stop."""

    FACTS = "facts"
    QUESTION = "question"
    REQUIREMENTS = "requirements"


@dataclass(frozen=True)
class Stop:
    """One page of the check: the opening facts, a question, or an area's requirements."""

    kind: StopKind
    key: str
    area: Area | None = None
    question: Question | None = None


@dataclass(frozen=True)
class AreaProgress:
    """How far an area is: numbers of questions asked, and of those with an answer."""

    area: Area
    total: int
    given: int

    @property
    def is_complete(self) -> bool:
        """Whether every question of the area has an answer."""
        return self.given == self.total


class CheckFlow:
    """The stops of a check in order, as the answers given so far leave them."""

    def __init__(self, document: CatalogueDocument, given: Mapping[str, Given]) -> None:
        self.document = document
        self.given = given
        self.visible = frozenset(visible_keys(document, given))

    @cached_property
    def all_stops(self) -> tuple[Stop, ...]:
        """Every stop, also those that conditions hide."""
        stops = [Stop(StopKind.FACTS, FACTS_KEY)] if self.document.facts else []
        for area in self.document.areas:
            stops += [
                Stop(StopKind.QUESTION, question.key, area, question) for question in area.questions
            ]
            stops.append(Stop(StopKind.REQUIREMENTS, area.key, area))
        return tuple(stops)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {stop.key: position for position, stop in enumerate(self.all_stops)}

    def is_asked(self, stop: Stop) -> bool:
        """Whether a stop is on the way: everything but hidden questions is."""
        return stop.kind is not StopKind.QUESTION or stop.key in self.visible

    def stop(self, key: str) -> Stop | None:
        """Return the stop with this key, hidden or not, or None."""
        position = self._position.get(key)
        return None if position is None else self.all_stops[position]

    def after(self, key: str) -> Stop | None:
        """Return the next stop on the way after this one, None at the end."""
        following = self.all_stops[self._position[key] + 1 :]
        return next((stop for stop in following if self.is_asked(stop)), None)

    def before(self, key: str) -> Stop | None:
        """Return the stop on the way before this one, None at the beginning."""
        preceding = reversed(self.all_stops[: self._position[key]])
        return next((stop for stop in preceding if self.is_asked(stop)), None)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are asked, in order, without the opening facts."""
        return tuple(q for q in self.document.questions if q.key in self.visible)

    def questions_of(self, area: Area) -> tuple[Question, ...]:
        """The questions of one area that are asked."""
        return tuple(q for q in area.questions if q.key in self.visible)

    @cached_property
    def progress(self) -> tuple[AreaProgress, ...]:
        """How far each area is."""
        return tuple(
            AreaProgress(area, len(asked), sum(q.key in self.given for q in asked))
            for area in self.document.areas
            for asked in [self.questions_of(area)]
        )

    @property
    def total(self) -> int:
        """How many questions are asked."""
        return sum(area.total for area in self.progress)

    @cached_property
    def may_get_shorter(self) -> bool:
        """Whether an answer still to come can hide a question that is asked by now.

        „Weiß ich nicht“ has come: what depends on it is asked.
        """
        hidden = self.document.by_key.keys() - self.visible
        return any(
            key in self.visible
            and not condition.keys <= self.given.keys()
            and judge(condition, self.document, self.given, hidden) is None
            for key, condition in self.document.conditions_in_order
        )

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(area.given for area in self.progress)

    @property
    def percent(self) -> int:
        """How much of the way is done, from 0 to 100."""
        return 100 * self.answered // self.total if self.total else 100

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Questions on the way without any answer."""
        return tuple(q for q in self.questions if q.key not in self.given)

    @property
    def unknown_questions(self) -> tuple[Question, ...]:
        """Questions on the way that were answered with „Weiß ich nicht“."""
        return tuple(
            q for q in self.questions if q.key in self.given and self.given[q.key].is_unknown
        )

    def first_open(self) -> Stop:
        """Return the first stop that still wants an answer, or the very first one."""
        for stop in self.all_stops:
            if self.is_asked(stop) and stop.question and stop.key not in self.given:
                return stop
        return self.all_stops[0]
