"""Maturity: how far an organisation is, for each area and as a whole, from 0 to 1.

The maturity of an area is the mean of its answered levels, where level 4 is 1; the whole is
the mean of the areas, each counting the same. What nobody knows or what does not apply is
counted, but never lowers maturity; without any answered level there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from checks.domain.catalogue import LEVELS, LOW_LEVELS, Area, CatalogueDocument, Given, Question

HIGHEST_LEVEL = max(LEVELS)
HIGH_LEVELS = (3, 4)


@dataclass(frozen=True, slots=True)
class AreaMaturity:
    """The maturity of one area and how its questions that are asked were answered."""

    area_key: str
    maturity: Fraction | None
    answered: int
    unknown: int
    not_applicable: int
    open: int
    total: int

    @property
    def percent(self) -> int | None:
        """The maturity in whole percent, None without one."""
        return percent(self.maturity)


@dataclass(frozen=True, slots=True)
class Maturity:
    """The maturity of the whole and of every area, in the order of the catalogue."""

    overall: Fraction | None
    areas: tuple[AreaMaturity, ...]

    @property
    def percent(self) -> int | None:
        """The overall maturity in whole percent, None without one."""
        return percent(self.overall)


def area_maturity(levels: Iterable[int]) -> Fraction | None:
    """Return the mean of levels from 0 to 4 as a fraction from 0 to 1, None without levels."""
    return _mean([Fraction(level, HIGHEST_LEVEL) for level in levels])


def overall_maturity(areas: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean over the areas that have a maturity, None when none has."""
    return _mean([maturity for maturity in areas if maturity is not None])


def percent(maturity: Fraction | None) -> int | None:
    """Return a maturity in whole percent, halves rounded up; None without one."""
    return None if maturity is None else int(100 * maturity + Fraction(1, 2))


def assess(
    document: CatalogueDocument, answers: Mapping[str, Given], visible: Collection[str]
) -> Maturity:
    """Return the maturity that the answers to the visible questions show.

    `visible` are the keys of the questions that are asked, see `conditions.visible_keys`.
    Questions without levels are counted, but have no part in maturity.
    """
    areas = tuple(_assess_area(area, answers, visible) for area in document.areas)
    return Maturity(overall_maturity(area.maturity for area in areas), areas)


def strengths(
    document: CatalogueDocument,
    answers: Mapping[str, Given],
    visible: Collection[str],
    limit: int,
) -> tuple[str, ...]:
    """Return the keys of at most `limit` visible questions at level 3 or 4, the best first.

    Equally good ones keep the document's order.
    """
    levels = _levels(document.questions, answers, visible)
    found = [key for key, level in levels.items() if level in HIGH_LEVELS]
    return tuple(sorted(found, key=levels.__getitem__, reverse=True)[:limit])


def gaps(
    document: CatalogueDocument,
    answers: Mapping[str, Given],
    visible: Collection[str],
    limit: int,
) -> tuple[str, ...]:
    """Return the keys of at most `limit` visible questions at level 0 or 1, the lowest first.

    Equally low ones keep the document's order.
    """
    levels = _levels(document.questions, answers, visible)
    found = [key for key, level in levels.items() if level in LOW_LEVELS]
    return tuple(sorted(found, key=levels.__getitem__)[:limit])


def _mean(fractions: list[Fraction]) -> Fraction | None:
    return sum(fractions, Fraction()) / len(fractions) if fractions else None


def _levels(
    questions: Iterable[Question], answers: Mapping[str, Given], visible: Collection[str]
) -> dict[str, int]:
    """Return the levels of the questions that are asked and have one, by their keys."""
    levels = {
        question.key: answers[question.key].level
        for question in questions
        if question.key in visible and question.key in answers
    }
    return {key: level for key, level in levels.items() if level is not None}


def _assess_area(
    area: Area, answers: Mapping[str, Given], visible: Collection[str]
) -> AreaMaturity:
    asked = [question.key for question in area.questions if question.key in visible]
    given = [answers[key] for key in asked if key in answers]
    return AreaMaturity(
        area_key=area.key,
        maturity=area_maturity(_levels(area.questions, answers, visible).values()),
        answered=sum(answer.is_answered for answer in given),
        unknown=sum(answer.is_unknown for answer in given),
        not_applicable=sum(answer.is_not_applicable for answer in given),
        open=len(asked) - len(given),
        total=len(asked),
    )
