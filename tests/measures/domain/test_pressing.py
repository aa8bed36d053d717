"""What cannot wait, calculated: which answers press, and what became of it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from checks.domain.catalogue import Pressing
from measures.domain.pressing import Dealings, PressingState, presses, state_of

KEYS = st.sampled_from(["backups", "pilot", "records"])
LEVELS = st.integers(0, 4)
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
DEALINGS = st.builds(Dealings, st.booleans(), st.none() | TIMES, st.none() | TIMES)
PRESSING = st.builds(
    lambda at: Pressing(at=at, why="Menschen sind in Gefahr."),
    st.dictionaries(KEYS, st.lists(LEVELS, min_size=1).map(tuple), min_size=1),
)


@given(PRESSING, st.dictionaries(KEYS, LEVELS))
def test_an_answer_presses_exactly_at_one_of_the_levels_named(pressing, levels):
    named = {(key, level) for key, at in pressing.at.items() for level in at}
    assert presses(pressing, levels) == bool(named & set(levels.items()))


@given(st.dictionaries(KEYS, LEVELS))
def test_nothing_presses_where_the_catalogue_says_nothing(levels):
    assert not presses(None, levels)


@given(DEALINGS, TIMES)
def test_what_is_taken_up_stays_so_whatever_was_before(dealings, begun_at):
    taken_up = Dealings(True, dealings.done_at, dealings.put_off_at)
    assert state_of(taken_up, begun_at) == PressingState.TAKEN_UP


@given(DEALINGS, TIMES)
def test_only_what_was_carried_out_since_the_check_is_over(dealings, begun_at):
    is_over = state_of(dealings, begun_at) is None
    since = dealings.done_at is not None and dealings.done_at >= begun_at
    assert is_over == (since and not dealings.is_taken_up)


@given(DEALINGS, TIMES)
def test_a_later_check_asks_again(dealings, begun_at):
    left = Dealings(False, dealings.done_at, dealings.put_off_at)
    times = [one for one in (left.done_at, left.put_off_at) if one]
    if all(one < begun_at for one in times):
        assert state_of(left, begun_at) == PressingState.OPEN


@given(TIMES, TIMES)
def test_a_reason_holds_until_the_next_check(put_off_at, begun_at):
    state = state_of(Dealings(put_off_at=put_off_at), begun_at)
    assert (state == PressingState.PUT_OFF) == (put_off_at >= begun_at)
