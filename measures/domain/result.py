"""The result of a check: what page and report say about it."""

from __future__ import annotations

from functools import cached_property

from checks.domain import wording
from checks.domain.catalogue import Area, Question
from checks.domain.check_state import CheckState
from checks.domain.contribution_results import ContributionResults, DiscussionTopic
from checks.domain.maturity import AreaMaturity, Maturity
from checks.domain.maturity import gaps as find_gaps
from checks.domain.maturity import strengths as find_strengths
from checks.models import Requirement
from measures.domain.progress import Progress
from measures.domain.suggesting import Suggestion, suggest_measures

MOST_NAMED = 5


class AreaResult:
    """One area in the result."""

    def __init__(self, area: Area, found: AreaMaturity) -> None:
        self.area = area
        self.found = found
        self.fraction = None if found.maturity is None else float(found.maturity)
        self.percent = found.percent
        self.band = wording.band_name(found.band)


class AnsweredQuestion:
    """A question with the sentence that was chosen."""

    def __init__(self, run: CheckState, question: Question) -> None:
        self.question = question
        self.area = run.document.area_of[question.key]
        self.answer = run.answers.get(question.key)
        self.sentence = wording.in_words(question, self.answer)
        self.level = run.given[question.key].level if question.key in run.given else None


class Result:
    """Everything that is to be said about one check, computed when it is first asked for."""

    def __init__(self, run: CheckState) -> None:
        self.run = run

    @property
    def maturity(self) -> Maturity:
        return self.run.maturity

    @property
    def percent(self) -> int | None:
        """Overall maturity from 0 to 100, None when nothing was answered."""
        return self.maturity.percent

    @property
    def band(self) -> str:
        return wording.band_name(self.maturity.band)

    @cached_property
    def areas(self) -> list[AreaResult]:
        return [
            AreaResult(area, found)
            for area, found in zip(self.run.document.areas, self.maturity.areas, strict=True)
        ]

    @cached_property
    def progress(self) -> Progress:
        """What changed since the last check, and over all checks."""
        return Progress(self.run)

    @cached_property
    def strengths(self) -> list[AnsweredQuestion]:
        """What already works well, best first."""
        return self._said(find_strengths)

    @cached_property
    def gaps(self) -> list[AnsweredQuestion]:
        """Where most is missing, lowest first."""
        return self._said(find_gaps)

    def _said(self, find: object) -> list[AnsweredQuestion]:
        run = self.run
        keys = find(run.document, run.given, run.flow.visible, MOST_NAMED)  # type: ignore[operator]
        return [AnsweredQuestion(run, run.document.by_key[key]) for key in keys]

    @cached_property
    def to_clarify(self) -> list[AnsweredQuestion]:
        """Questions that were answered with „Weiß ich nicht“: each is a small to-do."""
        return [
            AnsweredQuestion(self.run, question) for question in self.run.flow.unknown_questions
        ]

    @cached_property
    def topics(self) -> list[DiscussionTopic]:
        """Questions to talk about, because colleagues see them very differently."""
        return ContributionResults(self.run).topics

    @cached_property
    def requirements(self) -> list[tuple[Area, list[Requirement]]]:
        """Requirements by area; areas without any are left out."""
        grouped = [
            (area, [one for one in self.run.requirements if one.area_key == area.key])
            for area in self.run.document.areas
        ]
        return [(area, found) for area, found in grouped if found]

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """All suggested measures, decided or not, the most urgent first."""
        return suggest_measures(self.run)

    @property
    def open_suggestions(self) -> list[Suggestion]:
        return [one for one in self.suggestions if one.is_open]

    @property
    def accepted_suggestions(self) -> list[Suggestion]:
        return [one for one in self.suggestions if one.measure]

    @property
    def declined_suggestions(self) -> list[Suggestion]:
        return [one for one in self.suggestions if one.declined and not one.measure]

    @cached_property
    def answers(self) -> list[tuple[Area, list[AnsweredQuestion]]]:
        """All questions asked with their answers, by area."""
        run = self.run
        return [
            (area, [AnsweredQuestion(run, question) for question in run.flow.questions_of(area)])
            for area in run.document.areas
        ]
