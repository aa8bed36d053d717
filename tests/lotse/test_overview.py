"""The overview: the one next step at every point of the way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lotse.overview.overview import CURRENT, DONE, TODO, Overview
from organisations import tenancy
from organisations.models import Mandate
from tests.factories import (
    AnswerFactory,
    CheckFactory,
    MandateFactory,
    MeasureFactory,
    MembershipFactory,
    PrioritisationRoundFactory,
    ReportFactory,
    RoundParticipantFactory,
    StepFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db
FINISHED = timezone.now() - timedelta(days=60)


@pytest.fixture
def pilot():
    """A pilot in their opened organisation, with a mandate that holds."""
    membership = MembershipFactory()
    MandateFactory(organisation=membership.organisation, is_confirmed=True)
    with tenancy.activate(membership.organisation):
        yield membership


def next_step(membership):
    return Overview(membership.organisation, membership).next_step.title


def states(membership):
    return [
        milestone.state for milestone in Overview(membership.organisation, membership).milestones
    ]


def finished_check(pilot, **answer):
    check = CheckFactory(organisation=pilot.organisation, finished_at=FINISHED)
    if answer:
        AnswerFactory(organisation=pilot.organisation, check_run=check, **answer)
    return check


def test_begins_with_the_check(pilot):
    assert next_step(pilot) == "Den Check beginnen"
    assert states(pilot) == [DONE, *[TODO] * 5]


def test_goes_on_with_a_running_check(pilot):
    CheckFactory(organisation=pilot.organisation)
    assert next_step(pilot) == "Den Check fortsetzen"
    assert states(pilot)[1] == CURRENT


def test_closes_a_check_that_is_filled_in(pilot):
    check = CheckFactory(organisation=pilot.organisation)
    for key in ("pilot", "goals", "donation-goals", "passwords", "backups", "backup-place"):
        AnswerFactory(organisation=pilot.organisation, check_run=check, question_key=key)
    assert next_step(pilot) == "Den Check abschließen"


def test_begins_with_a_measure_after_the_check(pilot):
    finished_check(pilot, level=0)
    assert next_step(pilot) == "Mit einer Maßnahme anfangen"
    assert states(pilot)[1:3] == [DONE, CURRENT]


def test_decides_on_other_suggestions_when_nothing_else_waits(pilot):
    check = finished_check(pilot, level=0)
    MeasureFactory(organisation=pilot.organisation, status="done")
    ReportFactory(organisation=pilot.organisation, check_run=check)
    assert next_step(pilot) == "Über Vorschläge entscheiden"


def test_begins_with_the_next_measure_when_none_is_under_way(pilot):
    check = finished_check(pilot, level=0)
    MeasureFactory(organisation=pilot.organisation, status="done")
    MeasureFactory(organisation=pilot.organisation, rated=(3, 3, 3, 3, 3))
    ReportFactory(organisation=pilot.organisation, check_run=check)
    assert next_step(pilot) == "Mit der nächsten Maßnahme anfangen"


def test_goes_on_with_the_step_of_what_is_due_first(pilot):
    check = finished_check(pilot, level=0)
    ReportFactory(organisation=pilot.organisation, check_run=check)
    more = {"organisation": pilot.organisation, "rated": (3, 3, 3, 3, 3), "status": "in_progress"}
    MeasureFactory(**more, title="Ohne Termin")
    MeasureFactory(**more, title="Später", due_date=FINISHED.date() + timedelta(days=200))
    first = MeasureFactory(**more, title="Zuerst", due_date=FINISHED.date())
    StepFactory(organisation=pilot.organisation, measure=first, text="Getan", done_at=FINISHED)
    StepFactory(organisation=pilot.organisation, measure=first, text="Alle einladen", position=2)
    step = Overview(pilot.organisation, pilot).next_step
    assert (step.title, step.text) == ("Zuerst", "Der nächste Teilschritt: Alle einladen")


def test_rates_what_is_on_the_list(pilot):
    finished_check(pilot)
    MeasureFactory(organisation=pilot.organisation)
    assert next_step(pilot) == "Maßnahmen bewerten"
    assert states(pilot)[2:4] == [DONE, CURRENT]


def test_offers_to_note_the_systems_as_long_as_there_are_none(pilot):
    finished_check(pilot)
    with tenancy.activate(pilot.organisation):
        step = Overview(pilot.organisation, pilot).next_step
        assert step.other_action == "Systeme aufnehmen"
        assert step.other_url.endswith("/systeme/")
        SystemFactory(organisation=pilot.organisation)
        assert Overview(pilot.organisation, pilot).next_step.other_action == ""


@pytest.mark.parametrize(("days", "action"), [(364, ""), (367, "Check wiederholen")])
def test_offers_to_repeat_the_check_after_a_year(pilot, days, action):
    SystemFactory(organisation=pilot.organisation)
    CheckFactory(organisation=pilot.organisation, finished_at=timezone.now() - timedelta(days=days))
    MeasureFactory(organisation=pilot.organisation)
    step = Overview(pilot.organisation, pilot).next_step
    assert (step.title, step.other_action) == ("Maßnahmen bewerten", action)


def test_makes_a_first_report_when_all_is_rated(pilot):
    finished_check(pilot, level=4)
    MeasureFactory(organisation=pilot.organisation, rated=(3, 3, 3, 3, 3), status="in_progress")
    assert next_step(pilot) == "Den ersten Bericht erstellen"


def test_carries_out_the_first_measure_after_that(pilot):
    check = finished_check(pilot, level=4)
    MeasureFactory(
        organisation=pilot.organisation,
        title="Kalender teilen",
        rated=(3, 3, 3, 3, 3),
        status="in_progress",
    )
    ReportFactory(organisation=pilot.organisation, check_run=check, state="done")
    assert next_step(pilot) == "Kalender teilen"
    assert states(pilot) == [DONE, DONE, DONE, DONE, CURRENT, DONE]


def test_goes_on_carrying_out_while_something_waits(pilot):
    MeasureFactory(organisation=pilot.organisation, status="done")
    MeasureFactory(organisation=pilot.organisation, status="planned")
    assert states(pilot)[4] == CURRENT


def test_looks_for_more_when_everything_is_done(pilot):
    check = finished_check(pilot, level=4)
    MeasureFactory(organisation=pilot.organisation, status="done")
    ReportFactory(organisation=pilot.organisation, check_run=check)
    mandate = Mandate.objects.get()
    ReportFactory(organisation=pilot.organisation, kind="mandate", mandate=mandate, state="done")
    assert next_step(pilot) == "Weitere Maßnahmen finden"
    assert states(pilot) == [DONE, DONE, DONE, DONE, DONE, CURRENT]


class TestForTheDirector:
    @pytest.fixture
    def director(self, pilot):
        return MembershipFactory(organisation=pilot.organisation, role="director")

    def seen(self, membership):
        overview = Overview(membership.organisation, membership)
        return overview.next_step, [one.title for one in overview.decisions]

    def test_decisions_come_before_everything_else(self, pilot, director):
        finished_check(pilot, level=0)
        opened = PrioritisationRoundFactory(organisation=pilot.organisation, state="closed")
        step, decisions = self.seen(director)
        assert step.title == "Die Priorisierungsrunde bestätigen"
        assert step.url.endswith(f"/{opened.pk}/bestaetigen/")
        assert decisions == [step.title]
        assert self.seen(pilot)[1] == []

    def test_rating_alone_stands_beside_what_there_is_to_see(self, pilot, director):
        finished_check(pilot, level=0)
        round_ = PrioritisationRoundFactory(organisation=pilot.organisation, rating_mode="alone")
        RoundParticipantFactory(organisation=pilot.organisation, round=round_, user=director.user)
        step, _decisions = self.seen(director)
        assert step.title == "Im Moment ist nichts zu entscheiden"
        assert step.other_action == "Für mich bewerten"

    def test_hours_and_money_are_hers_to_give(self, pilot, director):
        MandateFactory(
            organisation=pilot.organisation,
            is_confirmed=True,
            number=2,
            hours_per_week=None,
            budget_per_year=None,
        )
        finished_check(pilot)
        step, decisions = self.seen(director)
        assert (step.title, decisions) == ("Zeit und Geld zusagen", ["Zeit und Geld zusagen"])
        assert step.text == "In der Beauftragung fehlt noch: Stunden in der Woche und ein Budget."

    def test_one_who_works_alone_does_it_all_herself(self):
        director = MembershipFactory(role="director")
        with tenancy.activate(director.organisation):
            mandate = {"organisation": director.organisation, "pilot": director}
            MandateFactory(**mandate, is_confirmed=True)
            finished_check(director, level=0)
            assert next_step(director) == "Mit einer Maßnahme anfangen"

    def test_the_page_says_where_one_stands_and_what_moved(self, client, pilot, director):
        first = CheckFactory(
            organisation=pilot.organisation, finished_at=FINISHED - timedelta(days=300)
        )
        second = CheckFactory(
            organisation=pilot.organisation,
            catalogue=first.catalogue,
            predecessor=first,
            finished_at=FINISHED,
        )
        for check, level in ((first, 1), (second, 3)):
            AnswerFactory(organisation=pilot.organisation, check_run=check, level=level)
        MeasureFactory(organisation=pilot.organisation, title="Ablage geordnet", status="done")
        late = timezone.localdate() - timedelta(days=3)
        MeasureFactory(
            organisation=pilot.organisation,
            title="Kalender teilen",
            status="in_progress",
            due_date=late,
            responsible=pilot,
        )
        client.force_login(director.user)
        page = client.get(reverse("overview", args=[pilot.organisation.slug])).content.decode()
        assert "<h1>Auf einen Blick</h1>" in page
        assert "75</strong>" in page
        assert page.count('class="line"') >= 1
        assert page.index("Ablage geordnet") < page.index("Diese Woche")
        assert "überfällig" in page.partition("Diese Woche")[2]
        assert str(pilot.user) in page.partition("Diese Woche")[2]


class TestTheWeek:
    TODAY = timezone.localdate()

    def of(self, pilot):
        return Overview(pilot.organisation, pilot).week

    def dated(self, pilot, days, **more):
        day = self.TODAY + timedelta(days=days)
        return MeasureFactory(organisation=pilot.organisation, due_date=day, **more)

    def test_holds_what_is_late_and_what_is_due_in_seven_days(self, pilot):
        for days in (8, 7, 0, -40):
            self.dated(pilot, days, title=f"In {days} Tagen")
        self.dated(pilot, 1, title="Erledigt", status="done")
        found = self.of(pilot).shown
        assert [(one.what, one.is_late) for one in found] == [
            ("In -40 Tagen", True),
            ("In 0 Tagen", False),
            ("In 7 Tagen", False),
        ]

    def test_names_who_looks_after_a_step_or_else_after_its_measure(self, pilot):
        other = MembershipFactory(organisation=pilot.organisation)
        measure = self.dated(pilot, 30, responsible=pilot, title="Kalender teilen")
        more = {"organisation": pilot.organisation, "measure": measure, "due_date": self.TODAY}
        StepFactory(**more, text="Testen", responsible=other)
        StepFactory(**more, text="Einladen")
        StepFactory(**more, text="Getan", done_at=timezone.now())
        found = {one.what: (one.who, one.of) for one in self.of(pilot).shown}
        assert found == {
            "Testen": (str(other.user), "Kalender teilen"),
            "Einladen": (str(pilot.user), "Kalender teilen"),
        }

    def test_shows_six_and_counts_the_rest(self, pilot):
        for _ in range(8):
            self.dated(pilot, 1)
        week = self.of(pilot)
        assert (len(week.shown), week.more) == (6, 2)


def test_what_is_done_steps_back(client, pilot):
    finished_check(pilot)
    client.force_login(pilot.user)
    page = client.get(reverse("overview", args=[pilot.organisation.slug])).content.decode()
    ahead, _heading, behind = page.partition("Erledigt:")
    assert "Beauftragung</a> (von beiden bestätigt)" in behind
    assert "noch nicht begonnen" in ahead.partition('<ol class="journey">')[2]


def test_lets_members_read_along(pilot):
    member = MembershipFactory(organisation=pilot.organisation, role="member")
    assert next_step(member) == "Auf dem Laufenden bleiben"


def test_leads_members_nowhere_they_may_not_go(client):
    member = MembershipFactory(role="member")
    client.force_login(member.user)
    where = {"slug": member.organisation.slug}
    page = client.get(reverse("overview", kwargs=where)).content.decode()
    assert f'"{reverse("checks:start", kwargs=where)}"' not in page
    assert f'"{reverse("checks:standing", kwargs=where)}"' in page


@pytest.mark.parametrize("number", [1, 50])
def test_takes_as_many_queries_for_one_measure_as_for_fifty(
    pilot, number, client, django_assert_num_queries
):
    finished_check(pilot, level=0)
    for _ in range(number):
        MeasureFactory(organisation=pilot.organisation, rated=(3, 3, 3, 3, 3))
    client.force_login(pilot.user)
    url = reverse("overview", kwargs={"slug": pilot.organisation.slug})
    client.get(url)
    with django_assert_num_queries(26):
        client.get(url)
