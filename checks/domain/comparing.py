"""What changed between checks: maturity per area, on the questions that can be compared.

Two checks may be on different versions of a catalogue, ask different questions and leave
different ones open. A difference between their maturities would say little. So everything
here is computed on the questions that have a level in all checks compared, and says how many
those are. Pure calculation on catalogue documents and answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from checks.domain.catalogue import (
    CatalogueDocument,
    ExceptionOption,
    Given,
    Question,
    QuestionKind,
)
from checks.domain.exceptions import noted_in
from checks.domain.matching import Matching, match
from checks.domain.maturity import area_maturity, overall_maturity, percent

# A check has to share at least this part of the latest one's questions to stand on its lines.
LEAST_SHARED = Fraction(1, 2)


class Trend(StrEnum):
    """Which way something went."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


def trend(before: Fraction | int, after: Fraction | int) -> Trend:
    """Return which way it went from one value to another; more is better."""
    if after == before:
        return Trend.SAME
    return Trend.BETTER if after > before else Trend.WORSE


@dataclass(frozen=True)
class CheckSnapshot:
    """A check as it was taken: its catalogue, its answers, the questions that were asked.

    `visible` are the keys of the questions that are asked, see `conditions.visible_keys`.
    """

    document: CatalogueDocument
    given: Mapping[str, Given]
    visible: Collection[str]

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions with levels that were asked, in order."""
        return tuple(
            question
            for question in self.document.questions
            if question.kind is QuestionKind.LEVEL and question.key in self.visible
        )

    @cached_property
    def levels(self) -> dict[str, int]:
        """The level of every question that was asked and answered with one."""
        given = {question.key: self.given.get(question.key) for question in self.asked}
        return {
            key: answer.level
            for key, answer in given.items()
            if answer is not None and answer.level is not None
        }


@dataclass(frozen=True)
class Coverage:
    """How many questions of the later check are compared, and why the others are not.

    The first is the sum of the next five. `regrouped` counts questions that came from parts of
    others or from several, `dropped` those that the earlier check asked and the later catalogue
    does not have. Of those compared, `reworded` are put in other words by now.
    """

    asked: int
    compared: int
    new: int
    regrouped: int
    other_kind: int
    without_level: int
    dropped: int
    reworded: int


@dataclass(frozen=True)
class LevelChange:
    """A question with its level in the earlier and in the later check."""

    question: Question
    area_key: str
    before: int
    after: int

    @property
    def trend(self) -> Trend:
        """Which way it went."""
        return trend(self.before, self.after)


@dataclass(frozen=True)
class ExceptionChange:
    """A question with the exceptions that are gone since the earlier check, and those that came."""

    question: Question
    area_key: str
    gone: tuple[ExceptionOption, ...]
    come: tuple[ExceptionOption, ...]


@dataclass(frozen=True)
class AreaChange:
    """The maturity of an area in both checks, on the questions compared; None without any."""

    area_key: str
    before: Fraction | None
    after: Fraction | None
    compared: int
    asked: int

    @property
    def trend(self) -> Trend | None:
        """Which way it went, None when nothing can be compared."""
        if self.before is None or self.after is None:
            return None
        return trend(self.before, self.after)

    @property
    def percents(self) -> tuple[int | None, int | None]:
        """Both maturities in whole percent."""
        return percent(self.before), percent(self.after)

    @property
    def points(self) -> int:
        """The difference of both percentages as they are shown, 0 when there is none."""
        before, after = self.percents
        return 0 if before is None or after is None else after - before


@dataclass(frozen=True)
class CheckComparison:
    """Two checks side by side; `areas` follow the later catalogue, the whole is an area too."""

    coverage: Coverage
    changes: tuple[LevelChange, ...]
    areas: tuple[AreaChange, ...]
    overall: AreaChange
    exceptions: tuple[ExceptionChange, ...] = ()

    @property
    def moved(self) -> tuple[LevelChange, ...]:
        """The questions whose level is another one now."""
        return tuple(change for change in self.changes if change.trend is not Trend.SAME)

    def improved_in(self, area_key: str) -> tuple[LevelChange, ...]:
        """Return the questions of an area that stand on a higher level now."""
        return tuple(
            change
            for change in self.changes
            if change.area_key == area_key and change.trend is Trend.BETTER
        )


def compare(old: CheckSnapshot, new: CheckSnapshot) -> CheckComparison:
    """Return what changed from one check to a later one."""
    matching = match(old.document, new.document)
    pairs = matching.by_new_key
    changes: list[LevelChange] = []
    new_ones = regrouped = other_kind = reworded = 0
    for question in new.asked:
        pair = pairs.get(question.key)
        if pair is None:
            new_ones += 1
        elif not pair.is_of_same_kind:
            other_kind += 1
        elif pair.is_regrouped:
            regrouped += 1
        elif pair.old.key in old.levels and question.key in new.levels:
            reworded += pair.is_reworded
            changes.append(
                LevelChange(
                    question,
                    new.document.area_of[question.key].key,
                    old.levels[pair.old.key],
                    new.levels[question.key],
                )
            )
    asked_before = {question.key for question in old.asked}
    coverage = Coverage(
        asked=len(new.asked),
        compared=len(changes),
        new=new_ones,
        regrouped=regrouped,
        other_kind=other_kind,
        without_level=len(new.asked) - len(changes) - new_ones - regrouped - other_kind,
        dropped=sum(question.key in asked_before for question in matching.only_old),
        reworded=reworded,
    )
    areas = tuple(_area_change(area.key, changes, new) for area in new.document.areas)
    overall = AreaChange(
        area_key="",
        before=overall_maturity(area.before for area in areas),
        after=overall_maturity(area.after for area in areas),
        compared=coverage.compared,
        asked=coverage.asked,
    )
    exceptions = _changed_exceptions(changes, matching, old, new)
    return CheckComparison(coverage, tuple(changes), areas, overall, tuple(exceptions))


def _changed_exceptions(
    changes: Iterable[LevelChange], matching: Matching, old: CheckSnapshot, new: CheckSnapshot
) -> Iterator[ExceptionChange]:
    """Yield the questions compared whose exceptions are others; all by their keys."""
    for change in changes:
        key = change.question.key
        before = noted_in(old.document, old.given[matching.by_new_key[key].old.key])
        after = noted_in(new.document, new.given[key])
        was, now = {one.key for one in before}, {one.key for one in after}
        if was != now:
            yield ExceptionChange(
                change.question,
                change.area_key,
                tuple(one for one in before if one.key not in now),
                tuple(one for one in after if one.key not in was),
            )


def _area_change(area_key: str, changes: Iterable[LevelChange], new: CheckSnapshot) -> AreaChange:
    inside = [change for change in changes if change.area_key == area_key]
    return AreaChange(
        area_key=area_key,
        before=area_maturity(change.before for change in inside),
        after=area_maturity(change.after for change in inside),
        compared=len(inside),
        asked=_number_asked(area_key, new),
    )


def _number_asked(area_key: str, taken: CheckSnapshot) -> int:
    return sum(taken.document.area_of[question.key].key == area_key for question in taken.asked)


@dataclass(frozen=True)
class AreaLine:
    """The maturity of an area in check after check; no points when nothing can be compared."""

    area_key: str
    points: tuple[Fraction, ...]
    compared: int


@dataclass(frozen=True)
class Progression:
    """An organisation's way over several checks.

    `shown` are the positions of the checks on the lines and `left_out` those of checks that
    share too little with the latest, both in the order of time. `compared` of the `asked`
    questions of the latest check have a level in all checks shown.
    """

    shown: tuple[int, ...]
    left_out: tuple[int, ...]
    asked: int
    compared: int
    areas: tuple[AreaLine, ...]
    overall: AreaLine


def follow(checks: Sequence[CheckSnapshot]) -> Progression:
    """Return the lines over several checks, given in the order of time.

    The last one says which areas and questions there are. Raises `ValueError` without checks.
    """
    if not checks:
        raise ValueError("there is nothing to follow")
    latest = checks[-1]
    levels = [_levels_in_terms_of(latest, check) for check in checks]
    needed = LEAST_SHARED * len(latest.levels)
    shown = tuple(place for place, found in enumerate(levels) if len(found) >= needed)
    common = set(latest.levels).intersection(*(levels[place] for place in shown))
    areas = tuple(
        _line(area.key, [q.key for q in area.questions if q.key in common], shown, levels)
        for area in latest.document.areas
    )
    with_points = [line.points for line in areas if line.points]
    overall = tuple(
        mean
        for points in zip(*with_points, strict=True)
        if (mean := overall_maturity(points)) is not None
    )
    return Progression(
        shown=shown,
        left_out=tuple(place for place in range(len(checks)) if place not in shown),
        asked=len(latest.asked),
        compared=len(common),
        areas=areas,
        overall=AreaLine("", overall, len(common)),
    )


def _levels_in_terms_of(latest: CheckSnapshot, check: CheckSnapshot) -> dict[str, int]:
    """Return the levels of a check by the keys of the latest one, where both have one."""
    pairs = match(check.document, latest.document).comparable
    return {
        pair.new.key: check.levels[pair.old.key]
        for pair in pairs
        if pair.old.key in check.levels and pair.new.key in latest.levels
    }


def _line(
    area_key: str, keys: Sequence[str], shown: Sequence[int], levels: Sequence[Mapping[str, int]]
) -> AreaLine:
    means = (area_maturity(levels[place][key] for key in keys) for place in shown)
    return AreaLine(area_key, tuple(mean for mean in means if mean is not None), len(keys))
