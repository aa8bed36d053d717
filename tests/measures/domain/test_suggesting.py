"""Which measures are suggested, and what is decided on them."""

import pytest

from checks.domain.check_state import CheckState
from measures.domain.suggesting import (
    accept_suggestion,
    decline_suggestion,
    reconsider_suggestion,
    suggest_measures,
)
from measures.models import DeclinedSuggestion, Measure
from organisations import tenancy
from tests.factories import AnswerFactory, CheckFactory, RequirementFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    """A check in its opened organisation."""
    check = CheckFactory()
    with tenancy.activate(check.organisation):
        yield check


@pytest.fixture
def person():
    return UserFactory()


def answered(check, **levels):
    for key, level in levels.items():
        AnswerFactory(
            organisation=check.organisation,
            check_run=check,
            question_key=key.replace("_", "-"),
            state="answered" if level is not None else "unknown",
            level=level,
        )
    return CheckState(check)


def keys(suggestions):
    return [suggestion.template.key for suggestion in suggestions]


class TestSuggestions:
    def test_follow_from_answers_at_their_levels(self, check):
        run = answered(check, pilot=1, goals=2, passwords=2)
        assert set(keys(suggest_measures(run))) == {"name-pilot", "write-goals"}

    def test_name_the_answers_that_suggest_them(self, check):
        run = answered(check, goals=2, donation_goals=0)
        (suggestion,) = suggest_measures(run)
        assert [piece.sentence for piece in suggestion.evidence] == [
            "goals auf Stufe 2.",
            "donation-goals auf Stufe 0.",
        ]

    def test_do_not_follow_from_not_knowing(self, check):
        assert suggest_measures(answered(check, pilot=None)) == []

    def test_do_not_follow_from_answers_that_a_condition_hides(self, check):
        AnswerFactory(
            organisation=check.organisation,
            check_run=check,
            question_key="donations",
            level=None,
            value=False,
        )
        assert suggest_measures(answered(check, donation_goals=0)) == []

    def test_come_with_the_most_urgent_first(self, check):
        run = answered(check, pilot=1, backups=0)
        assert keys(suggest_measures(run)) == ["test-restore", "name-pilot"]

    def test_rest_on_requirements_of_their_area_too(self, check):
        ours = RequirementFactory(
            organisation=check.organisation, check_run=check, text="Muss Mobilgeräte können"
        )
        RequirementFactory(
            organisation=check.organisation,
            check_run=check,
            text="Muss mobil gehen",
            area_key="security",
        )
        (suggestion,) = suggest_measures(answered(check, pilot=1))
        assert suggestion.requirements == (ours,)
        assert suggestion.urgency == 4


class TestAccepting:
    def test_takes_the_whole_template_over(self, check, person):
        run = answered(check, pilot=0)
        measure = accept_suggestion(run, "name-pilot", person)
        assert measure.title == "Maßnahme name-pilot umsetzen"
        assert (measure.effort_hours, measure.effort_days) == (4, 10)
        assert [step.text for step in measure.steps.all()] == [
            "Zuerst dies.",
            "Dann das.",
            "Zuletzt jenes.",
        ]
        (suggestion,) = suggest_measures(run)
        assert suggestion.measure == measure
        assert not suggestion.is_open

    def test_twice_gives_one_measure(self, check, person):
        run = answered(check, pilot=0)
        first = accept_suggestion(run, "name-pilot", person)
        assert accept_suggestion(run, "name-pilot", person) == first
        assert Measure.objects.count() == 1
        assert first.steps.count() == 3

    def test_takes_back_that_it_was_declined(self, check, person):
        run = answered(check, pilot=0)
        decline_suggestion(run, "name-pilot", "Nein", person)
        accept_suggestion(run, "name-pilot", person)
        assert not DeclinedSuggestion.objects.exists()

    def test_of_something_the_catalogue_does_not_have_is_refused(self, check, person):
        with pytest.raises(KeyError):
            accept_suggestion(CheckState(check), "tampered", person)


class TestDeclining:
    def test_keeps_the_reason_and_can_be_found_again(self, check, person):
        run = answered(check, pilot=0)
        decline_suggestion(run, "name-pilot", "Kein Geld", person)
        decline_suggestion(run, "name-pilot", "Kein Geld und keine Zeit", person)
        (suggestion,) = suggest_measures(run)
        assert suggestion.declined.reason == "Kein Geld und keine Zeit"
        assert not suggestion.is_open

    def test_can_be_reconsidered(self, check, person):
        run = answered(check, pilot=0)
        decline_suggestion(run, "name-pilot", "Kein Geld", person)
        reconsider_suggestion(run, "name-pilot", person)
        assert suggest_measures(run)[0].is_open

    def test_of_something_the_catalogue_does_not_have_is_refused(self, check, person):
        with pytest.raises(KeyError):
            decline_suggestion(CheckState(check), "tampered", "Nein", person)
