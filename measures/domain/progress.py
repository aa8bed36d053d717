"""What changed since the last check, and which measures were carried out meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from django.utils import timezone

from checks.domain import comparing_wording as wording
from checks.domain.catalogue import Area, Question
from checks.domain.check_state import CheckState
from checks.domain.comparing import (
    AreaChange,
    AreaLine,
    CheckComparison,
    ExceptionChange,
    LevelChange,
)
from checks.domain.history import History
from checks.domain.maturity import percent
from checks.domain.publishing import document_of
from checks.domain.repeating import matching_of
from checks.models import Check
from measures.models import Measure


class AreaDevelopment:
    """How one area changed, and the measures that may stand behind an improvement."""

    def __init__(self, area: Area, change: AreaChange, behind: list[Measure]) -> None:
        self.area = area
        self.change = change
        self.behind = behind
        self.before, self.after = change.percents
        self.arrow = wording.arrow(change)
        self.words = wording.trend_words(change)


class ChangedQuestion:
    """A question whose level is another one now, with the sentence of each."""

    def __init__(self, change: LevelChange, area: Area) -> None:
        self.change = change
        self.area = area
        self.question: Question = change.question
        self.sentence = change.question.levels[change.after]


class ChangedException:
    """A question whose exceptions are others now, in words."""

    def __init__(self, change: ExceptionChange, area: Area) -> None:
        self.area = area
        self.question = change.question
        self.words = wording.exception_words(change)


class MaturityLine:
    """An area, or the whole when there is no area, over all checks in whole percent.

    `days` are those on which the checks were finished.
    """

    def __init__(self, line: AreaLine, days: Sequence[date], area: Area | None = None) -> None:
        self.area = area
        self.days = days
        self.fractions = [float(point) for point in line.points]
        self.percents = [percent(point) for point in line.points]


class Progress:
    """What a result says about change, computed when it is first asked for."""

    def __init__(self, check_state: CheckState) -> None:
        self.check_state = check_state
        self.history = History(check_state)

    @property
    def last(self) -> Check | None:
        """The check with which this one is compared."""
        return self.history.last

    @property
    def _comparison(self) -> CheckComparison | None:
        return self.history.comparison

    @property
    def overall(self) -> str:
        """How the whole changed, in a sentence; empty when nothing can be compared."""
        return wording.overall_sentence(self._comparison.overall) if self._comparison else ""

    def since(self, then: str) -> str:
        """Say how the whole changed since a day; empty when nothing can be compared."""
        return wording.since_then(self._comparison.overall, then) if self._comparison else ""

    @property
    def coverage(self) -> str:
        """What is compared and what is not, in a sentence."""
        return wording.coverage_sentence(self._comparison.coverage) if self._comparison else ""

    @cached_property
    def areas(self) -> list[AreaDevelopment]:
        """The areas in the order of the catalogue; none when nothing can be compared."""
        found = self._comparison
        if found is None or not found.coverage.compared:
            return []
        return [
            AreaDevelopment(area, change, self._behind(found, area))
            for area, change in zip(self.check_state.document.areas, found.areas, strict=True)
        ]

    @property
    def names_measures(self) -> bool:
        """Whether a measure may stand behind an improvement."""
        return any(area.behind for area in self.areas)

    def _behind(self, found: CheckComparison, area: Area) -> list[Measure]:
        improved = {change.question.key for change in found.improved_in(area.key)}
        return [measure for measure, keys in self._carried_out if keys & improved]

    @cached_property
    def _carried_out(self) -> list[tuple[Measure, set[str]]]:
        """Measures carried out between both checks, each with the questions it belongs to."""
        last, now = self.last, self.check_state.check
        assert last is not None  # noqa: S101 - asked by those who compare
        assert last.finished_at is not None  # noqa: S101 - only closed checks come before
        carried_out = (
            Measure.objects.filter(organisation_id=now.organisation_id)
            .from_templates()
            .carried_out_between(last.finished_at, now.finished_at or timezone.now())
        )
        return [(measure, set(self._questions_of(measure))) for measure in carried_out]

    def _questions_of(self, measure: Measure) -> Iterator[str]:
        """Yield the keys, in this check's catalogue, of the questions that suggest a measure."""
        if measure.catalogue_id is None:
            return
        template = document_of(measure.catalogue_id).template_by_key.get(measure.template_key)
        pairs = matching_of(measure.catalogue_id, self.check_state.check.catalogue_id).pairs
        for pair in pairs:
            if template and pair.old.key in template.question_keys:
                yield pair.new.key

    @property
    def changed_questions(self) -> list[ChangedQuestion]:
        """The questions whose level is another one now, in the order of the catalogue."""
        moved = self._comparison.moved if self._comparison else ()
        return [
            ChangedQuestion(change, self.check_state.document.area_of[change.question.key])
            for change in moved
        ]

    @property
    def changed_exceptions(self) -> list[ChangedException]:
        """The questions whose exceptions are others now, in the order of the catalogue."""
        found = self._comparison.exceptions if self._comparison else ()
        return [
            ChangedException(change, self.check_state.document.area_of[change.question.key])
            for change in found
        ]

    @cached_property
    def lines(self) -> list[MaturityLine]:
        """A line for each area that can be followed over all checks; none for a first check."""
        found = self.history.progression
        if found is None:
            return []
        return [
            MaturityLine(line, self._days, area)
            for line, area in zip(found.areas, self.check_state.document.areas, strict=True)
            if line.points
        ]

    @property
    def whole(self) -> MaturityLine | None:
        found = self.history.progression
        return MaturityLine(found.overall, self._days) if found and self.lines else None

    @property
    def checks(self) -> list[Check]:
        """The checks that stand on the lines, in the order of time."""
        found = self.history.progression
        return [self.history.checks[place] for place in found.shown] if found else []

    @property
    def _days(self) -> list[date]:
        finished = [check.finished_at for check in self.checks]
        return [timezone.localtime(one).date() for one in finished if one]

    @property
    def left_out(self) -> list[Check]:
        found = self.history.progression
        return [self.history.checks[place] for place in found.left_out] if found else []

    @property
    def lines_rest_on(self) -> str:
        """On which questions the lines rest, in a sentence."""
        found = self.history.progression
        return wording.progression_sentence(found) if found else ""
