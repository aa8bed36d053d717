"""The way through a check: which pages there are, and what comes before and after each.

Pure calculation on a catalogue document and the answers given so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checks.domain.catalogue import Area, CatalogueDocument, Given, Question
from checks.domain.conditions import judge, visible_keys

FACTS_KEY = "facts"
# After fewer questions nobody is asked what a future solution must do: beside each question one can
# note it anyway, and a short check stays short.
FEWEST_BEFORE_REQUIREMENTS = 3


class PageKind(StrEnum):
    """What a person does at a page."""

    FACTS = "facts"
    QUESTION = "question"
    REQUIREMENTS = "requirements"


@dataclass(frozen=True)
class Page:
    """One page of the check: the opening facts, a question, or an area's requirements."""

    kind: PageKind
    key: str
    area: Area | None = None
    question: Question | None = None


@dataclass(frozen=True)
class AreaCompletion:
    """How far an area is: numbers of questions asked, and of those with an answer."""

    area: Area
    total: int
    given: int

    @property
    def is_complete(self) -> bool:
        """Whether every question of the area has an answer."""
        return self.given == self.total


class CheckFlow:
    """The pages of a check in order, as the answers given so far leave them."""

    def __init__(self, document: CatalogueDocument, given: Mapping[str, Given]) -> None:
        self.document = document
        self.given = given
        self.visible = frozenset(visible_keys(document, given))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page, also those that conditions hide."""
        pages = [Page(PageKind.FACTS, FACTS_KEY)] if self.document.facts else []
        for area in self.document.areas:
            pages += [
                Page(PageKind.QUESTION, question.key, area, question) for question in area.questions
            ]
            pages.append(Page(PageKind.REQUIREMENTS, area.key, area))
        return tuple(pages)

    @cached_property
    def _position(self) -> dict[str, int]:
        return {page.key: position for position, page in enumerate(self.pages)}

    def is_asked(self, page: Page) -> bool:
        """Whether a page is on the way: hidden questions are not, nor requirements after a few."""
        if page.kind is PageKind.REQUIREMENTS and page.area:
            return len(page.area.questions) >= FEWEST_BEFORE_REQUIREMENTS
        return page.kind is not PageKind.QUESTION or page.key in self.visible

    def page(self, key: str) -> Page | None:
        """Return the page with this key, hidden or not, or None."""
        position = self._position.get(key)
        return None if position is None else self.pages[position]

    def after(self, key: str) -> Page | None:
        """Return the next page on the way after this one, None at the end."""
        following = self.pages[self._position[key] + 1 :]
        return next((page for page in following if self.is_asked(page)), None)

    def before(self, key: str) -> Page | None:
        """Return the page on the way before this one, None at the beginning."""
        preceding = reversed(self.pages[: self._position[key]])
        return next((page for page in preceding if self.is_asked(page)), None)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are asked, in order, without the opening facts."""
        return tuple(q for q in self.document.questions if q.key in self.visible)

    def questions_of(self, area: Area) -> tuple[Question, ...]:
        """The questions of one area that are asked."""
        return tuple(q for q in area.questions if q.key in self.visible)

    @cached_property
    def progress(self) -> tuple[AreaCompletion, ...]:
        """How far each area is."""
        return tuple(
            AreaCompletion(area, len(asked), sum(q.key in self.given for q in asked))
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

    def first_open(self) -> Page:
        """Return the first page that still wants an answer, or the very first one."""
        for page in self.pages:
            if self.is_asked(page) and page.question and page.key not in self.given:
                return page
        return self.pages[0]
