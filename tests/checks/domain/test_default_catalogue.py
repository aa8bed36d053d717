"""The catalogue that ships with the product: complete, consistent, and easy to read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from checks.domain import readability
from checks.domain.catalogue import (
    LEVELS,
    LOW_LEVELS,
    CatalogueDocument,
    Criterion,
    Given,
    Question,
    QuestionKind,
    Template,
)
from checks.domain.catalogue_rules import find_problems
from checks.domain.conditions import visible_keys
from checks.forms.catalogue_file import DEFAULT_CATALOGUE, read_catalogue

AREAS = (
    "leadership",
    "skills",
    "collaboration",
    "casework",
    "administration",
    "systems",
    "security",
    "outreach",
)
FULL_SENTENCE = re.compile(r"^[A-ZÄÖÜ„].*[.!?“]$")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
INFINITIVE = re.compile(r"(en|ern|eln)$")
# What has no place in a text for people who are addressed formally and all meant.
UNWANTED = re.compile(
    r"\b(du|dich|dir|dein\w*|euch|euer\w*|Mitarbeiter|Klienten|Kollegen|Nutzer|User|"
    r"Homeoffice|Tool|Tools|Feedback|Meeting|Meetings|Support|Backup|Handling|fuer|ueber|koennen|"
    r"muessen|Massnahme\w*)\b(?!:)|[\"'`´]|\s-\s|\s{2,}|\.\.\.",
)

document = read_catalogue(DEFAULT_CATALOGUE)
questions = pytest.mark.parametrize(
    "question", document.questions, ids=[question.key for question in document.questions]
)
templates = pytest.mark.parametrize(
    "template", document.templates, ids=[template.key for template in document.templates]
)


# Keys and the like, which nobody reads.
NAMES = (
    *("key", "keywords", "condition", "language", "prefill", "formerly", "accepted"),
    *("suggested_by", "suggested_by_exceptions"),
)


def texts_in(content: Any) -> Iterator[str]:
    """Yield every text a person reads in a part of the document."""
    if isinstance(content, dict):
        for name, part in content.items():
            if name not in NAMES:
                yield from texts_in(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from texts_in(part)
    elif isinstance(content, str):
        yield content


def asked_of(**facts: object) -> tuple[str, ...]:
    """Return the keys that an organisation is asked which gave these facts."""
    said = {key.replace("_", "-"): Given("answered", value=value) for key, value in facts.items()}
    return visible_keys(document, said)


# --- Whole and consistent -----------------------------------------------------------------


def test_it_has_the_eight_areas_with_all_their_topics() -> None:
    assert tuple(area.key for area in document.areas) == AREAS
    assert min(len(area.questions) for area in document.areas) >= 5
    assert 48 <= len(document.questions) <= 54
    assert len(document.facts) <= 10
    assert len(document.templates) >= 60


def test_its_keys_are_unique() -> None:
    keys = [element.key for element in (*document.facts, *document.questions, *document.templates)]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_nothing_in_it_contradicts_itself() -> None:
    assert find_problems(document) == []


def test_every_low_answer_leads_to_a_measure_of_its_area() -> None:
    suggested = {
        (key, level): document.area_of[template.key]
        for template in document.templates
        for key, levels in template.suggested_by.items()
        for level in levels
        if document.area_of[template.key] is document.area_of[key]
    }
    wanted = {(question.key, level) for question in document.questions for level in LOW_LEVELS}
    assert wanted - suggested.keys() == set()


def test_the_best_level_suggests_nothing() -> None:
    assert [
        template.key
        for template in document.templates
        if any(max(LEVELS) in levels for levels in template.suggested_by.values())
    ] == []


@pytest.mark.parametrize(
    ("question", "fitting", "other"),
    [
        ("leadership-learning", {"sites": 2}, {"staff": 14, "sites": 1}),
        ("leadership-rules", {"field": "care"}, {"field": "other", "staff": 9, "shifts": False}),
        ("skills-reach", {"volunteers": True}, {"volunteers": False, "sites": 1, "shifts": False}),
        ("mobile-work", {"mobile": True}, {"mobile": False}),
        ("case-access-rights", {"case_software": True}, {"case_software": False}),
        ("case-agreements", {"field": "daycare"}, {"field": "counselling"}),
        ("case-client-data", {"field": "youth"}, {"field": "association"}),
        ("working-hours", {"staff": 1}, {"staff": 0}),
        ("rosters-shifts", {"shifts": True}, {"shifts": False}),
        ("staff-files", {"staff": 15}, {"staff": 14}),
        ("donations-receipts", {"donations": True}, {"donations": False}),
        ("keys-register", {"field": "care"}, {"field": "counselling"}),
        ("security-emergency", {"field": "residential"}, {"field": "other", "staff": 14}),
        ("security-officer", {"church": True}, {"church": False, "staff": 19}),
        ("outreach-languages", {"field": "care"}, {"field": "counselling"}),
        ("outreach-participation", {"field": "residential"}, {"field": "counselling"}),
        ("outreach-safe-website", {"at_risk": True}, {"at_risk": False}),
    ],
)
def test_a_question_is_asked_only_where_it_fits(
    question: str, fitting: dict[str, object], other: dict[str, object]
) -> None:
    assert question in asked_of(**fitting)
    assert question not in asked_of(**other)


NOTHING_SPECIAL = {
    "volunteers": False,
    "sites": 1,
    "shifts": False,
    "donations": False,
    "church": False,
    "case_software": True,
    "mobile": True,
    "at_risk": False,
}


@pytest.mark.parametrize(
    ("house", "number"),
    [
        ({"field": "counselling", "staff": 10}, 40),
        ({"field": "care", "staff": 30, "shifts": True}, 52),
        (
            {"field": "daycare", "staff": 12, "volunteers": True, "church": True}
            | {"case_software": False, "mobile": False},
            46,
        ),
        (
            {"field": "youth", "staff": 6, "volunteers": True, "sites": 2, "donations": True}
            | {"case_software": False},
            47,
        ),
    ],
    ids=["counselling centre", "care service", "church day-care group", "youth clubs"],
)
def test_a_typical_house_is_asked_what_concerns_it(house: dict[str, object], number: int) -> None:
    assert len(asked_of(**NOTHING_SPECIAL | house)) - len(document.facts) == number


# --- Every text is there ------------------------------------------------------------------


@questions
def test_a_question_explains_itself(question: Question) -> None:
    assert question.kind is QuestionKind.LEVEL
    assert question.text.endswith("?")
    assert question.help
    assert question.reason
    assert len(set(question.levels)) == len(LEVELS)
    assert len(set(question.signs)) == len(LEVELS)
    assert {*question.examples} == {1, 3}
    sentences = (*question.levels, *question.signs, *question.examples.values())
    for text in (question.help, question.reason, *sentences):
        assert FULL_SENTENCE.match(text)
    assert not any(text.startswith("Zum Beispiel") for text in question.examples.values())


@questions
def test_a_level_is_one_sentence_that_stands_alone(question: Question) -> None:
    for level in question.levels:
        assert len(SENTENCE_END.split(level)) == 1
        # In a report, „Sie“ and „dazu“ would have nothing to refer to.
        assert not re.match(r"(Sie|Dazu|Dort|Diese[rs]?|Dafür|Darüber|Darauf|Danach)\b", level)


def test_no_two_questions_share_a_sentence() -> None:
    sentences = Counter(
        text
        for question in document.questions
        for text in (*question.levels, *question.signs, *question.examples.values())
    )
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_facts_and_areas_say_what_is_meant() -> None:
    assert [fact.key for fact in document.facts if not fact.help] == []
    for area in document.areas:
        assert FULL_SENTENCE.match(area.intro)
        assert area.requirement_prompt.text.startswith("Was müsste eine künftige Lösung")
        assert all(starter.startswith("Muss ") for starter in area.requirement_prompt.starters)
        assert 2 <= len(area.requirement_prompt.starters) <= 3


@templates
def test_a_measure_says_what_to_do_and_why_in_three_sentences(template: Template) -> None:
    assert INFINITIVE.search(template.title), "the title says what to do"
    assert len(SENTENCE_END.split(f"{template.what} {template.why}")) == 3
    assert 3 <= len(template.steps) <= 6
    for text in (template.what, template.why, template.existing, *template.steps):
        assert FULL_SENTENCE.match(text)


@templates
def test_a_measure_gives_a_reason_for_every_rating(template: Template) -> None:
    assert set(template.ratings) == set(Criterion)
    for rating in template.ratings.values():
        assert FULL_SENTENCE.match(rating.reason)


@templates
def test_keywords_can_be_found_in_a_requirement(template: Template) -> None:
    assert template.keywords
    for keyword in template.keywords:
        assert keyword == keyword.lower(), "requirements are compared in lower case"
        assert " " not in keyword, "requirements are compared word by word"


def test_ratings_tell_measures_apart() -> None:
    for criterion in Criterion:
        values = Counter(template.ratings[criterion].value for template in document.templates)
        assert len(values) >= 4, criterion
        assert max(values.values()) <= 0.55 * len(document.templates), criterion
    patterns = Counter(
        tuple(template.ratings[criterion].value for criterion in Criterion)
        for template in document.templates
    )
    assert max(patterns.values()) <= 5


def test_no_reason_is_used_twice() -> None:
    reasons = Counter(
        rating.reason for template in document.templates for rating in template.ratings.values()
    )
    assert [reason for reason, times in reasons.items() if times > 1] == []


# --- Easy to read -------------------------------------------------------------------------


def test_its_german_is_formal_inclusive_and_well_set() -> None:
    assert [
        text for text in texts_in(document.model_dump(mode="json")) if UNWANTED.search(text)
    ] == []


def test_it_reads_easily() -> None:
    report = readability.measure(document)
    assert report.too_hard == ()
    assert report.mean <= readability.HARDEST_MEAN


@pytest.mark.parametrize(
    "text",
    [
        "Dieser Satz ist lang, " + "und er geht immer weiter, " * 4 + "bis niemand mehr mag.",
        "Die Geschäftsführung verantwortet Dokumentationspflichten gemäß "
        "Datenschutzgrundverordnung. Verarbeitungsverzeichnisse, Auftragsverarbeitungsverträge "
        "und Löschkonzepte unterliegen regelmäßiger Aktualisierung durch Datenschutzbeauftragte, "
        "unbeschadet weitergehender Nachweispflichten gegenüber Aufsichtsbehörden.",
    ],
    ids=["a long sentence", "hard words"],
)
@pytest.mark.parametrize(
    "place", [("questions", 0, "help"), ("templates", 0, "what"), ("intro",)], ids=str
)
def test_a_text_that_is_hard_to_read_is_noticed(place: tuple[Any, ...], text: str) -> None:
    report = readability.measure(_with(("areas", 0, *place), text))
    assert len(report.too_hard) == 1


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (("areas", 1, "questions", 0, "key"), "leadership-pilot", "gibt es schon weiter oben"),
        (
            ("areas", 4, "questions", 2, "condition", "answer"),
            "hobby",
            "aber diese Frage gibt es nicht",
        ),
        (
            ("areas", 0, "templates", 0, "suggested_by"),
            {"leadership-pilot": [1, 2]},
            "Zu „leadership-pilot“ auf Stufe 0 gibt es keine Maßnahme.",
        ),
    ],
    ids=["a doubled key", "a dangling condition", "a low answer without a measure"],
)
def test_what_breaks_it_is_noticed(place: tuple[Any, ...], value: object, reason: str) -> None:
    problems = find_problems(_with(place, value))
    assert reason in " ".join(problem.reason for problem in problems)


def _with(place: tuple[Any, ...], value: object) -> CatalogueDocument:
    """Return the default catalogue with one value exchanged."""
    content = document.model_dump(mode="json", by_alias=True, exclude_none=True)
    part: Any = content
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    return CatalogueDocument.model_validate(content)
