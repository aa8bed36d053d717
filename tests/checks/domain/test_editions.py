"""From the first edition of the Digitalisierungscheck to the second: every answer comes along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from checks.domain import answering, moving
from checks.domain.catalogue_rules import find_problems
from checks.domain.check_state import CheckState
from checks.domain.comparing import CheckSnapshot, compare
from checks.domain.comparing_wording import coverage_sentence
from checks.domain.matching import match
from checks.domain.moving import PlannedMove
from checks.forms.catalogue_file import DEFAULT_CATALOGUE, read_catalogue
from checks.models import Answer, Catalogue, Check, SetAsideAnswer
from organisations import tenancy
from tests.factories import AnswerFactory, CheckFactory, OrganisationFactory, UserFactory

ROOT = Path(__file__).parents[3]
# As `export_catalogue` wrote it, with the reasons why a measure cannot wait.
FIRST = ROOT / "tests" / "checks" / "edition_one.yaml"
first, second = read_catalogue(FIRST), read_catalogue(DEFAULT_CATALOGUE)
matching = match(first, second)
FACTS = {
    "field": "care",
    "staff": 34,
    "volunteers": True,
    "sites": 2,
    "shifts": True,
    "donations": True,
    "church": True,
    "case-software": True,
}


def test_every_question_of_the_first_goes_on() -> None:
    assert matching.only_old == ()
    assert find_problems(first) == []


def test_the_guide_says_where_each_question_went_that_did_not_stay_alone() -> None:
    guide = (ROOT / "docs" / "kataloge.md").read_text(encoding="utf-8")
    table = guide[guide.index("| Bisher | Jetzt |") :]
    told = {
        (old, new)
        for old, cell in re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", table, re.MULTILINE)
        for new in re.findall(r"[a-z-]+", cell)
    }
    assert told == {
        (pair.old.key, pair.new.key)
        for pair in (*matching.pairs, *matching.further)
        if pair.is_renamed or pair.is_split
    }
    assert [one.key for one in matching.only_new if f"`{one.key}`" not in table] == []


@pytest.fixture
def organisation():
    organisation = OrganisationFactory()
    with tenancy.activate(organisation):
        yield organisation


@pytest.fixture
def check(organisation):
    """A check on the first edition in which everything is answered and noted."""
    call_command("import_catalogue", FIRST, verbosity=0)
    check = CheckFactory(organisation=organisation, catalogue=Catalogue.objects.get())
    of_check = {"organisation": organisation, "check_run": check}
    for key, value in FACTS.items():
        AnswerFactory(**of_check, question_key=key, level=None, value=value)
    for number, question in enumerate(first.questions):
        note = f"Notiz zu {question.key}."
        AnswerFactory(**of_check, question_key=question.key, level=number % 5, note=note)
    return check


@pytest.fixture
def newest(check):
    call_command("import_catalogue", DEFAULT_CATALOGUE, verbosity=0)
    return Catalogue.objects.newest(second.key)


def stored(check: Check) -> dict[str, tuple[object, ...]]:
    rows = Answer.objects.filter(check_run=check)
    return {row.question_key: (row.level, row.value, row.note, row.reworded_in) for row in rows}


@pytest.mark.django_db
def test_a_whole_check_on_the_first_moves_there_and_back_with_nothing_lost(check, newest) -> None:
    before = stored(check)
    moving.move_check(CheckState(check), newest, UserFactory())

    check_state = CheckState(Check.objects.get(pk=check.pk))
    notes = {row.note for row in Answer.objects.all()}
    notes |= {row.note for row in SetAsideAnswer.objects.all()}
    assert notes >= {note for _level, _value, note, _mark in before.values()}
    assert {pair.new.key for pair in matching.pairs} == set(check_state.answers)
    questions = [pair.new for pair in matching.pairs if pair.new.key not in FACTS]
    assert check_state.marked >= {question.key for question in questions}, (
        "all is put in other words"
    )

    moving.move_back(check_state, UserFactory())
    assert stored(check) == before


@pytest.mark.django_db
def test_the_preview_names_what_several_questions_became(check, newest) -> None:
    said = [one.why for one in PlannedMove(CheckState(check), newest).without_place]
    assert len(said) == len(matching.further) - 1, "one of two halves went somewhere else, too"
    assert all("aufgegangen. Dort steht eine andere Antwort." in why for why in said)


@pytest.mark.django_db
def test_a_check_on_the_second_is_compared_with_one_on_the_first(check, newest) -> None:
    answering.finish_check(check, UserFactory())
    old = CheckState(check)
    given = {key: old.given[matching.by_new_key[key].old.key] for key in matching.by_new_key}
    found = compare(
        CheckSnapshot(first, old.given, old.flow.visible),
        CheckSnapshot(second, given, set(second.by_key)),
    )
    assert len(found.changes) >= 40
    assert {change.trend for change in found.changes} == {"same"}
    assert found.coverage.regrouped == 5
    assert "neu formuliert" in coverage_sentence(found.coverage)
