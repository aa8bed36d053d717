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


def save(check_state, said):
    question = check_state.document.by_key["pilot"]
    stored = check_state.answers["pilot"]
    answering.save_answer(
        check_state, question, said, seen_version=stored.version, by=check_state.check.started_by
    )


def test_answers_behave_like_a_dictionary_of_answers(check):
    check_state = CheckState(check)
    assert list(check_state.answers) == ["pilot"]
    assert len(check_state.answers) == 1
    assert check_state.answers["pilot"] is check_state.answers["pilot"]
    assert check_state.answers["pilot"].level == 1
    assert check_state.answers.get("goals") is None
    del check_state.answers["pilot"]
    assert "pilot" not in check_state.answers


@pytest.mark.parametrize("looked_before", [True, False])
def test_a_saved_answer_is_seen_at_once(check, looked_before):
    check_state = CheckState(check)
    if looked_before:
        assert check_state.given["pilot"].level == 1
    save(check_state, AnswerInput(AnswerState.ANSWERED, level=3))
    assert check_state.given["pilot"].level == 3
    save(check_state, AnswerInput(note="Später"))
    assert "pilot" not in check_state.given
    assert "pilot" not in check_state.flow.given


def test_a_requirement_that_came_or_went_is_seen_at_once(check):
    check_state, person = CheckState(check), check.started_by
    assert [one.text for one in check_state.requirements] == ["Muss drucken"]
    answering.note_requirement(check_state, text="Muss scannen", by=person, **NOTED)
    assert [one.text for one in check_state.requirements] == ["Muss drucken", "Muss scannen"]
    answering.remove_requirement(check_state, check_state.requirements[0].pk, person)
    assert [one.text for one in check_state.requirements] == ["Muss scannen"]


@pytest.mark.parametrize("locked", [True, False])
def test_a_running_check_comes_with_its_content_in_one_go(check, locked, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.current_check_with_content(check.organisation, locked=locked)
    check_state = CheckState.of_current(found)
    with django_assert_num_queries(0):
        assert (check_state.check, check_state.answers["pilot"].level) == (check, 1)
        assert [one.text for one in check_state.requirements] == ["Muss drucken"]
        assert check_state.before is None


@pytest.mark.parametrize("locked", [True, False])
def test_a_check_that_repeats_another_brings_its_answers_along(
    check, locked, django_assert_num_queries
):
    answering.finish_check(check, check.started_by)
    again = answering.start_check(check.organisation, check.catalogue, check.started_by)
    with django_assert_num_queries(1):
        found = queries.current_check_with_content(check.organisation, locked=locked)
    check_state = CheckState.of_current(found)
    with django_assert_num_queries(0):
        assert check_state.check == again
        assert check_state.before.check == check
        assert check_state.before.answers["pilot"].level == 1
    assert [one.text for one in check_state.before.requirements] == ["Muss drucken"]


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
