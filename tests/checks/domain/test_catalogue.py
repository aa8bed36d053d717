"""What every element of a catalogue must have, and how elements are found again."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from checks.domain.catalogue import CatalogueDocument, Condition, Question, Template
from tests.factories.checks import small_document, small_question, small_template

OPTIONS = [{"key": "paper", "label": "Papier"}, {"key": "files", "label": "Dateien"}]


def reason_of(error: ValidationError) -> list[str]:
    return [str(found.get("ctx", {}).get("error", found["type"])) for found in error.errors()]


@pytest.mark.parametrize(
    ("condition", "keys"),
    [
        ({"answer": "pilot", "is": 1}, {"pilot"}),
        ({"not": {"answer": "pilot", "at_least": 1}}, {"pilot"}),
        (
            {
                "all": [
                    {"answer": "pilot", "in": [1, 2]},
                    {"any": [{"answer": "goals", "is": 0}, {"answer": "pilot", "is": 4}]},
                ]
            },
            {"pilot", "goals"},
        ),
    ],
    ids=["a comparison", "its opposite", "several"],
)
def test_a_condition_knows_the_answers_it_looks_at(
    condition: dict[str, Any], keys: set[str]
) -> None:
    assert Condition.model_validate(condition).keys == keys


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ({"answer": "pilot"}, "condition_comparison"),
        ({"answer": "pilot", "is": 1, "at_most": 2}, "condition_comparison"),
        ({"answer": "pilot", "is": 1, "not": {"answer": "goals", "is": 1}}, "condition_comparison"),
        ({}, "condition_combination"),
        ({"is": True}, "condition_combination"),
        (
            {"all": [{"answer": "pilot", "is": 1}], "any": [{"answer": "pilot", "is": 1}]},
            "condition_combination",
        ),
    ],
    ids=str,
)
def test_a_condition_has_one_form(condition: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Condition.model_validate(condition)
    assert reason_of(caught.value) == [reason]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"levels": ["Nur eine."]}, "five_levels"),
        ({"help": None}, "help_and_reason"),
        ({"reason": None}, "help_and_reason"),
        ({"options": OPTIONS}, "options_without_choice_kind"),
        ({"kind": "choice", "options": OPTIONS}, "levels_without_level_kind"),
        ({"kind": "yes_no", "levels": [], "signs": ["So."] * 5}, "levels_without_level_kind"),
        ({"kind": "yes_no", "levels": [], "examples": {"1": "So."}}, "levels_without_level_kind"),
        ({"kind": "yes_no", "levels": [], "exceptions": ["site"]}, "levels_without_level_kind"),
        ({"signs": ["Nur eines."]}, "five_signs"),
        ({"examples": {"5": "Zu hoch."}}, "example_levels"),
        ({"examples": {"viel": "Keine Zahl."}}, "int_parsing"),
        ({"kind": "choices", "levels": [], "options": OPTIONS[:1]}, "two_options"),
        ({"kind": "number", "levels": [], "options": OPTIONS}, "options_without_choice_kind"),
        ({"key": "Großes Wort"}, "string_pattern_mismatch"),
        ({"colour": "blau"}, "extra_forbidden"),
    ],
    ids=str,
)
def test_what_belongs_to_a_question_follows_from_its_kind(
    change: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Question.model_validate(small_question("pilot") | change)
    assert reason_of(caught.value) == [reason]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ratings": {"benefit": {"value": 3, "reason": "Grund."}}}, "five_ratings"),
        ({"suggested_by": {"pilot": []}}, "levels_missing"),
        ({"suggested_by": {}}, "too_short"),
        ({"suggested_by_exceptions": {"pilot": []}}, "exceptions_missing"),
        (
            {"pressing": {"at": {"pilot": []}, "why": "Menschen sind in Gefahr."}},
            "pressing_levels_missing",
        ),
        ({"suggested_by": {"pilot": [5]}}, "less_than_equal"),
        ({"steps": ["Eins.", "Zwei."]}, "too_short"),
        ({"steps": ["Schritt."] * 7}, "too_long"),
        ({"effort": {"hours": 0, "days": 1}}, "greater_than_equal"),
    ],
    ids=str,
)
def test_a_measure_is_complete(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Template.model_validate(small_template("use-safe", {"pilot": [0, 1]}) | change)
    assert reason_of(caught.value) == [reason]


def test_elements_are_found_by_key() -> None:
    document: CatalogueDocument = small_document()
    leadership, security = document.areas
    assert document.by_key["donations"] is document.facts[2]
    assert document.by_key["backups"] is security.questions[1]
    assert document.area_of["pilot"] is document.area_of["write-goals"] is leadership
    assert document.template_by_key["use-safe"] is security.templates[0]
    assert len(document.questions) == 6
    assert len(document.templates) == 4


def test_questions_can_be_told_apart_in_sets() -> None:
    pilot, goals = (
        Question.model_validate(small_question(key, examples={"1": "So."}))
        for key in ("pilot", "goals")
    )
    assert {pilot, goals, pilot} == {goals, pilot}
