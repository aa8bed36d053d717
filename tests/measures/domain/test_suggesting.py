"""Which measures are suggested, and what is decided on them."""

import pytest
from django.utils import timezone

from checks.domain.catalogue import Criterion
from checks.domain.check_state import CheckState
from measures.domain.suggesting import (
    CannotWait,
    accept_suggestion,
    best_first,
    decline_suggestion,
    reconsider_suggestion,
    suggest_measures,
    take_up,
    what_cannot_wait,
)
from measures.models import CriterionWeights, DeclinedSuggestion, Measure
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    RequirementFactory,
    pressing_document,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    """A check in its opened organisation."""
    check = CheckFactory()
    with tenancy.activate(check.organisation):
        yield check


def pressing_check(**more):
    """A check of a catalogue whose second measure cannot wait at level 0."""
    return CheckFactory(catalogue=CatalogueFactory(document=pressing_document(**more)))


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
        check_state = answered(check, pilot=1, goals=2, passwords=2)
        assert set(keys(suggest_measures(check_state))) == {"name-pilot", "write-goals"}

    def test_name_the_answers_that_suggest_them(self, check):
        check_state = answered(check, goals=2, donation_goals=0)
        (suggestion,) = suggest_measures(check_state)
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

    def test_come_with_what_fits_best_first(self, check):
        check_state = answered(check, pilot=1, backups=0)
        weights = CriterionWeights.of(check.organisation)
        assert keys(best_first(suggest_measures(check_state), weights)) == [
            "test-restore",
            "name-pilot",
        ]

    def test_come_before_all_others_where_they_cannot_wait(self):
        hard = {key: {"value": 1, "reason": "Schwer."} for key in Criterion}
        check = pressing_check(ratings=hard)
        with tenancy.activate(check.organisation):
            found = suggest_measures(answered(check, q0=0, q1=0))
            weights = CriterionWeights.of(check.organisation)
            assert keys(best_first(found, weights)) == ["t1", "t0"]

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
        check_state = answered(check, pilot=0)
        measure = accept_suggestion(check_state, "name-pilot", person)
        assert measure.title == "Maßnahme name-pilot umsetzen"
        assert (measure.effort_hours, measure.effort_days) == (4, 10)
        assert [step.text for step in measure.steps.all()] == [
            "Zuerst dies.",
            "Dann das.",
            "Zuletzt jenes.",
        ]
        (suggestion,) = suggest_measures(check_state)
        assert suggestion.measure == measure
        assert not suggestion.is_open

    def test_twice_gives_one_measure(self, check, person):
        check_state = answered(check, pilot=0)
        first = accept_suggestion(check_state, "name-pilot", person)
        assert accept_suggestion(check_state, "name-pilot", person) == first
        assert Measure.objects.count() == 1
        assert first.steps.count() == 3

    def test_takes_back_that_it_was_declined(self, check, person):
        check_state = answered(check, pilot=0)
        decline_suggestion(check_state, "name-pilot", "Nein", person)
        accept_suggestion(check_state, "name-pilot", person)
        assert not DeclinedSuggestion.objects.exists()

    def test_of_something_the_catalogue_does_not_have_is_refused(self, check, person):
        with pytest.raises(KeyError):
            accept_suggestion(CheckState(check), "tampered", person)


class TestDeclining:
    def test_keeps_the_reason_and_can_be_found_again(self, check, person):
        check_state = answered(check, pilot=0)
        decline_suggestion(check_state, "name-pilot", "Kein Geld", person)
        decline_suggestion(check_state, "name-pilot", "Kein Geld und keine Zeit", person)
        (suggestion,) = suggest_measures(check_state)
        assert suggestion.declined.reason == "Kein Geld und keine Zeit"
        assert not suggestion.is_open

    def test_can_be_reconsidered(self, check, person):
        check_state = answered(check, pilot=0)
        decline_suggestion(check_state, "name-pilot", "Kein Geld", person)
        reconsider_suggestion(check_state, "name-pilot", person)
        assert suggest_measures(check_state)[0].is_open

    def test_of_something_the_catalogue_does_not_have_is_refused(self, check, person):
        with pytest.raises(KeyError):
            decline_suggestion(CheckState(check), "tampered", "Nein", person)


class TestWhatCannotWait:
    @pytest.fixture
    def check(self):
        """A closed check that says at once what cannot wait."""
        check = pressing_check()
        with tenancy.activate(check.organisation):
            answered(check, q0=0, q1=0)
            check.finished_at = timezone.now()
            check.save()
            yield check

    def test_is_said_by_the_latest_closed_check(self, check):
        found = what_cannot_wait(check.organisation)
        assert keys(found.open) == ["t1"]
        assert not found.dealt_with

    def test_is_nothing_before_the_first_check_is_closed(self):
        check = pressing_check()
        with tenancy.activate(check.organisation):
            answered(check, q1=0)
            assert not what_cannot_wait(check.organisation)

    def test_can_wait_at_a_better_level(self):
        check = pressing_check()
        with tenancy.activate(check.organisation):
            assert not CannotWait.among(suggest_measures(answered(check, q1=1)))

    def test_is_planned_when_it_is_taken_up(self, check, person):
        measure = take_up(CheckState(check), "t1", person)
        assert measure.status == "planned"
        assert take_up(CheckState(check), "t1", person) == measure
        assert keys(what_cannot_wait(check.organisation).taken_up) == ["t1"]

    def test_is_taken_up_where_it_is_an_idea_on_the_list_so_far(self, check, person):
        accept_suggestion(CheckState(check), "t1", person)
        assert keys(what_cannot_wait(check.organisation).open) == ["t1"]
        take_up(CheckState(check), "t1", person)
        assert keys(what_cannot_wait(check.organisation).taken_up) == ["t1"]

    def test_is_put_off_with_a_reason_that_stands_in_the_trail(self, check, person):
        decline_suggestion(CheckState(check), "t1", "Erst nach dem Umzug", person)
        (one,) = what_cannot_wait(check.organisation).put_off
        assert (one.declined.reason, one.declined.declined_by) == ("Erst nach dem Umzug", person)
        assert AuditEntry.objects.get().action == "measure.put_off"
        reconsider_suggestion(CheckState(check), "t1", person)
        assert keys(what_cannot_wait(check.organisation).open) == ["t1"]

    def test_is_over_once_it_is_done(self, check, person):
        measure = take_up(CheckState(check), "t1", person)
        measure.status = "done"
        measure.save()
        assert not what_cannot_wait(check.organisation)
