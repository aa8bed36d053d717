"""Answers and maturity in words."""

from fractions import Fraction

import pytest

from checks.domain.maturity import Band, band
from checks.domain.wording import band_name, in_words
from checks.models import Answer, AnswerState
from tests.factories import small_document


def said(key, **answer):
    fields = {"state": AnswerState.ANSWERED} | answer
    return in_words(small_document().by_key[key], Answer(question_key=key, **fields))


@pytest.mark.parametrize(
    ("key", "answer", "words"),
    [
        ("pilot", {"level": 2}, "pilot auf Stufe 2."),
        ("pilot", {"level": 0}, "pilot auf Stufe 0."),
        ("pilot", {"state": AnswerState.UNKNOWN}, "Weiß ich nicht"),
        ("pilot", {"state": AnswerState.NOT_APPLICABLE}, "Trifft nicht zu"),
        ("pilot", {"state": AnswerState.OPEN}, "Noch offen"),
        ("donations", {"value": True}, "Ja"),
        ("donations", {"value": False}, "Nein"),
        ("field", {"value": "youth"}, "Jugendarbeit"),
        ("tools", {"value": ["phone", "mail"]}, "Telefon, E-Mail"),
        ("staff", {"value": 12}, "12"),
        ("backup-place", {"value": "Im Schrank"}, "Im Schrank"),
    ],
)
def test_an_answer_is_said_as_one_reads_it_aloud(key, answer, words):
    assert said(key, **answer) == words


def test_no_answer_is_still_open():
    assert in_words(small_document().by_key["pilot"], None) == "Noch offen"


def test_half_of_everything_is_not_called_good_yet():
    said = [band_name(band(Fraction(number, 100))) for number in (10, 39, 50, 74, 75, 100)]
    assert said == [
        "am Anfang",
        "erste Schritte getan",
        "auf gutem Weg",
        "auf gutem Weg",
        "gut aufgestellt",
        "gut aufgestellt",
    ]


def test_every_band_has_a_name_of_its_own():
    names = {band_name(one) for one in [*Band, None]}
    assert len(names) == 5
