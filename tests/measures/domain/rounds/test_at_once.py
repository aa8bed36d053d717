"""Several moderators at the same moment: nothing is lost, nothing is there twice, nobody waits
for ever. Four people with connections of their own make 250 tries each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from measures.domain.prioritising import given_ratings
from measures.domain.rounds.choosing import Choice, set_choice
from measures.domain.rounds.closing import RoundNotReady, close_round, lock_list
from measures.domain.rounds.moving import place_by_hand
from measures.domain.rounds.opening import RoundInProgress, open_round
from measures.domain.rounds.settling import settle
from measures.models import (
    ManualPlace,
    Measure,
    PrioritisationRound,
    Rating,
    RoundSnapshot,
)
from organisations import tenancy
from organisations.domain.saving import StaleRow
from tests.factories import (
    MeasureFactory,
    OrganisationFactory,
    PrioritisationRoundFactory,
    RoundParticipantFactory,
    UserFactory,
)
from tests.measures.domain.rounds.conftest import IN_EIGHT_WEEKS, TODAY

PEOPLE, TRIES = 4, 250
CRITERIA = ("feasibility", "benefit", "capability", "integration", "reuse")


def all_at_once(organisation, act, tries=1):
    """Let four people do `act(person, number)` as often as said; return what came of it."""
    people, ready = [UserFactory() for _ in range(PEOPLE)], Barrier(PEOPLE)

    def work(place):
        found = []
        try:
            ready.wait()
            for number in range(tries):
                with tenancy.activate(organisation):
                    found.append(act(people[place], place * tries + number))
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [one for found in pool.map(work, range(PEOPLE)) for one in found]


@pytest.mark.django_db(transaction=True)
def test_only_one_of_four_opens_a_round():
    organisation = OrganisationFactory()

    def act(person, number):
        round_ = PrioritisationRound(organisation=organisation, held_on=TODAY)
        try:
            return open_round(round_, [person], person).pk
        except RoundInProgress as refusal:
            return refusal.found.pk

    assert len(set(all_at_once(organisation, act))) == 1
    with tenancy.activate(organisation):
        assert PrioritisationRound.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_only_one_of_four_closes_a_round():
    organisation = OrganisationFactory()
    round_ = PrioritisationRoundFactory(organisation=organisation, next_on=IN_EIGHT_WEEKS)
    RoundParticipantFactory(organisation=organisation, round=round_)
    MeasureFactory(organisation=organisation, rated=(3,) * 5)

    def act(person, number):
        locked = PrioritisationRound.objects.select_for_update().get(pk=round_.pk)
        try:
            lock_list(organisation)
            close_round(Choice(organisation, locked), {}, seen_version=1, by=person)
        except (StaleRow, RoundNotReady):
            return False
        return True

    assert sorted(all_at_once(organisation, act)) == [False, False, False, True]
    with tenancy.activate(organisation):
        assert RoundSnapshot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_thousand_tries_lose_nothing_and_stop_nowhere():
    """Everyone rates, moves and chooses in turn, on what they saw a moment ago.

    Every try that was accepted counts a version up by one, so no two of them were about the
    same version; the others were told.
    """
    organisation = OrganisationFactory()
    round_ = PrioritisationRoundFactory(organisation=organisation)
    ids = [MeasureFactory(organisation=organisation, rated=(3,) * 5).pk for _ in range(3)]

    def act(person, number):
        measure_id = ids[number % 3]
        seen = Measure.objects.get(pk=measure_id).version
        seen_of_round = PrioritisationRound.objects.get(pk=round_.pk).version
        locked = PrioritisationRound.objects.select_for_update().get(pk=round_.pk)
        try:
            if number % 5 in (0, 3):
                day = IN_EIGHT_WEEKS + timedelta(days=number)
                set_choice(
                    locked,
                    next_on=day,
                    chosen=[measure_id],
                    seen_version=seen_of_round,
                    by=person,
                )
                return round_.pk, "round"
            measure = Measure.objects.select_for_update().get(pk=measure_id)
            if number % 5 in (1, 4):
                reason = f"Grund {number}"
                place_by_hand(measure, number % 3 + 1, reason, seen_version=seen, by=person)
            else:
                values = dict.fromkeys(CRITERIA, (number % 5 + 1, f"{number}"))
                settle(measure, values, seen_version=seen, by=person)
        except StaleRow:
            return None
        return measure_id, "measure"

    found = all_at_once(organisation, act, TRIES)
    assert len(found) == PEOPLE * TRIES
    with tenancy.activate(organisation):
        for measure in Measure.objects.all():
            assert measure.version == 1 + found.count((measure.pk, "measure"))
            # All five ratings come from one and the same try.
            assert len({rating.note for rating in given_ratings(measure).values()}) == 1
        assert PrioritisationRound.objects.get().version == 1 + found.count((round_.pk, "round"))
        assert Rating.objects.count() == 15
        assert ManualPlace.objects.count() <= 3
