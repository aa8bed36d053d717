"""Of what people are reminded, and who."""

from datetime import date

import pytest

from lotse.reminders.domain.occasions import Team, all_occasions
from lotse.reminders.domain.rhythms import rhythm_of
from lotse.reminders.terms import OccasionKind
from measures.models import RoundState, Status
from organisations import tenancy
from organisations.models import Membership, Role
from tests.factories import (
    CheckFactory,
    MandateFactory,
    MembershipFactory,
    PrioritisationRoundFactory,
    ReviewRhythmFactory,
    StepFactory,
)
from tests.lotse.reminders.reminded import MONDAY, NOW, due


def occasions_of(organisation):
    with tenancy.activate(organisation):
        team = Team.of(Membership.objects.all())
        return {
            (one.kind, one.due_on, one.people)
            for one in all_occasions(organisation, rhythm_of(organisation), team)
        }


@pytest.mark.django_db
class TestOccasions:
    def test_are_round_and_check_counted_from_the_latest_check(self, organisation, pilot):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        assert occasions_of(organisation) == {
            (OccasionKind.ROUND, date(2026, 2, 28), (pilot.pk,)),
            (OccasionKind.CHECK, date(2026, 11, 30), (pilot.pk,)),
        }

    def test_follow_the_rhythm_of_the_organisation(self, organisation, pilot):
        ReviewRhythmFactory(organisation=organisation, round_months=6, check_months=24)
        CheckFactory(organisation=organisation, finished_at="2024-02-29T12:00Z")
        assert {day for _kind, day, _people in occasions_of(organisation)} == {
            date(2024, 8, 29),
            date(2026, 2, 28),
        }

    @pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CONFIRMED])
    def test_are_the_day_agreed_on_in_the_latest_round(self, organisation, pilot, state):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        PrioritisationRoundFactory(
            organisation=organisation,
            number=1,
            state=state,
            held_on=date(2026, 1, 10),
            next_on=date(2026, 5, 4),
        )
        assert (OccasionKind.ROUND, date(2026, 5, 4), (pilot.pk,)) in occasions_of(organisation)

    def test_are_no_round_while_one_is_under_way(self, organisation, pilot):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        PrioritisationRoundFactory(organisation=organisation, state=RoundState.OPEN)
        assert {kind for kind, _day, _people in occasions_of(organisation)} == {OccasionKind.CHECK}

    def test_are_none_of_a_check_while_one_is_running(self, organisation, pilot):
        CheckFactory(organisation=organisation, finished_at="2025-11-30T12:00Z")
        CheckFactory(organisation=organisation)
        assert {kind for kind, _day, _people in occasions_of(organisation)} == {OccasionKind.ROUND}

    def test_are_the_end_of_the_mandate_for_both_sides(self, organisation, pilot, director):
        MandateFactory(
            organisation=organisation, is_confirmed=True, pilot=pilot, ends_on=date(2026, 12, 31)
        )
        assert occasions_of(organisation) == {
            (OccasionKind.MANDATE, date(2026, 12, 31), (director.pk, pilot.pk))
        }

    def test_are_not_mandates_without_an_end_or_confirmation(self, organisation, pilot):
        MandateFactory(organisation=organisation, is_confirmed=True, pilot=pilot)
        MandateFactory(organisation=organisation, number=2, pilot=pilot, ends_on=MONDAY)
        assert occasions_of(organisation) == set()

    def test_are_measures_and_steps_for_those_who_look_after_them(self, organisation, pilot):
        member = MembershipFactory(organisation=organisation, role=Role.MEMBER)
        measure = due(organisation, responsible=member)
        StepFactory(organisation=organisation, measure=measure, due_date=MONDAY, responsible=pilot)
        StepFactory(organisation=organisation, measure=measure, due_date=date(2026, 6, 2))
        due(organisation, date(2026, 6, 3))
        assert occasions_of(organisation) == {
            (OccasionKind.MEASURE, MONDAY, (member.pk,)),
            (OccasionKind.STEP, MONDAY, (pilot.pk,)),
            (OccasionKind.STEP, date(2026, 6, 2), (member.pk,)),
            (OccasionKind.MEASURE, date(2026, 6, 3), (pilot.pk,)),
        }

    def test_are_none_of_what_is_done_or_has_no_date(self, organisation, pilot):
        measure = due(organisation, None)
        StepFactory(organisation=organisation, measure=measure)
        StepFactory(organisation=organisation, measure=measure, due_date=MONDAY, done_at=NOW)
        done = due(organisation, status=Status.DONE)
        StepFactory(organisation=organisation, measure=done, due_date=MONDAY)
        assert occasions_of(organisation) == set()

    def test_fall_to_the_director_where_there_is_no_pilot(self, organisation, director):
        due(organisation)
        assert occasions_of(organisation) == {(OccasionKind.MEASURE, MONDAY, (director.pk,))}
