"""What is amiss with a list, from plain figures."""

from __future__ import annotations

from typing import Any

from checks.domain.catalogue import Criterion
from measures.domain.list_warnings import Judged, ListWarning, Must, WarningKind, find_warnings

EQUAL = (5, 5, 5, 5, 5)
ALL = frozenset(Criterion)
FEASIBILITY, BENEFIT, CAPABILITY, INTEGRATION, REUSE = Criterion
DIFFERENT = [(5, 4, 3, 2, 1), (4, 3, 2, 1, 5), (3, 2, 1, 5, 4), (2, 1, 4, 4, 3)]


def judged(number: int, ratings: tuple[int, ...] | None = None, **more: Any) -> Judged:
    """A measure rated by people on everything, the first three of them on top."""
    ratings = ratings or DIFFERENT[number % 4]
    values: dict[str, Any] = {"rank": number + 1, "is_top": number < 3, "rated": ALL} | more
    return Judged(number, f"Maßnahme {number}", ratings, **values)


def unrated(number: int, **more: Any) -> Judged:
    return Judged(number, f"Maßnahme {number}", None, None, False, frozenset(), **more)


def kinds(*found: Any, **more: Any) -> list[WarningKind]:
    return [warning.kind for warning in find_warnings(*found, **more)]


def only(found: list[ListWarning]) -> ListWarning:
    (warning,) = found
    return warning


def test_an_empty_list_and_a_sound_one_are_fine():
    assert find_warnings([], EQUAL) == []
    assert find_warnings([judged(number) for number in range(4)], EQUAL) == []


class TestEqualMeasures:
    def test_are_named_together(self):
        same = [judged(number, (3, 4, 3, 2, 3)) for number in range(1, 6)]
        found = only(find_warnings([judged(0, (1,) * 5), *same], EQUAL))
        assert (found.kind, found.measures) == (WarningKind.EQUAL_MEASURES, tuple(same))

    def test_are_no_matter_while_they_are_two(self):
        same = [judged(number, (3, 4, 3, 2, 3)) for number in (1, 2)]
        assert find_warnings([judged(0, (1,) * 5), judged(3), *same], EQUAL) == []

    def test_may_differ_where_nothing_counts(self):
        same = [judged(number, (3, 4, 3, 2, 1 + number)) for number in range(3)]
        found = [*same, judged(3), judged(4)]
        assert kinds(found, (5, 5, 5, 5, 0)) == [WarningKind.EQUAL_MEASURES]
        assert kinds(found, EQUAL) == []

    def test_come_in_groups_the_largest_first(self):
        small = [judged(number, (1, 2, 3, 4, 5)) for number in range(3)]
        large = [judged(number, (2, 2, 3, 4, 4)) for number in range(3, 7)]
        found = find_warnings([*small, *large], EQUAL)
        sizes = [len(one.measures) for one in found if one.kind is WarningKind.EQUAL_MEASURES]
        assert sizes == [4, 3]

    def test_that_are_the_whole_list_are_said_once(self):
        assert kinds([judged(number, (3,) * 5) for number in range(4)], EQUAL) == [
            WarningKind.EQUAL_MEASURES
        ]


class TestACriterionNobodyUses:
    LIST = ((5, 3, 1, 2, 4), (4, 3, 2, 3, 1), (3, 3, 5, 1, 1), (2, 3, 4, 4, 2))

    def test_has_the_same_rating_everywhere(self):
        rows = [judged(number, ratings) for number, ratings in enumerate(self.LIST)]
        found = only(find_warnings(rows, EQUAL))
        assert (found.kind, found.criterion) == (WarningKind.SAME_RATING, BENEFIT)
        assert len(found.measures) == 4

    def test_is_no_matter_when_it_has_no_weight(self):
        rows = [judged(number, ratings) for number, ratings in enumerate(self.LIST)]
        assert find_warnings(rows, (5, 0, 5, 5, 5)) == []

    def test_says_nothing_of_a_few_measures(self):
        rows = [judged(number, ratings) for number, ratings in enumerate(self.LIST[:3])]
        assert find_warnings(rows, EQUAL) == []

    def test_was_rated_by_nobody_while_others_were(self):
        rows = [judged(number, rated=ALL - {REUSE}) for number in range(4)]
        found = only(find_warnings(rows, EQUAL))
        assert (found.kind, found.criterion) == (WarningKind.NOBODY_RATED, REUSE)
        assert find_warnings(rows, (5, 5, 5, 5, 0)) == []
        assert kinds([judged(0), *rows[1:]], EQUAL) == []

    def test_is_not_named_while_the_whole_list_rests_on_suggestions(self):
        rows = [judged(number, rated=frozenset()) for number in range(4)]
        assert find_warnings(rows, EQUAL) == []

    def test_with_the_same_rating_comes_before_one_that_nobody_rated(self):
        rows = [
            judged(number, (*ratings[:4], 3), rated=ALL - {FEASIBILITY})
            for number, ratings in enumerate(DIFFERENT)
        ]
        found = find_warnings(rows, EQUAL)
        assert [(one.kind, one.criterion) for one in found] == [
            (WarningKind.SAME_RATING, REUSE),
            (WarningKind.NOBODY_RATED, FEASIBILITY),
        ]


class TestARequirementThatMustBeMet:
    def test_stands_in_the_way_of_a_top_measure_that_works_on_its_system(self):
        must = Must(7, "Muss auf dem Handy gehen", systems=frozenset({1, 2}))
        top, low = judged(0, touches=frozenset({2})), judged(3, touches=frozenset({2}))
        found = only(find_warnings([top, judged(1), judged(2), low], EQUAL, [must]))
        assert (found.kind, found.measures, found.musts) == (
            WarningKind.TOP_LACKS_MUST,
            (top,),
            (must,),
        )

    def test_of_another_system_is_only_without_a_measure(self):
        must = Must(7, "Muss", systems=frozenset({1}))
        rows = [judged(number, touches=frozenset({2})) for number in range(4)]
        found = only(find_warnings(rows, EQUAL, [must]))
        assert (found.kind, found.musts) == (WarningKind.MUST_WITHOUT_MEASURE, (must,))

    def test_is_fine_once_a_top_measure_meets_it(self):
        must = Must(7, "Muss", systems=frozenset({2}), met_by=frozenset({1}))
        rows = [judged(number, touches=frozenset({2})) for number in range(4)]
        assert find_warnings(rows, EQUAL, [must]) == []

    def test_is_fine_once_a_done_measure_meets_it(self):
        must = Must(7, "Muss", met_by=frozenset({99}), met_by_done=True)
        assert find_warnings([judged(number) for number in range(4)], EQUAL, [must]) == []

    def test_is_met_only_far_down_while_a_top_measure_meets_none(self):
        musts = [
            Must(7, "Muss", met_by=frozenset({3, 4})),
            Must(8, "Muss auch", met_by=frozenset({3})),
            Must(9, "Oben", met_by=frozenset({0})),
        ]
        rows = [judged(number) for number in range(5)]
        found = only(find_warnings(rows, EQUAL, musts))
        assert found.kind is WarningKind.MUST_FAR_DOWN
        assert found.measures == (rows[3], rows[2])
        assert found.musts == tuple(musts[:2])

    def test_may_wait_while_every_top_measure_meets_another_one(self):
        musts = [Must(number, "Muss", met_by=frozenset({number})) for number in range(4)]
        assert find_warnings([judged(number) for number in range(4)], EQUAL, musts) == []

    def test_met_by_a_measure_without_a_place_is_not_far_down(self):
        rows = [*(judged(number) for number in range(4)), unrated(9)]
        musts = [Must(7, "Muss", met_by=frozenset({9}))]
        assert kinds(rows, EQUAL, musts) == [WarningKind.WITHOUT_RANK]


def test_measures_without_a_rating_are_named_together():
    found = only(find_warnings([judged(0), unrated(1), unrated(2)], EQUAL))
    assert found.kind is WarningKind.WITHOUT_RANK
    assert [one.id for one in found.measures] == [1, 2]


def test_a_top_measure_that_is_to_be_carried_out_needs_a_person():
    rows = [
        judged(0, has_begun=True, has_person=False),
        judged(1, has_begun=True),
        judged(2, has_person=False),
        judged(3, has_begun=True, has_person=False),
    ]
    found = only(find_warnings(rows, EQUAL))
    assert (found.kind, found.measures) == (WarningKind.TOP_WITHOUT_PERSON, (rows[0],))


def test_the_gravest_comes_first():
    musts = [
        Must(1, "Muss", systems=frozenset({1})),
        Must(2, "Muss", systems=frozenset({5})),
        Must(3, "Muss", met_by=frozenset({3})),
    ]
    rows = [
        judged(0, (5, 4, 3, 5, 5), touches=frozenset({1}), rated=frozenset({BENEFIT})),
        judged(1, (5, 4, 3, 2, 4), has_begun=True, has_person=False, rated=frozenset({BENEFIT})),
        *(judged(number, (3, 4, 3, 2, 3), rated=frozenset({BENEFIT})) for number in (2, 3, 4)),
        unrated(9),
    ]
    found = kinds(rows, EQUAL, musts)
    assert list(dict.fromkeys(found)) == list(WarningKind)
