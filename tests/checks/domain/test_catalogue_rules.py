"""What must hold between the elements of a catalogue."""

from __future__ import annotations

from typing import Any

import pytest

from checks.domain.catalogue import CatalogueDocument
from checks.domain.catalogue_rules import QUOTE_WORDS, RuleProblem, find_problems
from tests.factories.checks import small_document


def changed(**changes: Any) -> list[RuleProblem]:
    """Return the problems of the small catalogue after changes at `a__0__b` places."""
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    for name, value in changes.items():
        *way, last = (int(step) if step.isdigit() else step for step in name.split("__"))
        part: Any = content
        for step in way:
            part = part[step]
        part[last] = value
    return find_problems(CatalogueDocument.model_validate(content))


def test_a_sound_catalogue_has_no_problems() -> None:
    assert changed() == []


@pytest.mark.parametrize(
    "condition",
    [
        {"answer": "donations", "is": True},
        {"answer": "field", "in": ["counselling", "youth"]},
        {"answer": "tools", "is": "mail"},
        {"answer": "staff", "at_least": 3},
        {"answer": "staff", "is": 3},
        {"answer": "pilot", "at_most": 2},
        {"answer": "pilot", "in": [0, 4]},
        {"all": [{"answer": "pilot", "is": 1}, {"not": {"answer": "donations", "is": False}}]},
        {"any": [{"answer": "staff", "at_most": 9}, {"answer": "field", "is": "youth"}]},
    ],
    ids=str,
)
def test_conditions_that_can_be_met_are_fine(condition: dict[str, Any]) -> None:
    assert changed(areas__1__questions__0__condition=condition) == []


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (
            {"answer": "hobby", "is": True},
            "Die Bedingung nennt „hobby“, aber diese Frage gibt es nicht.",
        ),
        (
            {"all": [{"not": {"answer": "hobby", "is": True}}]},
            "Die Bedingung nennt „hobby“, aber diese Frage gibt es nicht.",
        ),
        (
            {"answer": "field", "at_least": 1},
            "„field“ ist keine Zahl und keine Stufe, „at_least“ passt hier nicht.",
        ),
        ({"answer": "donations", "is": 1}, "„1“ ist keine mögliche Antwort auf „donations“."),
        ({"answer": "field", "is": "circus"}, "„circus“ ist keine mögliche Antwort auf „field“."),
        ({"answer": "pilot", "is": 5}, "„5“ ist keine mögliche Antwort auf „pilot“."),
        ({"answer": "pilot", "is": True}, "„true“ ist keine mögliche Antwort auf „pilot“."),
        (
            {"answer": "field", "is": False},
            f"„false“ ist keine mögliche Antwort auf „field“. {QUOTE_WORDS}",
        ),
        ({"answer": "staff", "is": "viele"}, "„viele“ ist keine mögliche Antwort auf „staff“."),
        (
            {"answer": "backup-place", "is": "Keller"},
            "„Keller“ ist keine mögliche Antwort auf „backup-place“.",
        ),
    ],
    ids=str,
)
def test_a_condition_that_can_never_be_met_is_named(condition: dict[str, Any], reason: str) -> None:
    place = ("areas", 1, "questions", 0, "condition")
    assert changed(areas__1__questions__0__condition=condition) == [RuleProblem(place, reason)]


def test_conditions_in_a_circle_are_named_with_the_way() -> None:
    problems = changed(
        areas__0__questions__0__condition={"answer": "goals", "is": 1},
        areas__0__questions__1__condition={"answer": "pilot", "is": 1},
    )
    assert len(problems) == 1
    assert problems[0].place[:3] == ("areas", 0, "questions")
    assert problems[0].reason in (
        "Bedingungen hängen im Kreis: pilot → goals → pilot.",
        "Bedingungen hängen im Kreis: goals → pilot → goals.",
    )


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (
            {"areas__1__questions__2__key": "staff"},
            ("areas", 1, "questions", 2),
            "Den Schlüssel „staff“ gibt es schon weiter oben.",
        ),
        (
            {"areas__1__templates__0__key": "name-pilot"},
            ("areas", 1, "templates", 0),
            "Den Schlüssel „name-pilot“ gibt es schon weiter oben.",
        ),
        (
            {"areas__1__key": "leadership"},
            ("areas", 1),
            "Das Handlungsfeld „leadership“ gibt es schon weiter oben.",
        ),
        (
            {"areas__1__templates__0__title": "Maßnahme name-pilot umsetzen"},
            ("areas", 1, "templates", 0, "title"),
            "Eine Maßnahme mit dem Titel „Maßnahme name-pilot umsetzen“ gibt es schon weiter oben.",
        ),
        (
            {"facts__0__options__1__key": "counselling"},
            ("facts", 0, "options", 1),
            "Die Antwort „counselling“ gibt es schon weiter oben.",
        ),
    ],
    ids=str,
)
def test_what_is_named_twice_is_pointed_out(
    change: dict[str, Any], place: tuple[str | int, ...], reason: str
) -> None:
    assert changed(**change) == [RuleProblem(place, reason)]


def test_earlier_keys_that_lead_to_one_question_are_fine() -> None:
    assert (
        changed(
            facts__0__formerly=["kind-of-work"],
            areas__0__questions__0__formerly=["lotse", "guide"],
        )
        == []
    )


def test_several_questions_may_come_from_one_that_may_go_on() -> None:
    for key in ("lotse", "goals"):
        assert (
            changed(
                areas__0__questions__0__formerly=[key],
                areas__1__questions__0__formerly=["x", key],
            )
            == []
        )


@pytest.mark.parametrize(
    ("formerly", "reason"),
    [
        (["x", "pilot"], "„pilot“ unter „formerly“ ist der Schlüssel der Frage selbst."),
        (["x", "x"], "Der frühere Schlüssel „x“ steht hier schon."),
    ],
)
def test_an_earlier_key_is_another_one_and_named_once(formerly: list[str], reason: str) -> None:
    assert changed(areas__0__questions__0__formerly=formerly) == [
        RuleProblem(("areas", 0, "questions", 0, "formerly", 1), reason)
    ]


def test_a_measure_is_suggested_by_levels_of_existing_questions() -> None:
    wanted = {"pilot": [0, 1], "hobby": [0], "backup-place": [1]}
    place = ("areas", 0, "templates", 0, "suggested_by")
    assert changed(areas__0__templates__0__suggested_by=wanted) == [
        RuleProblem(
            (*place, "hobby"), "Die Maßnahme nennt „hobby“, aber diese Frage gibt es nicht."
        ),
        RuleProblem(
            (*place, "backup-place"),
            "„backup-place“ hat keine Stufen und kann keine Maßnahme vorschlagen.",
        ),
    ]


def test_a_measure_that_cannot_wait_is_suggested_there_too() -> None:
    pressing = {"at": {"pilot": [1, 3, 4]}, "why": "Menschen sind in Gefahr."}
    assert changed(areas__0__templates__0__pressing=pressing) == [
        RuleProblem(
            ("areas", 0, "templates", 0, "pressing", "at", "pilot"),
            "Bei „pilot“ auf Stufe 3 und 4 kann die Maßnahme nicht warten, wird dort aber unter "
            "„suggested_by“ nicht vorgeschlagen.",
        )
    ]


@pytest.mark.parametrize(
    ("levels", "named"), [([1, 2], "0"), ([0, 4], "1"), ([2, 3, 4], "0 und 1")], ids=str
)
def test_every_low_answer_leads_to_a_measure(levels: list[int], named: str) -> None:
    assert changed(areas__1__templates__0__suggested_by={"passwords": levels}) == [
        RuleProblem(
            ("areas", 1, "questions", 0),
            f"Zu „passwords“ auf Stufe {named} gibt es keine Maßnahme.",
        )
    ]


SITE = {"key": "site", "label": "einen Standort"}
NIGHT = {"key": "night", "label": "die Nacht", "condition": {"answer": "donations", "is": True}}


def test_exceptions_and_terms_that_fit_are_fine() -> None:
    assert (
        changed(
            exceptions=[SITE, NIGHT],
            terms=[{"term": "AVV", "forms": ["AVVs"], "note": "Ein Vertrag."}],
            areas__0__questions__0__exceptions=["night"],
            areas__0__templates__0__suggested_by_exceptions={"pilot": ["night"], "goals": ["site"]},
        )
        == []
    )


def test_exceptions_and_words_stand_there_once() -> None:
    problems = changed(
        exceptions=[SITE, SITE],
        terms=[
            {"term": "AVV", "note": "Ein Vertrag."},
            {"term": "Vertrag", "forms": ["AVV"], "note": "Ein Papier."},
        ],
        areas__0__questions__0__exceptions=["site", "site"],
    )
    assert problems == [
        RuleProblem(
            ("areas", 0, "questions", 0, "exceptions", 1),
            "Die Ausnahme „site“ gibt es schon weiter oben.",
        ),
        RuleProblem(("exceptions", 1), "Die Ausnahme „site“ gibt es schon weiter oben."),
        RuleProblem(("terms", 1), "Den Begriff „AVV“ gibt es schon weiter oben."),
    ]


def test_conditions_of_exceptions_can_be_met() -> None:
    wrong = {"answer": "hobby", "is": True}
    assert changed(exceptions=[SITE | {"condition": wrong}]) == [
        RuleProblem(
            ("exceptions", 0, "condition"),
            "Die Bedingung nennt „hobby“, aber diese Frage gibt es nicht.",
        )
    ]


def test_a_measure_waits_for_exceptions_that_can_be_noted() -> None:
    place = ("areas", 0, "templates", 0, "suggested_by_exceptions")
    problems = changed(
        exceptions=[SITE, NIGHT],
        areas__0__questions__0__exceptions=["site"],
        areas__0__questions__1__exceptions=["moon"],
        areas__0__templates__0__suggested_by_exceptions={
            "hobby": ["site"],
            "backup-place": ["site"],
            "pilot": ["night"],
            "passwords": ["sun"],
        },
    )
    assert problems == [
        RuleProblem(
            (*place, "hobby"), "Die Maßnahme nennt „hobby“, aber diese Frage gibt es nicht."
        ),
        RuleProblem(
            (*place, "backup-place"), "Bei „backup-place“ lassen sich keine Ausnahmen anmerken."
        ),
        RuleProblem((*place, "pilot"), "Die Ausnahme „night“ steht bei „pilot“ nicht zur Wahl."),
        RuleProblem(
            ("areas", 0, "questions", 1, "exceptions", 0),
            "Die Ausnahme „moon“ steht nicht unter „exceptions“ im Katalog.",
        ),
        RuleProblem(
            (*place, "passwords", 0),
            "Die Ausnahme „sun“ steht nicht unter „exceptions“ im Katalog.",
        ),
    ]
