"""Starting, answering, noting requirements, and closing a check."""

import pytest

from checks.domain import answering
from checks.domain.answering import AnswerInput, CheckClosed, StaleAnswer
from checks.domain.check_state import CheckState
from checks.models import Answer, AnswerState, Check, Requirement
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    """A running check in its opened organisation."""
    check = CheckFactory()
    with tenancy.activate(check.organisation):
        yield check


def question(check_state, key="pilot"):
    return check_state.document.by_key[key]


def level(number, note=""):
    return AnswerInput(AnswerState.ANSWERED, level=number, note=note)


class TestStarting:
    def test_answers_beforehand_what_the_organisation_already_told(self, person):
        organisation = OrganisationFactory(field_of_work="youth", staff_count=12)
        with tenancy.activate(organisation):
            check = answering.start_check(organisation, CatalogueFactory(), person)
            values = {key: answer.value for key, answer in CheckState(check).answers.items()}
        assert values == {"field": "youth", "staff": 12}

    def test_leaves_a_field_open_that_the_catalogue_does_not_know(self, person):
        organisation = OrganisationFactory(field_of_work="care")
        with tenancy.activate(organisation):
            check = answering.start_check(organisation, CatalogueFactory(), person)
            assert set(CheckState(check).answers) == {"staff"}

    def test_again_returns_the_running_check(self, check, person):
        again = answering.start_check(check.organisation, check.catalogue, person)
        assert again == check
        assert Check.objects.count() == 1


class TestSaving:
    def test_stores_a_first_answer(self, check, person):
        check_state = CheckState(check)
        answer = answering.save_answer(
            check_state, question(check_state), level(3, "Seit Mai"), seen_version=0, by=person
        )
        assert (answer.level, answer.note, answer.version) == (3, "Seit Mai", 1)
        assert answer.updated_by == person
        assert check_state.given["pilot"].level == 3

    def test_replaces_an_answer_that_was_seen(self, check, person):
        AnswerFactory(organisation=check.organisation, check_run=check, level=1)
        check_state = CheckState(check)
        answer = answering.save_answer(
            check_state, question(check_state), level(4), seen_version=1, by=person
        )
        assert (answer.level, answer.version) == (4, 2)
        assert Answer.objects.count() == 1

    def test_stores_nothing_where_nothing_was_said(self, check, person):
        check_state = CheckState(check)
        assert (
            answering.save_answer(
                check_state, question(check_state), AnswerInput(), seen_version=0, by=person
            )
            is None
        )
        assert not Answer.objects.exists()

    def test_keeps_a_note_without_an_answer(self, check, person):
        check_state = CheckState(check)
        said = AnswerInput(note="Muss ich fragen")
        answer = answering.save_answer(
            check_state, question(check_state), said, seen_version=0, by=person
        )
        assert answer.state == AnswerState.OPEN
        assert "pilot" not in check_state.given

    def test_shows_the_other_version_instead_of_replacing_it_unseen(self, check, person):
        stored = AnswerFactory(organisation=check.organisation, check_run=check, level=1, version=2)
        check_state = CheckState(check)
        with pytest.raises(StaleAnswer) as stale:
            answering.save_answer(
                check_state, question(check_state), level(4), seen_version=1, by=person
            )
        assert stale.value.stored == stored
        assert Answer.objects.get().level == 1

    def test_does_not_mind_a_stale_form_that_says_the_same(self, check, person):
        AnswerFactory(organisation=check.organisation, check_run=check, level=1, version=2)
        check_state = CheckState(check)
        answer = answering.save_answer(
            check_state, question(check_state), level(1), seen_version=0, by=person
        )
        assert answer.version == 2

    def test_is_refused_once_the_check_is_closed(self, check, person):
        answering.finish_check(check, check.started_by)
        check_state = CheckState(check)
        with pytest.raises(CheckClosed):
            answering.save_answer(
                check_state, question(check_state), level(1), seen_version=0, by=person
            )

    def test_keeps_answers_of_questions_that_a_later_answer_hides(self, check, person):
        AnswerFactory(
            organisation=check.organisation, check_run=check, question_key="donation-goals"
        )
        check_state = CheckState(check)
        said = AnswerInput(AnswerState.ANSWERED, value=False)
        answering.save_answer(
            check_state, question(check_state, "donations"), said, seen_version=0, by=person
        )
        assert "donation-goals" not in check_state.flow.visible
        assert CheckState(check).answers["donation-goals"].level == 1


def wish(text="Muss mobil gehen"):
    return {
        "area_key": "leadership",
        "question_key": "pilot",
        "text": text,
        "priority": "must",
        "needed_by": "alle",
    }


class TestRequirements:
    def test_are_noted_once_however_often_one_clicks(self, check, person):
        check_state = CheckState(check)
        first = answering.note_requirement(check_state, **wish(), by=person)
        second = answering.note_requirement(check_state, **wish(), by=person)
        assert first == second
        assert check_state.requirements == [first]

    def test_can_be_removed(self, check, person):
        check_state = CheckState(check)
        noted = answering.note_requirement(check_state, **wish(), by=person)
        removed = answering.remove_requirement(check_state, noted.pk, check.started_by)
        assert (removed.text, removed.needed_by) == ("Muss mobil gehen", "alle")
        assert check_state.requirements == []
        assert not Requirement.objects.current().exists()

    def test_that_are_gone_are_removed_without_complaint(self, check):
        assert answering.remove_requirement(CheckState(check), 404, check.started_by) is None

    def test_of_a_closed_check_stay_as_they_are(self, check, person):
        check_state = CheckState(check)
        noted = answering.note_requirement(check_state, **wish(), by=person)
        answering.finish_check(check, check.started_by)
        with pytest.raises(CheckClosed):
            answering.note_requirement(check_state, **wish("Noch etwas"), by=person)
        with pytest.raises(CheckClosed):
            answering.remove_requirement(check_state, noted.pk, check.started_by)


class TestPlace:
    def test_is_remembered(self, check):
        answering.remember_place(check, "goals")
        answering.remember_place(check, "goals")
        assert Check.objects.get().current_key == "goals"


class TestClosing:
    def test_happens_once(self, check):
        answering.finish_check(check, check.started_by)
        closed_at = check.finished_at
        answering.finish_check(check, check.started_by)
        assert Check.objects.get().finished_at == closed_at

    def test_keeps_the_maturity_that_the_check_shows(self, check):
        for key, given in {"pilot": 1, "goals": 2, "passwords": 4}.items():
            AnswerFactory(
                organisation=check.organisation, check_run=check, question_key=key, level=given
            )
        answering.finish_check(check, check.started_by)
        stored = Check.objects.get()
        assert stored.percent == CheckState(stored).maturity.percent == 69
        assert stored.area_percents == {"leadership": 38, "security": 100}
        answering.reopen_check(check, check.started_by)
        stored = Check.objects.get()
        assert (stored.percent, stored.area_percents) == (None, {})

    def test_without_answers_keeps_no_maturity(self, check):
        answering.finish_check(check, check.started_by)
        stored = Check.objects.get()
        assert stored.percent is None
        assert stored.area_percents == {"leadership": None, "security": None}

    def test_can_be_taken_back(self, check):
        answering.finish_check(check, check.started_by)
        assert answering.reopen_check(check, check.started_by)
        assert not Check.objects.get().is_finished

    def test_of_a_running_check_needs_not_be_taken_back(self, check):
        assert answering.reopen_check(check, check.started_by)

    def test_cannot_be_taken_back_while_another_check_runs(self, check):
        answering.finish_check(check, check.started_by)
        CheckFactory(organisation=check.organisation)
        assert not answering.reopen_check(check, check.started_by)
        assert Check.objects.get(pk=check.pk).is_finished
