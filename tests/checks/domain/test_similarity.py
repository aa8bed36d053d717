"""Which requirements probably say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.similarity import likely_duplicates, words_of


def found(*texts):
    return [(group.keys, group.common) for group in likely_duplicates(dict(enumerate(texts)))]


def test_words_without_meaning_do_not_count_and_inflected_words_are_the_same():
    assert list(words_of("Muss den Dienstplan zeigen können")) == ["dienstplan", "zeig"]
    assert words_of("Dienstpläne").keys() == words_of("Dienstplan").keys()


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("Muss auf dem Handy gehen", "Soll auch auf Handys laufen", ("Handy",)),
        (
            "Muss Adressen nur einmal erfassen",
            "Muss Adressen an einer Stelle erfassen",
            ("Adressen", "erfassen"),
        ),
        ("Muss Rechnungen freigeben", "Rechnungen freigeben können", ("Rechnungen", "freigeben")),
    ],
)
def test_the_same_said_in_other_words_is_found_with_the_words_in_common(one, other, common):
    assert found(one, other) == [((0, 1), common)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muss auf dem Handy gehen", "Muss Rechnungen ohne Ausdrucken freigeben können"),
        ("Muss den Dienstplan zeigen", "Muss sich auf dem Diensthandy lesen lassen"),
        ("Muss verlorene Geräte sperren können", "Muss in Leichter Sprache angeboten werden"),
        ("", "Muss können"),
        ("Muss sein", "Muss sein"),
        (
            "Muss Dienstplan und Abwesenheiten an einem Ort zeigen",
            "Soll den Dienstplan an das Lohnprogramm übergeben und Fehler melden",
        ),
    ],
)
def test_what_only_shares_a_word_or_none_is_left_alone(one, other):
    assert found(one, other) == []


def test_several_alike_stand_in_one_group_and_in_no_other():
    texts = ("Handy nutzen", "Handys nutzen", "Sicherung prüfen", "Handy sicher nutzen")
    assert found(*texts) == [((0, 1, 3), ("Handy", "nutzen"))]


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_texts_are_grouped_without_repeating_one(texts):
    groups = likely_duplicates(dict(enumerate(texts)))
    keys = [key for group in groups for key in group.keys]
    assert len(keys) == len(set(keys))
    assert all(len(group.keys) > 1 for group in groups)


@given(st.text(max_size=80).filter(words_of))
def test_a_text_is_like_itself(text):
    assert found(text, text)[0][0] == (0, 1)
