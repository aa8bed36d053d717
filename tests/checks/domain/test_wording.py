"""Answers and maturity in words."""

import pytest

from checks.domain.wording import in_words, standing_name
from checks.domain.yardstick import Standing
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


def test_every_standing_has_a_name_of_its_own():
    assert len({standing_name(one) for one in [*Standing, None]}) == 4
