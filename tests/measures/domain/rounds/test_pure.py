"""Spreads, hours and comparisons: pure calculations of rounds."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from checks.domain.catalogue import Criterion
from measures.domain.rounds.choosing import balance, hours_between, open_hours, weeks_between
from measures.domain.rounds.comparing import RoundComparison, ShiftKind
from measures.domain.rounds.rating_alone import RatingSpread, RatingVoice
from measures.models.snapshot import Snapshot, SnapshotMove
from tests.factories import snapshot_content, snapshot_row

MONDAY = date(2026, 3, 2)

OPPOSITE = {
    ShiftKind.ROSE: ShiftKind.FELL,
    ShiftKind.FELL: ShiftKind.ROSE,
    ShiftKind.STAYED: ShiftKind.STAYED,
    ShiftKind.NEW: ShiftKind.GONE,
    ShiftKind.GONE: ShiftKind.NEW,
}


def key(number):
    return UUID(int=number)


class TestASpread:
    def test_says_who_stands_where(self):
        spread = RatingSpread((RatingVoice("Ada", 2), RatingVoice("Ben", 5), RatingVoice("Cem", 2)))
        assert (spread.lowest, spread.highest, spread.width) == (2, 5, 3)
        assert spread.names_at(2) == ["Ada", "Cem"]
        assert spread.counts == [(1, 0), (2, 2), (3, 0), (4, 0), (5, 1)]
        assert spread.is_disputed
        assert spread.agreed is None

    def test_of_one_value_is_agreed_on(self):
        assert RatingSpread((RatingVoice("Ada", 4), RatingVoice("Ben", 4))).agreed == 4

    @pytest.mark.parametrize(("values", "disputed"), [((3, 4), False), ((3, 5), True)])
    def test_is_disputed_from_two_steps_on(self, values, disputed):
        spread = RatingSpread(tuple(RatingVoice("Ada", value) for value in values))
        assert spread.is_disputed is disputed


class TestHours:
    def test_until_the_next_round(self):
        assert hours_between(Decimal(3), MONDAY, date(2026, 4, 27)) == Decimal("24.0")
        assert hours_between(Decimal(3), MONDAY, date(2026, 3, 6)) == Decimal("1.7")
        assert weeks_between(MONDAY, date(2026, 3, 6)) == Decimal("0.6")

    def test_are_none_when_the_end_is_not_later(self):
        assert hours_between(Decimal(3), MONDAY, MONDAY) == 0
        assert weeks_between(MONDAY, date(2026, 2, 1)) == 0

    def test_that_are_open(self):
        assert open_hours(None, Decimal(3)) is None
        assert open_hours(10, None) == 10
        assert open_hours(10, Decimal("2.5")) == Decimal("7.5")
        assert open_hours(10, Decimal(12)) == 0

    def test_are_balanced(self):
        found = balance([Decimal(10), None, Decimal(20)], Decimal(24))
        assert (found.needed, found.unknown, found.left, found.percent) == (30, 1, -6, 100)
        assert found.is_too_much
        fits = balance([Decimal(6)], Decimal(24))
        assert (fits.left, fits.percent, fits.is_too_much) == (18, 25, False)

    def test_without_a_mandate_are_not_known(self):
        found = balance([Decimal(6)], None)
        assert (found.left, found.percent, found.is_too_much) == (None, 100, False)
        assert balance([], None).percent == 0


class TestASnapshot:
    def test_is_frozen(self):
        snapshot = snapshot_content(snapshot_row())
        with pytest.raises(ValidationError):
            snapshot.number = 2
        with pytest.raises(ValidationError):
            snapshot.rows[0].place = 2

    def test_names_no_measure_twice(self):
        with pytest.raises(ValidationError, match="twice"):
            snapshot_content(snapshot_row(key=key(1)), snapshot_row(key=key(1)))

    def test_weighs_every_criterion(self):
        with pytest.raises(ValidationError, match="weight"):
            snapshot_content(weights={Criterion.BENEFIT: 5})

    def test_survives_being_stored(self):
        snapshot = snapshot_content(
            snapshot_row(move=SnapshotMove(place=1, reason="Eilig."), is_chosen=True),
            hours_per_week=Decimal("2.5"),
        )
        assert Snapshot.model_validate(snapshot.model_dump(mode="json")) == snapshot
        assert [row.title for row in snapshot.chosen] == ["Kalender teilen"]


class TestAComparison:
    def test_says_who_rose_and_fell_and_why(self):
        before = snapshot_content(
            snapshot_row("A", key=key(1), place=1, values=(5, 5, 5, 5, 5)),
            snapshot_row("B", key=key(2), place=2),
            snapshot_row("C", key=key(3), place=3, move=SnapshotMove(place=3, reason="Später.")),
            snapshot_row("E", key=key(5), place=4),
        )
        after = snapshot_content(
            snapshot_row("B", key=key(2), place=1, move=SnapshotMove(place=1, reason="Eilig.")),
            snapshot_row("A", key=key(1), place=2, values=(5, 5, 5, 5, 1)),
            snapshot_row("C", key=key(3), place=3),
            snapshot_row("D", key=key(4), place=4),
        )
        found = RoundComparison(before, after)
        assert {step.title: step.kind for step in found.shifts} == {
            "A": ShiftKind.FELL,
            "B": ShiftKind.ROSE,
            "C": ShiftKind.STAYED,
            "D": ShiftKind.NEW,
            "E": ShiftKind.GONE,
        }
        by_title = {step.title: step for step in found.shifts}
        assert by_title["B"].move_made.reason == "Eilig."
        assert by_title["C"].move_undone.reason == "Später."
        assert by_title["A"].move_made is None
        [change] = by_title["A"].ratings
        assert (change.criterion, change.before, change.after) == (Criterion.REUSE, 5, 1)
        assert by_title["D"].places_up == 0

    def test_finds_other_weights(self):
        weights = dict.fromkeys(Criterion, 5)
        found = RoundComparison(
            snapshot_content(), snapshot_content(weights=weights | {Criterion.BENEFIT: 8})
        )
        [change] = found.weights
        assert (change.criterion, change.before, change.after) == (Criterion.BENEFIT, 5, 8)

    def test_a_measure_without_a_place_is_not_in_the_order(self):
        row = snapshot_row("A", key=key(1), place=1)
        unrated = snapshot_row("A", key=key(1)).model_copy(update={"place": None, "rank": None})
        [step] = RoundComparison(snapshot_content(row), snapshot_content(unrated)).shifts
        assert step.kind is ShiftKind.GONE


VALUES = st.tuples(*[st.integers(1, 5)] * 5)


@st.composite
def snapshots(draw):
    keys = draw(st.permutations(range(1, 7)))[: draw(st.integers(0, 6))]
    moves = st.one_of(st.none(), st.builds(SnapshotMove, place=st.just(1), reason=st.just("Weil.")))
    rows = [
        snapshot_row(
            f"Maßnahme {number}",
            key=key(number),
            place=place,
            values=draw(VALUES),
            move=draw(moves),
        )
        for place, number in enumerate(keys, start=1)
    ]
    weights = draw(st.fixed_dictionaries({one: st.integers(0, 10) for one in Criterion}))
    return snapshot_content(*rows, weights=weights)


@given(snapshots(), snapshots())
def test_comparing_the_other_way_round_says_the_opposite(before, after):
    there, back = RoundComparison(before, after), RoundComparison(after, before)
    assert {step.title: OPPOSITE[step.kind] for step in there.shifts} == {
        step.title: step.kind for step in back.shifts
    }
    assert {step.title: -step.places_up for step in there.shifts} == {
        step.title: step.places_up for step in back.shifts
    }
    for step in there.shifts:
        other = next(one for one in back.shifts if one.title == step.title)
        assert [(one.criterion, one.after, one.before) for one in step.ratings] == [
            (one.criterion, one.before, one.after) for one in other.ratings
        ]
    assert [(one.criterion, one.after, one.before) for one in there.weights] == [
        (one.criterion, one.before, one.after) for one in back.weights
    ]


@given(snapshots())
def test_nothing_differs_from_itself(one):
    found = RoundComparison(one, one)
    assert all(step.kind is ShiftKind.STAYED for step in found.shifts)
    assert not any(step.ratings or step.move_made or step.move_undone for step in found.shifts)
    assert found.weights == []


@given(snapshots(), snapshots())
def test_everyone_is_counted_once(before, after):
    found = RoundComparison(before, after)
    groups = [step.title for kind in ShiftKind for step in found.going(kind)]
    assert sorted(groups) == sorted({row.title for row in (*before.ranked, *after.ranked)})
