"""What changed between two catalogues: nothing is overlooked, and everything has words."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checks.domain.catalogue import (
    Area,
    CatalogueDocument,
    Condition,
    Criterion,
    Question,
    QuestionKind,
    Template,
)
from checks.domain.catalogue_diff import APART, ChangeKind, ElementKind, compare
from checks.domain.catalogue_diff_wording import (
    CRITERIA,
    FIELDS,
    KINDS,
    condition_in_words,
    describe,
)
from checks.forms.catalogue_file import DEFAULT_CATALOGUE, SHORT_CATALOGUE, read_catalogue
from tests.factories import small_document, small_question, small_template

SMALL = small_document()


def content() -> dict[str, Any]:
    """The small catalogue as one changes it."""
    return SMALL.model_dump(mode="json", by_alias=True, exclude_none=True)


def changed(change: Callable[[dict[str, Any]], object]) -> CatalogueDocument:
    """The small catalogue after a change."""
    one = content()
    change(one)
    return CatalogueDocument.model_validate(one)


def said(new: CatalogueDocument, old: CatalogueDocument = SMALL) -> str:
    """Return what is said about the way from one to the other."""
    return "\n".join(describe(compare(old, new)))


def set_in(*place: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change that sets one value."""

    def change(one: dict[str, Any]) -> None:
        part: Any = one
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = to

    return change


def question(number: int, *place: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change of a question of the first area."""
    return set_in("areas", 0, "questions", number, *place, to=to)


def template(*place: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change of the first measure."""
    return set_in("areas", 0, "templates", 0, *place, to=to)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (set_in("version", to=2), "  Version: 1 → 2"),
        (set_in("title", to="Neuer Titel"), "  Titel: Kleiner Testkatalog → Neuer Titel"),
        (set_in("intro", to="Zum Vergleichen."), "  Einleitung: Zum Testen. → Zum Vergleichen."),
        (set_in("areas", 1, "title", to="Schutz"), "  Titel: Sicherheit → Schutz"),
        (
            set_in("areas", 0, "requirement_prompt", "text", to="Was soll sie können?"),
            "    jetzt:  Was soll sie können?",
        ),
        (
            set_in("areas", 0, "requirement_prompt", "starters", to=["Muss gehen", "Muss sein"]),
            "    jetzt:  Muss gehen / Muss sein",
        ),
        (
            question(0, "text", to="Wie geht es?"),
            "  Wortlaut: Wie steht es um pilot? → Wie geht es?",
        ),
        (question(0, "help", to="Anders."), "  Hilfe: Gemeint ist pilot. → Anders."),
        (
            question(0, "reason", to="Anders."),
            "  Warum das wichtig ist: Denn pilot ist wichtig. → Anders.",
        ),
        (question(0, "levels", 3, to="Anders."), "  Stufe 3: pilot auf Stufe 3. → Anders."),
        (
            question(0, "signs", to=["Eins.", "Zwei.", "Drei.", "Vier.", "Fünf."]),
            "  Zeichen für Stufe: nichts → Eins. / Zwei. / Drei. / Vier. / Fünf.",
        ),
        (
            question(0, "examples", to={"1": "Sie ruft an."}),
            "  Beispiel zu Stufe 1: nichts → Sie ruft an.",
        ),
        (question(0, "exceptions", to=["site"]), "  Ausnahmen: nichts → site"),
        (
            question(0, "accepted", to={"halves": "Ein Vorgang."}),
            "  Hingenommener Hinweis halves: nichts → Ein Vorgang.",
        ),
        (
            set_in(
                "exceptions",
                to=[
                    {"key": "site", "label": "ein Haus", "condition": {"answer": "staff", "is": 3}},
                    {"key": "night", "label": "die Nacht"},
                ],
            ),
            "    jetzt:  „ein Haus“ (site, wenn „Wie viele?“: 3), „die Nacht“ (night)",
        ),
        (
            set_in("terms", to=[{"term": "AVV", "forms": ["AVVs"], "note": "Ein Vertrag."}]),
            "  Begriffe: nichts → AVV, AVVs: Ein Vertrag.",
        ),
        (
            template("suggested_by_exceptions", to={"pilot": ["site", "night"]}),
            "  Vorgeschlagen bei Ausnahmen von pilot: nichts → site, night",
        ),
        (question(0, "formerly", to=["lotsin"]), "  Frühere Schlüssel: nichts → lotsin"),
        (
            question(0, "condition", to={"answer": "donations", "is": False}),
            "  Bedingung: nichts → „Nehmen Sie Spenden ein?“: Nein",
        ),
        (set_in("facts", 1, "maximum", to=20), "  Größte Zahl: 500 → 20"),
        (set_in("facts", 1, "minimum", to=3), "  Kleinste Zahl: 0 → 3"),
        (
            lambda one: one["facts"][1].pop("prefill"),
            "  Vorab eingetragen: Zahl der Mitarbeitenden → nichts",
        ),
        (set_in("facts", 2, "kind", to="text"), "  Art der Antwort: Ja oder Nein → freier Text"),
        (
            set_in("facts", 0, "options", 1, "label", to="Jugend"),
            "    jetzt:  „Beratung“ (counselling), „Jugend“ (youth)",
        ),
        (
            template("title", to="Andere Maßnahme"),
            "  Titel: Maßnahme name-pilot umsetzen → Andere Maßnahme",
        ),
        (template("what", to="Dies."), "  Was getan wird: Das wird getan. → Dies."),
        (template("why", to="Dies."), "  Was es bringt: Das bringt es. → Dies."),
        (template("existing", to="Dies."), "  Was schon da ist: Das ist schon da. → Dies."),
        (template("steps", to=["Eins.", "Zwei.", "Drei."]), "    jetzt:  Eins. / Zwei. / Drei."),
        (
            template("effort", to={"hours": 1, "days": 1}),
            "  Aufwand: 4 Stunden in 10 Tagen → 1 Stunde in einem Tag",
        ),
        (template("ratings", "benefit", "value", to=5), "  Bewertung, klarer Mehrwert: 3 → 5"),
        (
            template("ratings", "reuse", "reason", to="Darum."),
            "  Grund der Bewertung, vorhandene Systeme: Grund für reuse. → Darum.",
        ),
        (
            template("suggested_by", to={"pilot": [0, 1, 2]}),
            "  Vorgeschlagen bei pilot: Stufen 0 und 1 → Stufen 0, 1 und 2",
        ),
        (
            template(
                "pressing",
                to={"at": {"pilot": [0, 1]}, "why": "Daten sind in Gefahr.", "law": "Art. 1 GG"},
            ),
            "    jetzt:  bei pilot Stufen 0 und 1: Daten sind in Gefahr. (Art. 1 GG)",
        ),
        (
            template("suggested_by", "pilot", to=[1]),
            "  Vorgeschlagen bei pilot: Stufen 0 und 1 → Stufe 1",
        ),
        (
            template("suggested_by", "goals", to=[0]),
            "  Vorgeschlagen bei goals: nichts → Stufe 0",
        ),
        (template("keywords", to=["handy", "mobil"]), "  Stichwörter: mobil → handy, mobil"),
        (lambda one: one["facts"].reverse(), "    jetzt:  tools, donations, staff, field"),
        (
            lambda one: one["areas"].reverse(),
            "  Reihenfolge der Handlungsfelder: leadership, security → security, leadership",
        ),
        (lambda one: one["areas"][0]["questions"].reverse(), "  Reihenfolge der Fragen"),
        (
            lambda one: one["areas"][0]["templates"].reverse(),
            "  Reihenfolge der Maßnahmen: name-pilot, write-goals → write-goals, name-pilot",
        ),
    ],
)
def test_a_change_is_said_with_what_was_and_is(change, line):
    assert line in said(changed(change)).splitlines()


def test_a_sign_that_changed_is_said_with_its_level():
    old = changed(question(0, "signs", to=["Eins.", "Zwei.", "Drei.", "Vier.", "Fünf."]))
    new = changed(question(0, "signs", to=["Eins.", "Zwei.", "Drei.", "Vier.", "Sechs."]))
    line = "  Zeichen für Stufe 4: Fünf. → Sechs."
    assert line in said(new, old).splitlines()


class TestElements:
    def test_that_are_new_are_named(self):
        def add(one: dict[str, Any]) -> None:
            one["facts"].append({"key": "sites", "kind": "number", "text": "Wie viele Orte?"})
            one["areas"][0]["questions"].append(small_question("budget"))
            one["areas"][0]["templates"].append(small_template("plan", {"budget": [0, 1]}))

        text = said(changed(add))
        assert "Angabe „Wie viele Orte?“ (sites): neu" in text
        assert "Frage „Wie steht es um budget?“ (budget): neu" in text
        assert "Maßnahme „Maßnahme plan umsetzen“ (plan): neu" in text

    def test_that_are_gone_are_named_in_their_area(self):
        def remove(one: dict[str, Any]) -> None:
            one["facts"].pop()
            one["areas"][1]["questions"].pop(0)
            one["areas"][1]["templates"].pop(0)

        text = said(changed(remove))
        assert "Angabe „Was nutzen Sie?“ (tools): gestrichen" in text
        assert text.index("== Sicherheit ==") < text.index("(passwords): gestrichen")
        assert "(use-safe): gestrichen" in text

    def test_of_an_area_that_is_gone_are_named_too(self):
        text = said(changed(lambda one: one["areas"].pop()))
        assert "Handlungsfeld „Sicherheit“ (security): gestrichen" in text
        assert "(backups): gestrichen" in text
        assert "(test-restore): gestrichen" in text

    def test_of_a_new_area_are_named(self):
        new = changed(lambda one: one["areas"].pop())
        text = said(SMALL, new)
        assert "Handlungsfeld „Sicherheit“ (security): neu" in text

    def test_that_moved_say_from_where(self):
        def move(one: dict[str, Any]) -> None:
            one["areas"][1]["questions"].append(one["areas"][0]["questions"].pop(0))
            one["areas"][1]["templates"].append(one["areas"][0]["templates"].pop(0))
            one["areas"][0]["questions"].append(one["facts"].pop())

        text = said(changed(move))
        assert text.count("  Ort: Führung → Sicherheit") == 2
        assert "  Ort: Angaben zur Organisation → Führung" in text

    def test_with_a_new_key_are_one_and_not_two(self):
        def rename(one: dict[str, Any]) -> None:
            one["areas"][0]["questions"][0] |= {"key": "lotsin", "formerly": ["pilot"]}
            one["areas"][0]["templates"][0]["suggested_by"] = {"lotsin": [0, 1]}

        diff = compare(SMALL, changed(rename))
        (entry,) = diff.entries
        assert (entry.topic, entry.fate) == (ElementKind.QUESTION, ChangeKind.CHANGED)
        assert [change.field for change in entry.changes] == ["key", "formerly"]


class TestMeaning:
    def test_of_nothing_changed_is_that_both_are_the_same(self):
        assert said(SMALL).splitlines()[-1] == "Beide sind gleich."

    def test_counts_what_becomes_of_answers(self):
        def change(one: dict[str, Any]) -> None:
            one["version"] = 2
            one["areas"][0]["questions"][0]["levels"][0] = "Anders."
            one["areas"][0]["questions"].append(small_question("budget"))
            one["areas"][0]["templates"][0]["suggested_by"]["budget"] = [0, 1]
            one["areas"][1]["questions"].pop()
            one["facts"][2]["kind"] = "text"
            del one["areas"][0]["questions"][2]["condition"]

        lines = said(changed(change)).splitlines()
        meaning = lines[lines.index("Was das bedeutet") :]
        assert "- Die Antwort bleibt, wie sie ist: bei 7 Fragen." in meaning
        assert any(line.endswith("Wortlaut ein anderer ist: bei 1 Frage.") for line in meaning)
        assert "- Die Antwort hat keinen Platz mehr und bleibt aufgehoben: bei 2 Fragen." in meaning
        assert "- Es gibt noch keine Antwort: bei 1 Frage." in meaning
        assert any("5 von 6 Fragen mit Stufen, davon 1 mit" in line for line in meaning)
        assert not any("erhöhen" in line for line in meaning)

    def test_counts_apart_what_was_split_or_merged(self):
        def regroup(one: dict[str, Any]) -> None:
            one["version"] = 2
            one["areas"][0]["questions"].append(small_question("deputy", formerly=["pilot"]))
            one["areas"][0]["templates"][0]["suggested_by"]["deputy"] = [0, 1]

        meaning = said(changed(regroup))
        assert (
            "- Die Antwort bleibt und ist zu prüfen, weil aus einer Frage mehrere wurden oder aus "
            "mehreren eine: bei 2 Fragen."
        ) in meaning
        assert "Wortlaut ein anderer ist: bei keiner Frage." in meaning
        assert "Mit früheren Checks vergleichbar: 5 von 6 Fragen" in meaning

    @pytest.mark.parametrize(
        "change",
        [
            lambda one: one["facts"][3]["options"].append({"key": "fax", "label": "Fax"}),
            set_in("facts", 1, "maximum", to=900),
        ],
    )
    def test_does_not_warn_where_more_is_possible(self, change):
        assert "Aufgehoben wird auch" not in said(changed(change))

    @pytest.mark.parametrize(
        "change",
        [
            set_in("facts", 1, "maximum", to=20),
            set_in("facts", 1, "minimum", to=1),
            lambda one: one["facts"][0].update(
                options=[
                    {"key": "youth", "label": "Jugendarbeit"},
                    {"key": "care", "label": "Pflege"},
                ]
            ),
        ],
    )
    def test_warns_where_less_is_possible(self, change):
        assert "bei 1 Frage ist die Auswahl kleiner" in said(changed(change))

    def test_asks_for_a_higher_version(self):
        text = said(changed(set_in("title", to="Anders")))
        assert "- Vor dem Veröffentlichen: „version“ auf mindestens 2 erhöhen." in text

    def test_notices_a_key_that_was_changed_without_a_word(self):
        def rename(one: dict[str, Any]) -> None:
            one["areas"][0]["questions"][0]["key"] = "lotsin"
            one["areas"][0]["templates"][0]["suggested_by"] = {"lotsin": [0, 1]}

        assert "Ist „lotsin“ dieselbe Frage wie bisher „pilot“?" in said(changed(rename))

    def test_does_not_take_another_question_for_a_renamed_one(self):
        def exchange(one: dict[str, Any]) -> None:
            one["areas"][1]["questions"][2] = {"key": "fax", "kind": "text", "text": "Und sonst?"}
            one["areas"][1]["questions"].append(
                {"key": "orte", "kind": "number", "text": "Wo liegen die Sicherungen?"}
            )

        assert "dieselbe Frage" not in said(changed(exchange))

    def test_between_different_catalogues_is_about_new_checks(self):
        text = said(read_catalogue(DEFAULT_CATALOGUE), read_catalogue(SHORT_CATALOGUE))
        assert "Das sind zwei verschiedene Kataloge." in text
        assert "die genau gleich lauten, also bei 12 Fragen." in text
        assert "12 von 54 Fragen mit Stufen, davon 0 mit anderem Wortlaut." in text


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"answer": "donations", "is": True}, "„Nehmen Sie Spenden ein?“: Ja"),
        (
            {"answer": "field", "in": ["youth", "counselling"]},
            "„Welches Feld?“: Jugendarbeit oder Beratung",
        ),
        ({"answer": "staff", "at_least": 3}, "„Wie viele?“ mindestens 3"),
        ({"answer": "staff", "at_most": 3}, "„Wie viele?“ höchstens 3"),
        ({"answer": "staff", "is": 3}, "„Wie viele?“: 3"),
        ({"answer": "pilot", "in": [0, 1]}, "„Wie steht es um pilot?“: Stufe 0 oder Stufe 1"),
        ({"not": {"answer": "staff", "is": 3}}, "nicht („Wie viele?“: 3)"),
        (
            {"all": [{"answer": "staff", "is": 3}, {"answer": "staff", "is": 4}]},
            "(„Wie viele?“: 3) und („Wie viele?“: 4)",
        ),
        (
            {"any": [{"answer": "staff", "is": 3}, {"answer": "staff", "is": 4}]},
            "(„Wie viele?“: 3) oder („Wie viele?“: 4)",
        ),
    ],
)
def test_a_condition_is_said_with_the_words_of_its_questions(condition, words):
    assert condition_in_words(Condition.model_validate(condition), SMALL) == words


def test_every_field_has_a_name():
    fields = {
        *CatalogueDocument.model_fields,
        *Area.model_fields,
        *Question.model_fields,
        *Template.model_fields,
    }
    in_parts = APART | {"requirement_prompt", "ratings"}
    assert fields - in_parts <= FIELDS.keys()
    assert set(Criterion) == set(CRITERIA)
    assert set(QuestionKind) == set(KINDS)


def test_a_question_that_gets_levels_says_them_all():
    new = changed(
        lambda one: one["areas"][1]["questions"].__setitem__(2, small_question("backup-place"))
    )
    text = said(new)
    assert "  Art der Antwort: freier Text → Stufen" in text
    assert "backup-place auf Stufe 0. / backup-place auf Stufe 1." in text


LARGE = read_catalogue(DEFAULT_CATALOGUE)


def test_a_catalogue_is_the_same_as_itself():
    assert compare(LARGE, LARGE).entries == ()


NEW_WORDS = st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=40)


@settings(max_examples=150)
@given(seed=st.integers(0, 10**6), words=NEW_WORDS, number=st.integers(1, 5))
def test_whatever_is_changed_it_is_noticed_and_said(seed, words, number):
    chance = random.Random(seed)
    one = content()
    _mutate(one, chance, words, number)
    try:
        new = CatalogueDocument.model_validate(one)
        document_lines = list(describe(compare(SMALL, new)))
    except (ValueError, KeyError):
        # Keys that lead nowhere are refused before anyone compares.
        assume(False)
        return
    assert bool(compare(SMALL, new).entries) == (new != SMALL)
    assert ("Beide sind gleich." in document_lines) == (new == SMALL)
    assert compare(new, new).entries == ()


def _mutate(one: Any, chance: random.Random, words: str, number: int) -> None:
    """Change one value, drop an entry of a list, or turn a list around."""
    part = one
    while True:
        key = chance.choice(list(part) if isinstance(part, dict) else range(len(part)))
        inner = part[key]
        if isinstance(inner, list) and len(inner) > 1 and chance.random() < 0.15:
            inner.reverse() if chance.random() < 0.5 else inner.pop()
            return
        if isinstance(inner, dict | list) and inner:
            part = inner
            continue
        part[key] = number if isinstance(inner, int) and not isinstance(inner, bool) else words
        return
