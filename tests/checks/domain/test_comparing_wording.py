"""Change in German sentences."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checks.domain.comparing import AreaChange, AreaLine, Coverage, Progression
from checks.domain.comparing_wording import (
    arrow,
    coverage_sentence,
    overall_sentence,
    progression_sentence,
    since_then,
    trend_words,
)


def coverage(compared: int, asked: int, **why: int) -> Coverage:
    reasons = ("new", "regrouped", "other_kind", "without_level", "dropped", "reworded")
    numbers = dict.fromkeys(reasons, 0) | why
    return Coverage(asked=asked, compared=compared, **numbers)


@pytest.mark.parametrize(
    ("counted", "sentence"),
    [
        (coverage(60, 60), "Verglichen werden alle 60 Fragen."),
        (coverage(52, 60, new=8), "Verglichen werden 52 von 60 Fragen; 8 sind neu."),
        (coverage(1, 2, new=1), "Verglichen wird 1 von 2 Fragen; 1 ist neu."),
        (coverage(1, 1), "Verglichen wird 1 von 1 Fragen."),
        (
            coverage(50, 60, other_kind=1, without_level=9, dropped=2),
            "Verglichen werden 50 von 60 Fragen; 1 wird jetzt anders beantwortet; 9 haben "
            "nicht in beiden Checks eine Stufe; 2 frühere Fragen gibt es nicht mehr.",
        ),
        (
            coverage(4, 9, reworded=3, regrouped=2, new=3),
            "Verglichen werden 4 von 9 Fragen; davon sind 3 neu formuliert; 3 sind neu; "
            "2 wurden geteilt oder zusammengelegt.",
        ),
        (
            coverage(0, 60, new=60),
            "Keine Frage ist in beiden Checks mit einer Stufe beantwortet.",
        ),
    ],
)
def test_it_is_said_what_is_compared_and_why_not_the_rest(counted, sentence):
    assert coverage_sentence(counted) == sentence


def change(before: Fraction | None, after: Fraction | None) -> AreaChange:
    return AreaChange("first", before, after, compared=1, asked=1)


@pytest.mark.parametrize(
    ("found", "sign", "words"),
    [
        (change(Fraction(1, 4), Fraction(3, 4)), "↑", "50 Punkte mehr"),
        (change(Fraction(3, 4), Fraction(1, 2)), "↓", "25 Punkte weniger"),
        (change(Fraction(1, 2), Fraction(1, 2)), "=", "unverändert"),
        (change(Fraction(1, 2), Fraction(501, 1000)), "↑", "etwas besser"),
        (change(Fraction(501, 1000), Fraction(1, 2)), "↓", "etwas schlechter"),
        (change(None, None), "", "nicht vergleichbar"),
    ],
    ids=str,
)
def test_a_change_has_a_word_beside_its_arrow(found, sign, words):
    assert (arrow(found), trend_words(found)) == (sign, words)


def test_the_whole_is_said_in_a_sentence():
    assert (
        overall_sentence(change(Fraction(41, 100), Fraction(55, 100)))
        == "Im Ganzen von 41 auf 55: 14 Punkte mehr."
    )
    assert overall_sentence(change(Fraction(1, 2), Fraction(1, 2))) == (
        "Im Ganzen unverändert: 50 von 100."
    )
    assert overall_sentence(change(None, None)) == ""


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (change(Fraction(1, 4), Fraction(3, 4)), "50 Punkte mehr als am 1. Mai."),
        (change(Fraction(1, 2), Fraction(501, 1000)), "Etwas besser als am 1. Mai."),
        (change(Fraction(1, 2), Fraction(1, 2)), "Das ist so viel wie am 1. Mai."),
        (change(None, None), ""),
    ],
    ids=str,
)
def test_the_whole_is_compared_with_a_day(found, sentence):
    assert since_then(found, "1. Mai") == sentence


def progression(compared: int) -> Progression:
    return Progression((0, 1, 2), (), 60, compared, (), AreaLine("", (), compared))


@pytest.mark.parametrize(
    ("compared", "sentence"),
    [
        (60, "Gezeichnet sind alle 60 Fragen aus 3 Checks."),
        (
            44,
            "Gezeichnet sind die 44 von 60 Fragen, die in allen 3 Checks eine Stufe haben.",
        ),
        (0, "Keine Frage ist in allen Checks mit einer Stufe beantwortet."),
    ],
)
def test_it_is_said_on_what_the_lines_rest(compared, sentence):
    assert progression_sentence(progression(compared)) == sentence
