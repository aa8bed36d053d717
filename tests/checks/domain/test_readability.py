"""How easy a catalogue is to read, in school grades and words."""

from __future__ import annotations

import pytest

from checks.domain import readability
from checks.domain.catalogue import CatalogueDocument
from checks.domain.readability import Readability, Reading, grade, measure, sentences
from tests.factories.checks import small_document

EASY = Reading("easy", 5.0, 6.0, "Das ist leicht.", 60)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ein Satz. Noch einer!", ["Ein Satz.", "Noch einer!"]),
        ("Wer hilft? Fragen Sie: Alle helfen.", ["Wer hilft?", "Fragen Sie:", "Alle helfen."]),
        ("Ohne Punkt", ["Ohne Punkt"]),
        ("  ", []),
    ],
)
def test_sentences_end_at_points_and_colons(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_hard_words_have_a_higher_grade_than_easy_ones() -> None:
    easy = grade(["Sie rufen an. Wir sind da."])
    hard = grade(["Datenschutzfolgenabschätzungen determinieren Auftragsverarbeitungsverträge."])
    assert easy < readability.HARDEST_MEAN < readability.HARDEST_TEXT < hard


@pytest.mark.parametrize(
    ("help_text", "is_judged"),
    [("Terminvereinbarungen " * 19, False), ("Terminvereinbarungen " * 20, True)],
)
def test_the_hardest_text_is_sought_among_those_long_enough(
    help_text: str, is_judged: bool
) -> None:
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    content["areas"][0]["questions"][0]["help"] = help_text
    report = measure(CatalogueDocument.model_validate(content))
    pilot = next(reading for reading in report.readings if reading.key == "pilot")
    assert (pilot.hardest_text > 0) is is_judged


def test_texts_without_a_final_mark_are_sentences_of_their_own() -> None:
    assert grade(["Wir sind da", "Rufen Sie an"]) == grade(["Wir sind da.", "Rufen Sie an."])


def test_facts_areas_questions_and_measures_are_measured() -> None:
    document = small_document()
    report = measure(document)
    keys = {element.key for element in (*document.areas, *document.templates)}
    assert {reading.key for reading in report.readings} == keys | document.by_key.keys()
    assert report.mean == pytest.approx(
        sum(reading.grade for reading in report.readings) / len(report.readings)
    )


@pytest.mark.parametrize(
    ("reading", "is_too_hard"),
    [
        (EASY, False),
        (Reading("whole", readability.HARDEST_ELEMENT, 6.0, "Kurz.", 60), False),
        (Reading("whole", readability.HARDEST_ELEMENT + 0.1, 6.0, "Kurz.", 60), True),
        (Reading("few words", 15.0, 0.0, "Kurz.", readability.WORDS_TO_JUDGE - 1), False),
        (Reading("enough", 15.0, 0.0, "Kurz.", readability.WORDS_TO_JUDGE), True),
        (Reading("text", 5.0, readability.HARDEST_TEXT, "Kurz.", 60), False),
        (Reading("text", 5.0, readability.HARDEST_TEXT + 0.1, "Kurz.", 60), True),
        (Reading("words", 5.0, 6.0, "Wort " * readability.LONGEST_SENTENCE, 60), False),
        (Reading("words", 5.0, 6.0, "Wort " * (readability.LONGEST_SENTENCE + 1), 60), True),
    ],
)
def test_what_breaks_a_bound_is_too_hard(reading: Reading, is_too_hard: bool) -> None:
    assert reading.is_too_hard is is_too_hard
    assert Readability((EASY, reading)).too_hard == ((reading,) if is_too_hard else ())
