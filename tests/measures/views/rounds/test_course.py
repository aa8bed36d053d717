"""The way through a round, and where it is found."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from measures.models import Measure, PrioritisationRound, RoundMeasure
from organisations import tenancy
from tests.factories import (
    JournalEntryFactory,
    MeasureFactory,
    MembershipFactory,
    PrioritisationRoundFactory,
    RoundParticipantFactory,
    RoundSnapshotFactory,
)
from tests.measures.views.rounds.pages import (
    SOON,
    TODAY,
    a_round,
    at,
    everything,
    organisation_of,
    queries_of,
    text_of,
)

pytestmark = pytest.mark.django_db


class TestTheList:
    def test_shows_all_rounds_and_what_to_compare(self, client, pilot, organisation):
        page = text_of(client.get(at(organisation_of(pilot), "rounds")))
        assert "Noch keine Runde" in page
        for number in (1, 2):
            one = PrioritisationRoundFactory(
                organisation=organisation, number=number, state="confirmed", next_on=SOON
            )
            RoundSnapshotFactory(organisation=organisation, round=one)
        running = a_round(pilot, number=3)
        page = text_of(client.get(at(organisation_of(pilot), "rounds")))
        assert page.count("Ergebnis ansehen") == 2
        assert "Die letzten beiden Runden vergleichen" in page
        assert at(running, "round") in page

    def test_asks_the_database_as_often_for_many_as_for_few(self, client, pilot, organisation):
        url = at(organisation_of(pilot), "rounds")
        counts = []
        for number in (1, 2, 3, 4, 5, 6):
            one = PrioritisationRoundFactory(
                organisation=organisation, number=number, state="confirmed"
            )
            RoundParticipantFactory(organisation=organisation, round=one)
            RoundSnapshotFactory(organisation=organisation, round=one)
            if number in (2, 6):
                counts.append(queries_of(client, url))
        assert counts[0] == counts[1]


class TestTheCourse:
    @pytest.mark.parametrize("rating_mode", ["together", "alone"])
    def test_leads_through_every_step(self, client, pilot, measure, rating_mode):
        round_ = a_round(pilot, rating_mode=rating_mode)
        page = text_of(client.get(at(round_, "round")))
        for name in ("round_news", "round_ratings", "round_order", "round_choice", "close_round"):
            assert at(round_, name) in page
        assert ("Für mich bewerten" in page) == (rating_mode == "alone")
        for name in ("round_news", "round_ratings", "round_order", "round_choice", "close_round"):
            assert client.get(at(round_, name)).status_code == 200

    def test_has_one_next_step_at_a_time(self, client, pilot, measure):
        def now(round_):
            page = text_of(client.get(at(round_, "round")))
            assert page.count('aria-current="step"') == 1
            step = page[page.index('aria-current="step"') :].partition("</li>")[0]
            assert page.count('class="button" href="/o/') == step.count('class="button"') == 1
            return step

        round_ = a_round(pilot, rating_mode="alone")
        assert "Für mich bewerten" in now(round_)
        unrated = MeasureFactory(organisation=round_.organisation)
        with tenancy.activate(round_.organisation):
            PrioritisationRound.objects.update(rating_mode="together")
        assert "Weiter: bewerten" in now(round_)
        with tenancy.activate(round_.organisation):
            Measure.objects.filter(pk=unrated.pk).update(status="rejected")
        assert "Weiter: auswählen" in now(round_)
        with tenancy.activate(round_.organisation):
            PrioritisationRound.objects.update(next_on=SOON)
            RoundMeasure.objects.create(
                organisation=round_.organisation, round=round_, measure=measure, is_chosen=True
            )
        assert "Weiter: abschließen" in now(round_)

    def test_asks_the_database_as_often_for_many_measures(self, client, pilot, organisation):
        round_ = a_round(pilot, rating_mode="alone")
        names = ("round", "round_ratings", "round_order", "round_choice", "alone")
        for _ in range(2):
            MeasureFactory(organisation=organisation, rated=(3,) * 5)
        few = {name: queries_of(client, at(round_, name)) for name in names}
        for _ in range(8):
            MeasureFactory(organisation=organisation, rated=(3,) * 5)
        assert {name: queries_of(client, at(round_, name)) for name in names} == few

    @pytest.mark.parametrize(
        ("status", "is_first", "said", "not_said"),
        [
            ("idea", True, "Zurzeit ist nichts in Umsetzung.", "kommt voran"),
            ("in_progress", True, "Was in Umsetzung ist, liegt in der Zeit.", "kommt voran"),
            ("idea", False, "Zurzeit ist nichts in Umsetzung.", "kommt voran"),
            ("in_progress", False, "Was in Umsetzung ist, kommt voran.", "Bisher"),
        ],
    )
    def test_looks_back_on_what_there_was(self, client, pilot, status, is_first, said, not_said):
        if not is_first:
            before = a_round(pilot, state="confirmed")
            RoundSnapshotFactory(organisation=before.organisation, round=before)
        measure = MeasureFactory(organisation=pilot.organisation, status=status)
        JournalEntryFactory(organisation=measure.organisation, measure=measure)
        round_ = a_round(pilot)
        page = text_of(client.get(at(round_, "round_news")))
        assert said in page
        assert not_said not in page
        assert ("Seitdem" in page) != is_first
        assert ("Bisher ist nichts fertig geworden." in page) == is_first

    def test_shows_what_was_returned(self, client, pilot, measure):
        round_ = a_round(pilot)
        RoundSnapshotFactory(
            organisation=round_.organisation,
            round=round_,
            verdict="returned",
            remark="Bitte weniger.",
            judged_by_name="Ben Probe",
            judged_at=timezone.now(),
        )
        page = text_of(client.get(at(round_, "round")))
        assert "Ben Probe hat die Runde zurückgegeben" in page
        assert "Bitte weniger." in page
        response = client.post(at(round_, "discard_round"), follow=True)
        assert "Ihr Ergebnis bleibt stehen" in text_of(response)

    def test_can_be_read_by_colleagues_who_take_no_part(self, client, pilot, measure):
        round_ = a_round(pilot)
        member = MembershipFactory(organisation=round_.organisation, role="member")
        client.force_login(member.user)
        page = text_of(client.get(at(round_, "round")))
        assert "Hier sehen Sie, wie weit die Runde ist." in page
        assert at(round_, "round_choice") not in page

    def test_is_over_once_it_is_closed(self, client, pilot, measure):
        round_ = a_round(pilot, state="closed")
        RoundSnapshotFactory(organisation=round_.organisation, round=round_)
        assert client.get(at(round_, "round_ratings")).url == at(round_, "round")
        response = client.post(at(round_, "show_voices"), follow=True)
        assert "Diese Runde ist schon abgeschlossen." in text_of(response)

    def test_is_discarded_after_a_question(self, client, pilot, organisation):
        round_ = a_round(pilot)
        assert "Runde verwerfen?" in text_of(client.get(at(round_, "discard_round")))
        client.post(at(round_, "discard_round"))
        assert everything(organisation, PrioritisationRound) == []


class TestTheOverview:
    def overview(self, client, organisation):
        return text_of(client.get(reverse("overview", kwargs={"slug": organisation.slug})))

    def test_leads_back_to_a_running_round(self, client, pilot, organisation):
        a_round(pilot)
        assert "Die Priorisierungsrunde fortsetzen" in self.overview(client, organisation)

    def test_asks_people_to_rate_alone(self, client, pilot, organisation):
        member = MembershipFactory(organisation=organisation, role="member")
        round_ = a_round(pilot, member, rating_mode="alone")
        client.force_login(member.user)
        assert "Maßnahmen für sich bewerten" in self.overview(client, organisation)
        client.post(at(round_, "hand_in"))
        assert "Auf dem Laufenden bleiben" in self.overview(client, organisation)

    def test_while_a_round_waits_others_go_on(self, client, pilot, organisation):
        a_round(pilot, state="closed")
        assert "Priorisierungsrunde fortsetzen" not in self.overview(client, organisation)

    @pytest.mark.parametrize("days", [30, -3])
    def test_says_once_when_the_next_round_is(self, client, pilot, organisation, days):
        day = TODAY + timedelta(days=days)
        a_round(pilot, state="confirmed", next_on=day)
        page = self.overview(client, organisation)
        assert page.count("Maßnahmen gemeinsam neu ordnen") == 1
        assert f"Am {date_format(day)}: Maßnahmen gemeinsam neu ordnen." in page

    def test_has_nothing_to_say_without_rounds(self, client, organisation):
        assert "Priorisierungsrunde" not in self.overview(client, organisation)
        assert everything(organisation, Measure) == []
