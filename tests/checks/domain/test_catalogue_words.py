"""What the strict check reads out of single German sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain import catalogue_words as words

PIECES = """
Alle und , jede Kalender Dateien nutzen sehen ist die fast immer AVV XRechnung der prüft Wege wie
wer ( ) . „ “ zwei Wochen Monat
"""
SENTENCES = st.lists(st.sampled_from([*PIECES.split(), ", und"]), max_size=14).map(" ".join)
TEXTS = st.one_of(SENTENCES, st.text(max_size=80))


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        (
            "Urlaub steht im Kalender, und Stunden werden gezählt.",
            ("Urlaub steht im Kalender", "Stunden werden gezählt."),
        ),
        ("Alle führen Termine und sehen ihn am Handy.", ("Alle führen Termine", "sehen ihn am")),
        ("Eine Person prüft Rechnungen und ist bekannt.", ("Eine Person prüft Rechnungen", "ist")),
    ],
)
def test_two_statements_are_taken_apart_at_their_und(text, halves):
    one, other = words.two_halves(text)
    assert one == halves[0]
    assert other.startswith(halves[1])


@pytest.mark.parametrize(
    "text",
    [
        "Rechnungen und Belege liegen an einem Ort.",
        "Die Daten werden gesammelt und ausgewertet.",
        "Käufe werden nach Bedarf und oft ohne Absprache gemacht.",
        "Es gibt lange und verschiedene Wörter.",
        "Notizen in Heften und eigenen Ordnern.",
        "Notizen in Heften und privaten Ordnern.",
        "Versuche schlafen ein, und niemand spricht darüber.",
        "Alle nutzen den Speicher, und geteilte Zugänge liegen nur dort.",
        "Dateien werden gelöscht, und ein Vermerk belegt es.",
        "Ein Satz ohne.",
    ],
)
def test_things_in_a_row_and_what_follows_from_the_first_half_are_no_two_statements(text):
    assert words.two_halves(text) is None


@pytest.mark.parametrize(
    ("text", "is_twice"),
    [
        ("Wie planen Sie Urlaub, und wie halten Sie Stunden fest?", True),
        ("Wann und wie lernt Ihr Team?", True),
        ("Wer hilft, wenn etwas nicht geht, und bis wann?", True),
        ("Wie halten Sie Geräte und Programme aktuell?", False),
    ],
)
def test_a_question_asks_for_one_thing_or_for_two(text, is_twice):
    assert words.asks_twice(text) is is_twice


def test_things_asked_for_together_are_parted_when_levels_tell_of_each_alone():
    levels = ["Nichts.", "Schlüssel stehen auf Papier.", "Geräte stehen in einer Tabelle."]
    assert words.parted_nouns("Wer hat welche Geräte und Schlüssel?", levels) == (
        "Geräte",
        "Schlüssel",
    )
    together = ["Nichts.", "Geräte und Schlüssel stehen auf Papier."]
    assert words.parted_nouns("Wer hat welche Geräte und Schlüssel?", together) is None
    assert words.parted_nouns("Wer hat welche Geräte?", levels) is None


def test_of_three_things_each_neighbour_is_looked_at():
    levels = ["Programme sind bekannt.", "Verträge liegen im Schrank.", "Kosten stehen da."]
    found = words.parted_nouns("Kennen Sie Programme, Verträge und Kosten?", levels)
    assert found == ("Programme", "Verträge")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Alle kennen den Ort.", ["Alle"]),
        ("Jede:r hat einen Zugang, jedes Gerät ist neu.", ["Jede:r", "jedes"]),
        ("Die Leitung spricht jeden Monat darüber.", ["jeden Monat"]),
        ("Es klappt immer und überall, niemand tippt ab.", ["immer", "überall", "niemand"]),
        ("Fast alle nutzen ihn, vor allem unterwegs.", []),
        ("Fast an jedem Standort, nicht immer, noch nie.", []),
        ("Alle zwei Wochen, alle 14 Tage, immer wieder, immer mehr.", []),
        ("Alles Weitere läuft allein.", []),
    ],
)
def test_words_that_one_exception_makes_untrue_are_found(text, found):
    assert [word for word, _is_rhythm in words.absolutes(text)] == found


def test_a_rhythm_is_told_from_people_and_things():
    assert words.absolutes("Jeden Monat prüfen es alle Personen.") == [
        ("Jeden Monat", True),
        ("alle", False),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ein AVV nach DSG-EKD.", ["AVV", "DSG-EKD"]),
        ("XRechnung und ZUGFeRD, XRechnung", ["XRechnung", "ZUGFeRD"]),
        ("Der Data Act gilt, die Netztrennung auch.", ["Data Act", "Netztrennung"]),
        ("PDF, WLAN-Passwort, PCs und E-Mail kennt man.", []),
        ("LibreOffice und WhatsApp sind Namen.", []),
    ],
)
def test_abbreviations_and_technical_words_are_found_once(text, found):
    assert words.hard_words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Ein AVV ist ein Vertrag.",
        "Dieser Vertrag heißt AVV.",
        "Verträge zur Verarbeitung (AVV) sind nötig.",
        "AVV (ein Vertrag)",
        "Ein Vertrag, auch „AVV“ genannt.",
        "Das Gesetz ihrer Kirche, also AVV, gilt.",
    ],
)
def test_a_word_may_be_explained_beside(text):
    assert words.is_explained("AVV", text)


def test_a_word_that_is_only_used_is_not_explained():
    assert not words.is_explained("AVV", "Ein AVV fehlt noch.")


def test_likeness_counts_what_belongs_to_a_topic():
    lists = words.topic("Eine gemeinsame Liste der Programme anlegen")
    assert words.likeness(lists, words.topic("Programmlisten für alle anlegen")) == 2 / 3
    assert words.likeness(lists, words.topic("Kalender anlegen")) == 0
    assert words.likeness(lists, frozenset()) == 0
    assert words.share(frozenset(), lists) == 1


def test_short_words_are_near_only_when_they_are_the_same():
    assert words.is_near("amt", "amt")
    assert not words.is_near("amt", "amts")
    assert words.is_near("kalend", "dienstkalend")
    assert not words.is_near("kalend", "ordner")


def test_two_sentences_that_differ_in_a_word_are_nearly_the_same():
    assert words.sameness("Alle nutzen den Ort.", "Alle nutzen den Ort.") == 1
    assert words.sameness("Alle nutzen den Ort.", "Viele nutzen den Ort.") == 0.75
    assert words.sameness("", "") == 0


def test_a_quoted_beginning_has_five_words_and_no_quotes_like_those_around_it():
    assert words.beginning("Der „Data Act“ gilt.") == "Der ‚Data Act‘ gilt"
    assert words.beginning("Eins zwei drei vier fünf sechs.") == "Eins zwei drei vier fünf …"


@given(TEXTS, TEXTS)
def test_whatever_stands_there_answers_hold_together(one, other):
    halves = words.two_halves(one)
    assert halves is None or all(half in one for half in halves)
    assert all(word.split()[0] in one for word, _ in words.absolutes(one))
    found = words.hard_words(one)
    assert len(found) == len(set(found))
    assert all(word in one for word in found)
    assert 0 <= words.sameness(one, other) <= 1
    assert words.sameness(one, other) == words.sameness(other, one)
    topics = words.topic(one), words.topic(other)
    assert 0 <= words.likeness(*topics) <= 1
    assert words.likeness(*topics) == pytest.approx(words.likeness(*reversed(topics)))
    assert words.share(topics[0], topics[0]) == 1


@given(st.sampled_from(["", "Fast ", "Nahezu "]), st.sampled_from(["alle", "jede", "jeder"]))
def test_what_is_softened_is_never_absolute(before, word):
    assert bool(words.absolutes(f"{before}{word} Kolleg:innen")) is (before == "")
