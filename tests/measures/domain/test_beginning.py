"""What an organisation may begin with, and beginning."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks.domain.check_state import CheckState
from measures.domain.beginning import begin, opportunities
from measures.models import JournalEntry, Measure, Status
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CheckFactory,
    MeasureDependencyFactory,
    MeasureFactory,
    MembershipFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot():
    """A pilot in their opened organisation."""
    membership = MembershipFactory()
    with tenancy.activate(membership.organisation):
        yield membership


@pytest.fixture
def check_state(pilot):
    """A closed check whose answers suggest measures."""
    check = CheckFactory(organisation=pilot.organisation, finished_at=timezone.now())
    for key in ("pilot", "goals", "passwords", "backups"):
        AnswerFactory(organisation=pilot.organisation, check_run=check, question_key=key, level=0)
    return CheckState(check)


def titles(pilot, check_state=None):
    return [one.title for one in opportunities(pilot.organisation, check_state)]


def begun(pilot, check_state, first, accepted=()):
    day = timezone.localdate() + timedelta(days=14)
    return begin(first, accepted, check_state, due_date=day, responsible=pilot, by=pilot.user)


def test_there_is_nothing_to_begin_with_at_first(pilot):
    assert opportunities(pilot.organisation, None) == []


def test_the_list_comes_first_and_suggestions_fill_up(pilot, check_state):
    MeasureFactory(organisation=pilot.organisation, title="Zweite", rated=(3, 3, 3, 3, 3))
    MeasureFactory(organisation=pilot.organisation, title="Erste", rated=(5, 5, 5, 5, 5))
    MeasureFactory(organisation=pilot.organisation, title="Läuft", status="in_progress")
    found = opportunities(pilot.organisation, check_state)
    assert [one.title for one in found][:2] == ["Erste", "Zweite"]
    assert [one.is_suggested for one in found] == [False, False, True]


def test_what_was_decided_on_comes_first_and_what_waits_not_at_all(pilot):
    organisation = pilot.organisation
    MeasureFactory(organisation=organisation, title="Idee", rated=(5, 5, 5, 5, 5))
    planned = MeasureFactory(organisation=organisation, title="Geplant", rated=(3,) * 5)
    planned.status = Status.PLANNED
    planned.save()
    blocked = MeasureFactory(organisation=organisation, title="Wartet", rated=(4,) * 5)
    MeasureDependencyFactory(organisation=organisation, measure=blocked, needed=planned)
    MeasureFactory(organisation=organisation, title="Ohne Bewertung")
    assert titles(pilot) == ["Geplant", "Idee", "Ohne Bewertung"]


def test_a_long_list_leaves_no_room_for_suggestions(pilot, check_state):
    for title in "ABCD":
        MeasureFactory(organisation=pilot.organisation, title=title, rated=(3, 3, 3, 3, 3))
    assert titles(pilot, check_state) == ["A", "B", "C"]


def test_beginning_takes_over_what_is_wanted_and_dates_the_first(pilot, check_state):
    first, second, *_rest = opportunities(pilot.organisation, check_state)
    measure = begun(pilot, check_state, second, [first])
    assert set(Measure.objects.values_list("title", "status")) == {
        (first.title, Status.IDEA),
        (second.title, Status.IN_PROGRESS),
    }
    measure.refresh_from_db()
    assert measure.responsible == pilot
    assert measure.due_date == timezone.localdate() + timedelta(days=14)
    assert JournalEntry.objects.get().measure == measure


def test_beginning_twice_is_beginning_once(pilot, check_state):
    first, second, *_rest = opportunities(pilot.organisation, check_state)
    assert begun(pilot, check_state, first, [first, second]) == begun(
        pilot, check_state, first, [first, second]
    )
    assert Measure.objects.count() == 2
    assert JournalEntry.objects.count() == 1


def test_one_can_begin_with_a_measure_of_the_list(pilot):
    measure = MeasureFactory(organisation=pilot.organisation, rated=(3, 3, 3, 3, 3))
    (only,) = opportunities(pilot.organisation, None)
    assert begun(pilot, None, only) == measure
    measure.refresh_from_db()
    assert measure.status == Status.IN_PROGRESS
