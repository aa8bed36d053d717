"""The mandate on the overview: its milestone, what is missing, and whose turn it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lotse.overview.milestones import CURRENT, DONE, TODO
from lotse.overview.overview import Overview
from organisations import tenancy
from tests.factories import (
    CheckFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db
FINISHED = "2026-01-02T10:00Z"


@pytest.fixture
def pilot():
    """A pilot in their opened organisation."""
    membership = MembershipFactory()
    with tenancy.activate(membership.organisation):
        yield membership


@pytest.fixture
def director(pilot):
    return MembershipFactory(organisation=pilot.organisation, role="director")


@pytest.fixture
def mandate(pilot):
    def make(days_left=None, **fields):
        end = None if days_left is None else timezone.localdate() + timedelta(days=days_left)
        given = {"organisation": pilot.organisation, "pilot": pilot, "ends_on": end}
        return MandateFactory(**given | fields)

    return make


def journey(membership):
    return Overview(membership.organisation, membership)


def milestone(membership):
    first = journey(membership).milestones[0]
    assert first.title == "Beauftragung"
    return first.state, first.text


def step(membership):
    return journey(membership).next_step


class TestTheLeg:
    def test_waits_for_a_mandate(self, pilot):
        assert milestone(pilot) == (TODO, "noch keine")

    def test_follows_a_draft_from_side_to_side(self, pilot, mandate):
        draft = mandate(tasks=[])
        assert milestone(pilot) == (CURRENT, "wird ausgefüllt")
        draft.tasks = ["Etwas"]
        draft.save()
        assert milestone(pilot) == (CURRENT, "wartet auf beide Bestätigungen")
        draft.pilot_confirmed_name, draft.pilot_confirmed_at = "Piet", timezone.now()
        draft.save()
        assert milestone(pilot) == (CURRENT, "wartet auf die Geschäftsführung")

    def test_waits_for_the_pilot(self, pilot, mandate):
        mandate(director_confirmed_name="Dana", director_confirmed_at=timezone.now())
        assert milestone(pilot) == (CURRENT, "wartet auf die Digitalisierungslots:in")

    def test_is_done_when_both_have_confirmed(self, pilot, mandate):
        mandate(is_confirmed=True)
        assert milestone(pilot) == (DONE, "von beiden bestätigt")

    def test_says_what_is_missing_all_the_same(self, pilot, mandate):
        mandate(is_confirmed=True, hours_per_week=None, budget_per_year=None)
        assert milestone(pilot) == (CURRENT, "es fehlt: Stunden in der Woche und ein Budget")

    def test_says_when_it_runs_out_and_when_it_has(self, pilot, mandate):
        ending = mandate(is_confirmed=True, days_left=30)
        state, text = milestone(pilot)
        assert state == CURRENT
        assert text.startswith("läuft am ")
        mandate(is_confirmed=True, days_left=-1, number=2)
        assert ending.ends_on
        assert "ausgelaufen" in milestone(pilot)[1]


class TestTheNextStep:
    def test_is_the_mandate_first_for_directors_with_the_check_beside_it(self, director):
        found = step(director)
        assert found.title == "Die Beauftragung vereinbaren"
        assert found.other_action == "Check beginnen"

    def test_is_the_check_first_for_pilots_with_the_mandate_beside_it(self, pilot):
        found = step(pilot)
        assert found.title == "Den Check beginnen"
        assert found.other_action == "Zuerst die Beauftragung"

    def test_is_the_mandate_once_a_measure_is_begun(self, pilot):
        CheckFactory(organisation=pilot.organisation, finished_at=FINISHED)
        MeasureFactory(organisation=pilot.organisation, status="in_progress")
        assert step(pilot).title == "Die Beauftragung vereinbaren"

    def test_is_to_complete_a_draft(self, director, mandate):
        mandate(tasks=[])
        found = step(director)
        assert found.title == "Die Beauftragung fertig ausfüllen"
        assert "die Aufgaben" in found.text

    def test_is_to_confirm_for_whom_it_waits(self, pilot, director, mandate):
        draft = mandate()
        CheckFactory(organisation=pilot.organisation)
        assert step(pilot).title == "Die Beauftragung bestätigen"
        draft.pilot_confirmed_name, draft.pilot_confirmed_at = "Piet", timezone.now()
        draft.save()
        assert step(pilot).title == "Den Check fortsetzen"
        assert step(director).title == "Die Beauftragung bestätigen"

    def test_is_to_complete_first_when_means_are_missing(self, pilot, mandate):
        mandate(hours_per_week=None)
        found = step(pilot)
        assert found.title == "Die Beauftragung ergänzen und bestätigen"
        assert "Stunden in der Woche" in found.text

    def test_is_the_check_while_others_have_to_confirm(self, pilot, mandate):
        mandate(pilot_confirmed_name="Piet", pilot_confirmed_at=timezone.now())
        assert step(pilot).title == "Den Check beginnen"

    def test_is_to_renew_what_has_run_out(self, pilot, director, mandate):
        mandate(is_confirmed=True, days_left=-1)
        assert step(director).title == "Die Beauftragung verlängern"
        check = CheckFactory(organisation=pilot.organisation, finished_at=FINISHED)
        MeasureFactory(organisation=pilot.organisation, rated=(3, 3, 3, 3, 3), status="in_progress")
        ReportFactory(organisation=pilot.organisation, check_run=check, state="done")
        found = step(pilot)
        assert found.title == "Die Beauftragung verlängern"
        assert found.other_action == "Systeme aufnehmen"


class TestTheGap:
    def test_is_said_beside_the_check(self, pilot, mandate, client):
        CheckFactory(organisation=pilot.organisation)
        mandate(hours_per_week=None, pilot_confirmed_name="Piet", pilot_confirmed_at=timezone.now())
        sentence = "Es fehlt noch: Stunden in der Woche und die Bestätigung der Geschäftsführung."
        assert journey(pilot).mandate_gap == sentence
        client.force_login(pilot.user)
        page = client.get(reverse("overview", kwargs={"slug": pilot.organisation.slug}))
        assert sentence in page.content.decode()

    def test_is_said_when_there_is_no_mandate_but_a_check(self, pilot):
        assert journey(pilot).mandate_gap == ""
        CheckFactory(organisation=pilot.organisation)
        assert journey(pilot).mandate_gap == "Es fehlt noch: die Beauftragung selbst."

    def test_is_empty_when_all_is_well_or_everything_has_run_out(self, pilot, mandate):
        CheckFactory(organisation=pilot.organisation)
        mandate(is_confirmed=True)
        assert journey(pilot).mandate_gap == ""
        mandate(is_confirmed=True, days_left=-1, number=2)
        assert journey(pilot).mandate_gap == ""
