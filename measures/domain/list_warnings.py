"""What keeps a list of measures from being ordered well, or its first places from being right.

Pure: plain figures go in, findings come out; `list_warnings_wording` says them in sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from checks.domain.catalogue import Criterion
from measures.domain.ranking import CRITERIA, Ratings, Weights

# So many measures with the very same ratings are too many to be ordered by them.
MANY_EQUAL = 3
# With fewer measures it means nothing that they all have the same rating somewhere.
ENOUGH_TO_COMPARE = 4


class WarningKind(StrEnum):
    """What is amiss, the gravest first."""

    TOP_LACKS_MUST = auto()
    EQUAL_MEASURES = auto()
    SAME_RATING = auto()
    NOBODY_RATED = auto()
    MUST_WITHOUT_MEASURE = auto()
    MUST_FAR_DOWN = auto()
    WITHOUT_RANK = auto()
    TOP_WITHOUT_PERSON = auto()


@dataclass(frozen=True, slots=True)
class Judged:
    """An open measure as the list shows it, in its order.

    `rank` is None as long as a rating is missing. `rated` are the criteria a person rated
    rather than only the suggestion; `touches` are ids of systems. `has_begun` says that it is
    planned or being carried out, `has_person` that someone is responsible.
    """

    id: int
    title: str
    ratings: Ratings | None
    rank: int | None
    is_top: bool
    rated: frozenset[Criterion]
    touches: frozenset[int] = frozenset()
    has_begun: bool = False
    has_person: bool = True


@dataclass(frozen=True, slots=True)
class Must:
    """A requirement that has to be met: which systems it concerns, which measures meet it.

    `met_by` are open and done measures, `met_by_done` says whether a done one is among them.
    """

    id: int
    text: str
    systems: frozenset[int] = frozenset()
    met_by: frozenset[int] = frozenset()
    met_by_done: bool = False


@dataclass(frozen=True, slots=True)
class ListWarning:
    """One thing that is amiss, with what it is about."""

    kind: WarningKind
    measures: tuple[Judged, ...] = ()
    criterion: Criterion | None = None
    musts: tuple[Must, ...] = ()


def find_warnings(
    measures: Sequence[Judged], weights: Weights, musts: Iterable[Must] = ()
) -> list[ListWarning]:
    """Return what is amiss, the gravest first; `measures` are in the order of the list."""
    unmet = [must for must in musts if not must.met_by_done]
    ranked = [measure for measure in measures if measure.ratings is not None]
    return [
        *(standing_in_the_way := _tops_that_lack_a_must(ranked, unmet)),
        *_equal_measures(ranked, weights),
        *_criteria_without_effect(ranked, weights),
        *_musts_without_measure(unmet, standing_in_the_way),
        *_musts_far_down(ranked, unmet),
        *_without_rank(measures),
        *_tops_without_person(ranked),
    ]


def _tops_that_lack_a_must(ranked: Sequence[Judged], unmet: Sequence[Must]) -> list[ListWarning]:
    """A top measure works on a system for which something must be, and no measure cares."""
    found = []
    for measure in ranked:
        lacking = tuple(
            must for must in unmet if not must.met_by and must.systems & measure.touches
        )
        if measure.is_top and lacking:
            found.append(ListWarning(WarningKind.TOP_LACKS_MUST, (measure,), musts=lacking))
    return found


def _equal_measures(ranked: Sequence[Judged], weights: Weights) -> list[ListWarning]:
    """Measures with the same ratings on everything that counts; the largest groups first."""
    groups: dict[tuple[int, ...], list[Judged]] = {}
    for measure in ranked:
        counting = tuple(
            rating for rating, weight in zip(measure.ratings or (), weights, strict=True) if weight
        )
        groups.setdefault(counting, []).append(measure)
    many = [tuple(group) for group in groups.values() if len(group) >= MANY_EQUAL]
    return [
        ListWarning(WarningKind.EQUAL_MEASURES, group)
        for group in sorted(many, key=lambda group: -len(group))
    ]


def _criteria_without_effect(ranked: Sequence[Judged], weights: Weights) -> list[ListWarning]:
    """Criteria with weight on which nothing differs, or which nobody rated in person.

    Where no criterion was rated by anybody, the whole list rests on suggestions and says so.
    """
    if len(ranked) < ENOUGH_TO_COMPARE:
        return []
    values = list(zip(*(measure.ratings or () for measure in ranked), strict=True))
    rated = frozenset[Criterion]().union(*(measure.rated for measure in ranked))
    same = [
        weight == 0 or len(set(column)) == 1 for weight, column in zip(weights, values, strict=True)
    ]
    found = []
    for criterion, weight, is_same in zip(CRITERIA, weights, same, strict=True):
        # When nothing differs at all, the group of equal measures says it already.
        if weight and is_same and not all(same):
            found.append(ListWarning(WarningKind.SAME_RATING, tuple(ranked), criterion))
        elif weight and rated and criterion not in rated:
            found.append(ListWarning(WarningKind.NOBODY_RATED, tuple(ranked), criterion))
    return sorted(found, key=lambda one: list(WarningKind).index(one.kind))


def _musts_without_measure(
    unmet: Sequence[Must], named: Iterable[ListWarning]
) -> list[ListWarning]:
    """Requirements that nothing on the list meets, unless a top measure was warned of them."""
    known = {must for warning in named for must in warning.musts}
    left = tuple(must for must in unmet if not must.met_by and must not in known)
    return [ListWarning(WarningKind.MUST_WITHOUT_MEASURE, musts=left)] if left else []


def _musts_far_down(ranked: Sequence[Judged], unmet: Sequence[Must]) -> list[ListWarning]:
    """Requirements met only below the top group, while a top measure meets none of them."""
    top = [measure for measure in ranked if measure.is_top]
    below = [measure for measure in ranked if not measure.is_top]
    serving = frozenset[int]().union(*(must.met_by for must in unmet))
    idle = [measure for measure in top if measure.id not in serving]
    ids_of_top = {measure.id for measure in top}
    found: dict[int, list[Must]] = {}
    for must in unmet if idle else ():
        first = next((measure for measure in below if measure.id in must.met_by), None)
        if first is not None and not must.met_by & ids_of_top:
            found.setdefault(first.id, []).append(must)
    return [
        ListWarning(WarningKind.MUST_FAR_DOWN, (measure, idle[-1]), musts=tuple(found[measure.id]))
        for measure in below
        if measure.id in found
    ]


def _without_rank(measures: Iterable[Judged]) -> list[ListWarning]:
    left = tuple(measure for measure in measures if measure.ratings is None)
    return [ListWarning(WarningKind.WITHOUT_RANK, left)] if left else []


def _tops_without_person(ranked: Iterable[Judged]) -> list[ListWarning]:
    """Top measures that are planned or being carried out, but by nobody."""
    return [
        ListWarning(WarningKind.TOP_WITHOUT_PERSON, (measure,))
        for measure in ranked
        if measure.is_top and measure.has_begun and not measure.has_person
    ]
