"""The strict check of a catalogue: what troubles those who answer, where, and silenced why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.domain.catalogue import CatalogueDocument, Question
from checks.domain.catalogue_lint import MOST_ASKED, RULES, Warned, find_warnings
from checks.domain.ladder_lint import find_in_ladder
from checks.domain.readability import Reading
from checks.forms.catalogue_file import DEFAULT_CATALOGUE, SHORT_CATALOGUE, read_catalogue
from tests.conftest import unmeasured
from tests.factories import small_document
from tests.factories.checks import small_question, small_template

EDITION_ONE = Path(__file__).parents[1] / "edition_one.yaml"
LADDER = (
    "Termine stehen im Kopf.",
    "Termine stehen in Kalendern auf Papier.",
    "Termine stehen in einem Kalender am Bildschirm.",
    "Termine stehen im Kalender des Teams.",
    "Termine stehen im Kalender, und Räume werden dort gebucht.",
)
SIGNS = [f"Das sieht man auf Stufe {level}." for level in range(5)]
EXAMPLES = {1: "Im Büro hängt ein Plan.", 3: "Das Handy zeigt ihn auch."}


def clear_question(key: str = "calendar", **more: Any) -> dict[str, Any]:
    """A question about which nothing is to be said."""
    return small_question(
        key,
        **{
            "text": "Wo stehen Ihre Termine?",
            "help": "Schauen Sie auf die letzte Woche.",
            "reason": "Ein Kalender erspart Anrufe.",
            "levels": [*LADDER],
            "signs": SIGNS,
            "examples": EXAMPLES,
        }
        | more,
    )


def catalogue(
    *questions: dict[str, Any], templates: list[dict[str, Any]] | None = None, **more: Any
) -> CatalogueDocument:
    """A catalogue of one area with these questions, and a measure for each of their levels."""
    whole = {question["key"]: [0, 1, 2] for question in questions if "levels" in question}
    area = {
        "key": "area",
        "title": "Feld",
        "intro": "Worum es geht.",
        "requirement_prompt": {
            "text": "Was müsste eine Lösung können?",
            "starters": ["Muss einfach sein", "Muss mobil gehen"],
        },
        "questions": [*questions],
        "templates": [small_template("measure", whole)] if templates is None else templates,
    }
    content = {"key": "k", "version": 1, "title": "Katalog", "intro": "Zum Testen."}
    return CatalogueDocument.model_validate(content | {"areas": [area]} | more)


def rules_in(document: CatalogueDocument) -> list[str]:
    """The rules of what is found."""
    return [warned.rule for warned in find_warnings(document)]


def found_in(**more: Any) -> list[tuple[str, tuple[Any, ...]]]:
    """Rules and places of what is found in a question that is clear otherwise."""
    question = Question.model_validate(clear_question(**more))
    return [(rule, place) for rule, place, _reason in find_in_ladder(question)]


def with_level(level: int, text: str) -> list[str]:
    """The clear ladder with one sentence exchanged."""
    return [text if number == level else one for number, one in enumerate(LADDER)]


# --- A ladder -------------------------------------------------------------------------------


def test_a_clear_catalogue_gets_no_warning() -> None:
    assert find_warnings(catalogue(clear_question())) == []


def test_a_question_that_asks_twice_is_found() -> None:
    asked = "Wo stehen Ihre Termine, und wer trägt sie ein?"
    assert found_in(text=asked) == [("two-ladders", ("text",))]


def test_things_named_together_and_told_apart_are_found() -> None:
    levels = with_level(2, "Räume stehen in einer Liste.")
    found = found_in(text="Wo stehen Ihre Termine und Räume?", levels=levels)
    assert ("two-ladders", ("text",)) in found


def test_a_level_that_says_two_things_is_found_unless_it_repeats_the_one_below() -> None:
    lost = with_level(3, "Räume haben eine Liste, und Schlüssel hängen im Büro.")
    assert ("two-ladders", ("levels", 3)) in found_in(levels=lost)
    adding = with_level(3, "Termine stehen im Kalender am Bildschirm, und Räume auch.")
    assert found_in(levels=adding) == []


def test_the_lowest_level_can_repeat_none() -> None:
    levels = with_level(0, "Termine stehen im Kopf, und Räume sind belegt.")
    question = Question.model_validate(clear_question(levels=levels))
    [(rule, place, reason)] = find_in_ladder(question)
    assert (rule, place) == ("two-ladders", ("levels", 0))
    assert reason.endswith("Lassen Sie eines weg.")


@pytest.mark.parametrize(("level", "is_found"), [(2, False), (3, True), (4, True)])
def test_absolutes_count_on_the_upper_levels(level: int, is_found: bool) -> None:
    found = found_in(levels=with_level(level, "Alle Termine stehen im Kalender."))
    assert (("absolute", ("levels", level)) in found) is is_found


def test_a_rhythm_gets_another_way_out_than_people() -> None:
    levels = with_level(3, "Alle prüfen jeden Monat die Termine.")
    question = Question.model_validate(clear_question(levels=levels))
    people, rhythm = (reason for _rule, _place, reason in find_in_ladder(question))
    assert "„fast alle“" in people
    assert "„regelmäßig“" in rhythm


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Rechnungen liegen offen auf Schreibtischen herum.", True),
        ("Rechnungen liegen neben Kalendern auf Schreibtischen herum.", False),
        ("Rechnungen fehlen.", False),
    ],
    ids=["nothing in common", "a word in common", "too short to tell"],
)
def test_a_level_about_something_else_is_found(text: str, is_found: bool) -> None:
    assert (("topic-jump", ("levels", 2)) in found_in(levels=with_level(2, text))) is is_found


def test_levels_that_differ_in_hardly_a_word_are_found() -> None:
    levels = with_level(2, "Termine stehen in Kalendern auf gutem Papier.")
    assert found_in(levels=levels) == [("levels-alike", ("levels", 2))]


def test_signs_and_examples_are_missed() -> None:
    assert found_in(signs=[], examples={3: "Das Handy zeigt ihn."}) == [
        ("no-signs", ()),
        ("no-examples", ()),
    ]


# --- Words ----------------------------------------------------------------------------------


def test_a_long_sentence_is_found_where_it_stands() -> None:
    document = catalogue(clear_question(help="Wort " * 21 + "hier. Kurz."))
    [warned] = find_warnings(document)
    assert warned.rule == "long-sentence"
    assert warned.place == ("areas", 0, "questions", 0, "help")
    assert "22 Wörtern: „Wort Wort Wort Wort Wort …“" in warned.reason


def test_a_hard_word_is_found_once_in_an_element() -> None:
    hard = clear_question(help="Denken Sie an den AVV.", reason="Ein AVV fehlt oft.")
    [warned] = find_warnings(catalogue(hard))
    assert (warned.rule, warned.place[-1]) == ("unexplained", "help")


@pytest.mark.parametrize(
    "more",
    [
        {"terms": [{"term": "AVV", "note": "Ein Vertrag."}]},
        {"terms": [{"term": "Vertrag", "forms": ["AVV"], "note": "Ein Vertrag."}]},
    ],
    ids=["as a term", "as a form of one"],
)
def test_a_hard_word_among_the_terms_is_explained(more: dict[str, Any]) -> None:
    assert rules_in(catalogue(clear_question(help="Denken Sie an den AVV."), **more)) == []


def test_a_hard_word_that_is_explained_beside_is_fine() -> None:
    hard = clear_question(help="Denken Sie an den AVV.", reason="Ein AVV ist ein Vertrag.")
    assert rules_in(catalogue(hard)) == []


def test_facts_areas_and_measures_are_read_too() -> None:
    fact = {"key": "law", "kind": "yes_no", "text": "Gilt das KDG?"}
    choice = {
        "key": "store",
        "kind": "choice",
        "text": "Was nutzen Sie?",
        "options": [{"key": "cloud", "label": "Eine Cloud"}, {"key": "none", "label": "Nichts"}],
    }
    pressing = {"at": {"calendar": [0]}, "why": "Das BDSG verlangt es."}
    measure = small_template("measure", {"calendar": [0, 1, 2]}, what="Ein NAS.", pressing=pressing)
    document = catalogue(clear_question(), choice, templates=[measure], facts=[fact])
    assert [(warned.place[0], warned.place[-1]) for warned in find_warnings(document)] == [
        ("facts", "text"),
        ("areas", 0),
        ("areas", "what"),
        ("areas", "pressing"),
    ]


@pytest.mark.parametrize(
    ("reading", "is_told"),
    [
        (Reading("calendar", 11.0, 8.0, "Kurz.", 60), True),
        (Reading("area", 8.0, 14.0, "Kurz.", 60), True),
        (Reading("calendar", 8.0, 8.0, "Wort " * 30, 60), False),
    ],
    ids=["a hard question", "a hard text of an area", "only a long sentence"],
)
def test_what_reads_hard_is_told(reading: Reading, is_told: bool) -> None:
    found = find_warnings(catalogue(clear_question()), [reading])
    assert [warned.rule for warned in found] == (["hard-to-read"] if is_told else [])


# --- Measures -------------------------------------------------------------------------------


def test_a_low_level_without_a_measure_is_found() -> None:
    measure = small_template("measure", {"calendar": [0, 1]})
    assert rules_in(catalogue(clear_question(), templates=[measure])) == ["no-measure"]
    assert rules_in(catalogue(clear_question(), templates=[])) == ["no-measure"]


NEVER = {"all": [{"answer": "staff", "at_least": 10}, {"answer": "staff", "at_most": 9}]}
STAFF = [{"key": "staff", "kind": "number", "text": "Wie viele?", "minimum": 1}]


@pytest.mark.parametrize(
    ("suggested", "is_led"),
    [
        ({"suggested_by": {"calendar": [4]}}, False),
        ({"suggested_by": {"never": [0, 1]}}, False),
        ({"suggested_by": {"never": [0], "calendar": [3]}}, True),
        (
            {
                "suggested_by": {"never": [0]},
                "suggested_by_exceptions": {"calendar": ["site"]},
            },
            True,
        ),
        (
            {"suggested_by": {"never": [0]}, "suggested_by_exceptions": {"never": ["site"]}},
            False,
        ),
    ],
    ids=["on the best level", "never asked", "elsewhere", "by an exception", "by none either"],
)
def test_a_measure_that_nobody_is_led_to_is_found(suggested: dict[str, Any], is_led: bool) -> None:
    every = small_template("every", {"calendar": [0, 1, 2], "never": [0, 1, 2]})
    other = small_template("other", {}, title="Etwas anderes tun") | suggested
    document = catalogue(
        clear_question(),
        clear_question("never", condition=NEVER),
        templates=[every, other],
        facts=STAFF,
        exceptions=[{"key": "site", "label": "einen Standort"}],
    )
    assert rules_in(document) == ([] if is_led else ["unled-measure"])


def measures(*titles: str, at: str = "calendar") -> CatalogueDocument:
    """A catalogue with measures that have these titles, the second at another question."""
    first, second = titles
    return catalogue(
        clear_question(),
        clear_question("other"),
        templates=[
            small_template("first", {"calendar": [0, 1, 2], "other": [0, 1, 2]}, title=first),
            small_template("second", {at: [0]}, title=second, what="Termine eintragen lassen."),
        ],
    )


def test_two_measures_that_say_the_same_are_found_at_the_second() -> None:
    document = measures("Kalender für Termine einführen", "Termine in den Kalender eintragen")
    [warned] = find_warnings(document)
    assert (warned.rule, warned.place) == ("measures-alike", ("areas", 0, "templates", 1))
    assert warned.owners == ("second", "first")


def test_different_measures_are_not_called_alike() -> None:
    assert rules_in(measures("Kalender einführen", "Schlüssel zählen")) == []


# --- The whole ------------------------------------------------------------------------------


def many(number: int, **more: Any) -> CatalogueDocument:
    """A catalogue with so many questions, each of a kind without levels."""
    asked = [
        {"key": f"q{one}", "kind": "text", "text": "Was ist zu sagen?"} | more
        for one in range(number)
    ]
    facts = [
        {"key": "staff", "kind": "number", "text": "Wie viele?", "prefill": "staff_count"},
        {"key": "sites", "kind": "number", "text": "Wie viele Orte?", "minimum": 1},
        {"key": "donations", "kind": "yes_no", "text": "Nehmen Sie Spenden ein?"},
        {
            "key": "field",
            "kind": "choice",
            "text": "Welches Feld?",
            "options": [{"key": "first", "label": "Eines"}, {"key": "second", "label": "Zwei"}],
        },
        {"key": "note", "kind": "text", "text": "Was noch?"},
    ]
    return catalogue(*asked, templates=[], facts=facts)


def test_too_many_questions_for_a_small_house_are_told_of_the_whole() -> None:
    assert rules_in(many(MOST_ASKED)) == []
    [warned] = find_warnings(many(MOST_ASKED + 1))
    assert (warned.rule, warned.place, warned.owners) == ("many-questions", ("areas",), ())
    assert f"{MOST_ASKED + 1}-mal" in warned.reason


@pytest.mark.parametrize(
    ("condition", "is_asked"),
    [
        ({"answer": "staff", "at_most": 10}, True),
        ({"answer": "staff", "at_least": 11}, False),
        ({"answer": "sites", "at_least": 2}, False),
        ({"answer": "donations", "is": True}, False),
        ({"answer": "field", "is": "first"}, True),
    ],
)
def test_the_small_house_has_ten_people_and_nothing_special(
    condition: dict[str, Any], is_asked: bool
) -> None:
    document = many(MOST_ASKED + 1, condition=condition)
    assert rules_in(document) == (["many-questions"] if is_asked else [])


# --- Accepting ------------------------------------------------------------------------------


def test_an_accepted_warning_is_silent() -> None:
    question = clear_question(signs=[], accepted={"no-signs": "Sie kommen noch."})
    assert find_warnings(catalogue(question)) == []


@pytest.mark.parametrize("accepting", [0, 1])
def test_either_of_two_measures_can_accept_that_they_are_alike(accepting: int) -> None:
    document = measures("Kalender für Termine einführen", "Termine in den Kalender eintragen")
    content = document.model_dump(mode="json", by_alias=True, exclude_none=True)
    content["areas"][0]["templates"][accepting]["accepted"] = {"measures-alike": "Erst, dann."}
    assert find_warnings(CatalogueDocument.model_validate(content)) == []


def test_what_is_of_the_whole_is_accepted_by_the_whole() -> None:
    content = many(MOST_ASKED + 1).model_dump(mode="json", by_alias=True, exclude_none=True)
    content["accepted"] = {"many-questions": "Für große Träger."}
    assert find_warnings(CatalogueDocument.model_validate(content)) == []


@pytest.mark.parametrize(
    ("rule", "said"), [("no-signs", "keinen Hinweis mehr"), ("hobby", "gibt es nicht")]
)
def test_accepting_in_vain_is_a_warning_itself(rule: str, said: str) -> None:
    document = catalogue(clear_question(accepted={rule: "Aus gutem Grund."}))
    [warned] = find_warnings(document)
    assert warned.rule == "vain-acceptance"
    assert warned.place == ("areas", 0, "questions", 0, "accepted", rule)
    assert said in warned.reason


PARTS = st.sampled_from(
    [
        "Alle nutzen das, und wir prüfen es.",
        "Termine stehen im Kalender und sehen gut aus.",
        "Ein AVV fehlt noch.",
        "Jeden Monat schaut jemand nach.",
        "Wort " * 25 + ".",
        *LADDER,
    ]
)


@settings(max_examples=60)
@given(
    texts=st.lists(PARTS, min_size=5, max_size=5),
    help_text=PARTS,
    signs=st.sampled_from([[], SIGNS]),
)
def test_whatever_is_found_can_be_accepted_and_is_gone_then(texts, help_text, signs) -> None:
    question = clear_question(levels=texts, help=help_text, signs=signs)
    found = find_warnings(catalogue(question))
    assert {warned.rule for warned in found} <= RULES
    accepted = {warned.rule: "Aus gutem Grund." for warned in found}
    assert find_warnings(catalogue(question | {"accepted": accepted})) == []


def test_the_small_catalogue_is_warned_of_without_an_error() -> None:
    found = find_warnings(small_document())
    assert found
    assert all(isinstance(warned, Warned) and warned.reason.endswith(".") for warned in found)


# --- What ships -----------------------------------------------------------------------------


@unmeasured()
@pytest.mark.parametrize("path", [DEFAULT_CATALOGUE, SHORT_CATALOGUE], ids=["default", "short"])
def test_the_catalogues_that_ship_have_no_warning_left(path: Path) -> None:
    # How they read is a test of each of them.
    assert find_warnings(read_catalogue(path)) == []


@unmeasured()
def test_in_the_first_edition_it_finds_what_two_readers_met() -> None:
    document = read_catalogue(EDITION_ONE)
    found = {(warned.rule, warned.owners) for warned in find_warnings(document)}
    for rule, keys in {
        "two-ladders": "rosters-absence staff-files-payroll purchasing-equipment systems-network",
        "absolute": "leadership-pilot accounting-handover security-private-devices",
        "topic-jump": "leadership-participation",
        "unexplained": "invoices-incoming systems-exit outreach-accessibility",
    }.items():
        assert {(rule, (key,)) for key in keys.split()} <= found
    assert ("many-questions", ()) in found
