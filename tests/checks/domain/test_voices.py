"""The spread of what colleagues say, and that it gives nobody away."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.voices import (
    FEWEST,
    OTHERS,
    UNKNOWN,
    Answers,
    Disagreement,
    Hidden,
    Range,
    VoiceSpread,
    VoiceStatement,
    spread_of,
)

LEVELS = ("0", "1", "2", "3", "4")
FUNCTIONS = ("leading", "office", "people")


def said(*levels, function="people", name=""):
    return [VoiceStatement((str(level),), function, name) for level in levels]


def scale(voices, hands=None):
    return spread_of(LEVELS, Answers.SCALE, voices, hands)


def counts(spread):
    return [spread.counts[level] for level in LEVELS]


class TestBelowThreeVoices:
    def test_nobody_is_nobody(self):
        assert scale([]) == VoiceSpread(0, Hidden.NOBODY)

    @pytest.mark.parametrize(
        ("voices", "hands"), [(said(1), {}), (said(1), {"2": 1}), ([], {"0": 2})]
    )
    def test_nothing_is_shown(self, voices, hands):
        spread = scale(voices, hands)
        assert spread.hidden is Hidden.TOO_FEW
        assert (spread.counts, spread.range, spread.difference, spread.groups) == (None,) * 3 + (
            (),
        )
        assert spread.shown == 0

    def test_nothing_is_shown_even_with_names(self):
        assert scale(said(1, 2, name="Ada")).hidden is Hidden.TOO_FEW


class TestFromThreeVoicesOn:
    def test_they_are_counted(self):
        spread = scale(said(1, 1, 3), {"4": 2, "0": 0, UNKNOWN: 1})
        assert (spread.total, spread.shown, spread.unknown) == (6, 6, 1)
        assert counts(spread) == [0, 2, 0, 1, 2]
        assert spread.range == Range(1, 3, 4)

    def test_nobody_knows(self):
        spread = scale([VoiceStatement((UNKNOWN,))] * 3)
        assert (spread.unknown, spread.range, spread.difference) == (3, None, None)
        assert VoiceStatement((UNKNOWN,)).is_unknown
        assert not VoiceStatement(("1",)).is_unknown

    def test_the_middle_may_lie_between_two_levels(self):
        assert scale(said(1, 1, 2, 4)).range == Range(1, 1.5, 4)

    def test_several_choices_count_each(self):
        voices = [
            VoiceStatement(("phone", "mail")),
            VoiceStatement(("mail",)),
            VoiceStatement((UNKNOWN,)),
        ]
        spread = spread_of(("phone", "mail", "fax"), Answers.SEVERAL, voices)
        assert spread.counts == {"phone": 1, "mail": 2, "fax": 0}
        assert (spread.range, spread.difference) == (None, None)

    def test_what_people_write_is_kept_as_it_is(self):
        voices = [
            VoiceStatement(("im Büro",)),
            VoiceStatement(("bei mir",)),
            VoiceStatement(("bei mir",)),
        ]
        spread = spread_of((), Answers.FREE, voices)
        assert spread.counts == {"bei mir": 2, "im Büro": 1}
        assert spread.difference is None


class TestNamelessVoices:
    @pytest.mark.parametrize("number", [1, 2])
    def test_are_held_back_beside_hands_while_they_could_be_subtracted(self, number):
        spread = scale(said(*[4] * number), {"1": 3})
        assert (spread.held_back, spread.shown) == (number, 3)
        assert counts(spread) == [0, 3, 0, 0, 0]

    def test_are_held_back_beside_names(self):
        spread = scale([*said(0, 0, 1, name="Ada"), *said(4)])
        assert (spread.held_back, counts(spread)) == (1, [2, 1, 0, 0, 0])

    def test_count_along_once_there_are_three(self):
        spread = scale(said(4, 4, 4), {"1": 1})
        assert (spread.held_back, counts(spread)) == (0, [0, 1, 0, 0, 3])

    def test_hide_everything_where_the_rest_is_too_small_as_well(self):
        spread = scale(said(4, 4), {"1": 2})
        assert spread == VoiceSpread(4, Hidden.TOO_FEW_NAMELESS)


class TestABigDifference:
    @pytest.mark.parametrize(
        ("levels", "difference"),
        [
            ([0, 4, 4], Disagreement(("0",), 1, ("4",), 2, 3)),
            ([0, 2, 2], Disagreement(("0",), 1, ("2",), 2, 3)),
            ([0, 1, 3, 4], Disagreement(("0", "1"), 2, ("3", "4"), 2, 4)),
            ([1, 1, 1, 1, 3, 3], Disagreement(("1",), 4, ("3",), 2, 6)),
        ],
    )
    def test_needs_two_levels_between_large_sides(self, levels, difference):
        assert scale(said(*levels)).difference == difference

    @pytest.mark.parametrize(
        "levels", [[1, 1, 2], [2, 2, 2], [0, 4, 4, 4, 4], [1, 2, 2, 2, 2, 2, 2, 3, 4]]
    )
    def test_is_not_seen_in_single_voices_or_neighbouring_levels(self, levels):
        assert scale(said(*levels)).difference is None

    def test_needs_three_voices_that_know(self):
        assert scale([*said(0, 4), VoiceStatement((UNKNOWN,), "people")]).difference is None

    def test_of_a_choice_needs_a_third_on_either_side(self):
        options = ("yes", "no")
        three = [VoiceStatement(("yes",)), VoiceStatement(("yes",)), VoiceStatement(("no",))]
        assert spread_of(options, Answers.ONE, three).difference == Disagreement(
            ("yes",), 2, ("no",), 1, 3
        )
        four = [*three, VoiceStatement(("yes",))]
        assert spread_of(options, Answers.ONE, four).difference is None


class TestByFunction:
    def test_large_parts_are_shown(self):
        voices = [*said(0, 0, 1), *said(3, 4, 4, function="office")]
        groups = scale(voices).groups
        assert [(group.function, group.number, dict(group.counts)) for group in groups] == [
            ("people", 3, {"0": 2, "1": 1}),
            ("office", 3, {"3": 1, "4": 2}),
        ]

    def test_small_parts_become_one(self):
        voices = [
            *said(0, 0, 1),
            *said(4, function="office"),
            *said(3, function="leading"),
            VoiceStatement((UNKNOWN,), "leading"),
        ]
        groups = scale(voices).groups
        assert [(group.function, group.number) for group in groups] == [("people", 3), (OTHERS, 3)]
        assert groups[1].counts == {"3": 1, "4": 1, UNKNOWN: 1}

    def test_nothing_is_parted_where_the_rest_could_be_subtracted(self):
        assert scale([*said(0, 0, 1), *said(4, 4, function="office")]).groups == ()

    def test_nothing_is_parted_where_all_do_the_same(self):
        assert scale(said(0, 1, 2, 3)).groups == ()

    def test_nothing_is_parted_while_voices_are_held_back(self):
        assert scale(said(0), {"1": 3}).groups == ()


VOICES = st.lists(
    st.builds(
        VoiceStatement,
        st.sampled_from([(level,) for level in (*LEVELS, UNKNOWN)]),
        st.sampled_from(FUNCTIONS),
        st.sampled_from(["", "", "Ada", "Bo"]),
    ),
    max_size=14,
)
HANDS = st.dictionaries(st.sampled_from([*LEVELS, UNKNOWN]), st.integers(0, 4))


@given(VOICES, HANDS)
def test_nothing_shown_rests_on_one_or_two_nameless_people(voices, hands):
    spread = scale(voices, hands)
    nameless = Counter(voice.function for voice in voices if not voice.name)
    assert spread.total == len(voices) + sum(hands.values())
    if spread.hidden:
        assert spread == VoiceSpread(spread.total, spread.hidden)
        return
    shown = sum(spread.counts.values()) + spread.unknown
    assert shown == spread.shown >= FEWEST
    # What is known already, subtracted from what is shown, leaves nobody or at least three.
    known = sum(hands.values()) + sum(bool(voice.name) for voice in voices)
    assert shown - known == 0 or shown - known >= FEWEST
    if spread.groups:
        assert all(group.number >= FEWEST for group in spread.groups)
        assert sum(group.number for group in spread.groups) == nameless.total()
        named = {group.function for group in spread.groups} - {OTHERS}
        assert all(nameless[function] >= FEWEST for function in named)


@given(VOICES, HANDS)
def test_a_difference_has_two_levels_between_its_sides_and_enough_on_both(voices, hands):
    difference = scale(voices, hands).difference
    if difference:
        assert min(map(int, difference.other)) - max(map(int, difference.one)) >= 2
        assert 4 * min(difference.on_one, difference.on_other) >= difference.total >= FEWEST
        assert difference.on_one + difference.on_other <= difference.total


@given(VOICES, HANDS, st.randoms())
def test_the_order_of_voices_says_nothing(voices, hands, random):
    other = list(voices)
    random.shuffle(other)
    first, second = scale(voices, hands), scale(other, hands)
    assert (first.counts, first.range, first.difference) == (
        second.counts,
        second.range,
        second.difference,
    )
    assert {group.function: group for group in first.groups} == {
        group.function: group for group in second.groups
    }
