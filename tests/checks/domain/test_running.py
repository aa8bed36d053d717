"""A check with its content: fetched once, and true after every change."""

import pytest

from checks import queries
from checks.domain import answering
from checks.domain.answering import AnswerInput
from checks.domain.check_state import CheckState
from checks.models import AnswerState
from organisations import tenancy
from tests.factories import AnswerFactory, CheckFactory, OrganisationFactory, RequirementFactory

pytestmark = pytest.mark.django_db
NOTED = {"area_key": "leadership", "question_key": "", "priority": "must", "needed_by": ""}


@pytest.fixture
def check():
    """A running check in its opened organisation, with an answer and a requirement."""
    check = CheckFactory()
    AnswerFactory(organisation=check.organisation, check_run=check)
    RequirementFactory(organisation=check.organisation, check_run=check, text="Muss drucken")
    with tenancy.activate(check.organisation):
        yield check


def save(run, said):
    question = run.document.by_key["pilot"]
    stored = run.answers["pilot"]
    answering.save_answer(run, question, said, seen_version=stored.version, by=run.check.started_by)


def test_answers_behave_like_a_dictionary_of_answers(check):
    run = CheckState(check)
    assert list(run.answers) == ["pilot"]
    assert len(run.answers) == 1
    assert run.answers["pilot"] is run.answers["pilot"]
    assert run.answers["pilot"].level == 1
    assert run.answers.get("goals") is None
    del run.answers["pilot"]
    assert "pilot" not in run.answers


@pytest.mark.parametrize("looked_before", [True, False])
def test_a_saved_answer_is_seen_at_once(check, looked_before):
    run = CheckState(check)
    if looked_before:
        assert run.given["pilot"].level == 1
    save(run, AnswerInput(AnswerState.ANSWERED, level=3))
    assert run.given["pilot"].level == 3
    save(run, AnswerInput(note="Später"))
    assert "pilot" not in run.given
    assert "pilot" not in run.flow.given


def test_a_requirement_that_came_or_went_is_seen_at_once(check):
    run, person = CheckState(check), check.started_by
    assert [one.text for one in run.requirements] == ["Muss drucken"]
    answering.note_requirement(run, text="Muss scannen", by=person, **NOTED)
    assert [one.text for one in run.requirements] == ["Muss drucken", "Muss scannen"]
    answering.remove_requirement(run, run.requirements[0].pk, person)
    assert [one.text for one in run.requirements] == ["Muss scannen"]


@pytest.mark.parametrize("locked", [True, False])
def test_a_running_check_comes_with_its_content_in_one_go(check, locked, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.current_check_with_content(check.organisation, locked=locked)
    run = CheckState.of_current(found)
    with django_assert_num_queries(0):
        assert (run.check, run.answers["pilot"].level) == (check, 1)
        assert [one.text for one in run.requirements] == ["Muss drucken"]
        assert run.before is None


@pytest.mark.parametrize("locked", [True, False])
def test_a_check_that_repeats_another_brings_its_answers_along(
    check, locked, django_assert_num_queries
):
    answering.finish_check(check, check.started_by)
    again = answering.start_check(check.organisation, check.catalogue, check.started_by)
    with django_assert_num_queries(1):
        found = queries.current_check_with_content(check.organisation, locked=locked)
    run = CheckState.of_current(found)
    with django_assert_num_queries(0):
        assert run.check == again
        assert run.before.check == check
        assert run.before.answers["pilot"].level == 1
    assert [one.text for one in run.before.requirements] == ["Muss drucken"]


def test_what_a_check_repeats_is_fetched_when_asked_for(check):
    answering.finish_check(check, check.started_by)
    again = answering.start_check(check.organisation, check.catalogue, check.started_by)
    assert CheckState(again).before.answers["pilot"].level == 1
    assert CheckState(check).before is None


def test_an_organisation_without_a_running_check_has_no_content(check):
    answering.finish_check(check, check.started_by)
    assert queries.current_check_with_content(check.organisation, locked=False) is None
    other = OrganisationFactory()
    with tenancy.activate(other):
        assert queries.current_check_with_content(other, locked=False) is None
