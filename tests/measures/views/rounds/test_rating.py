"""Rating alone, and settling what holds."""

import pytest

from measures.models import Rating, RoundMeasure, RoundRating
from tests.factories import MeasureFactory, MembershipFactory, RoundParticipantFactory
from tests.measures.views.rounds.pages import (
    ALL_FIVE,
    a_round,
    at,
    everything,
    messages_of,
    reloaded,
    text_of,
)

pytestmark = pytest.mark.django_db


class TestRatingAlone:
    @pytest.fixture
    def one(self, pilot, measure):
        return a_round(pilot, rating_mode="alone")

    def test_goes_from_measure_to_measure(self, client, one, measure):
        other = MeasureFactory(organisation=one.organisation, title="Ablage ordnen")
        assert "0 von 2 bewertet" in text_of(client.get(at(one, "alone")))
        url = at(one, "rate_alone", measure_id=measure.pk)
        assert "Kalender teilen" in text_of(client.get(url))
        response = client.post(url, ALL_FIVE | {"action": "next"})
        assert response.url == at(one, "rate_alone", measure_id=other.pk)
        assert "1 von 2 bewertet" in text_of(client.get(at(one, "alone")))
        last = client.post(response.url, ALL_FIVE | {"action": "next"}, follow=True)
        assert messages_of(last) == [
            "Gespeichert: „Ablage ordnen“. Sie haben alles bewertet. Geben Sie Ihre Bewertungen "
            "jetzt ab."
        ]
        assert client.post(url, ALL_FIVE).url == at(one, "alone")

    def test_a_note_without_a_number_is_an_error(self, client, one, measure):
        url = at(one, "rate_alone", measure_id=measure.pk)
        response = client.post(url, {"benefit_note": "Weil."})
        assert response.status_code == 422
        assert everything(one.organisation, RoundRating) == []

    def test_shows_nobody_elses_numbers(self, client, pilot, one, measure):
        other = MembershipFactory(organisation=one.organisation, user__name="Ben Geheim")
        part = RoundParticipantFactory(organisation=one.organisation, round=one, user=other.user)
        client.force_login(other.user)
        url = at(one, "rate_alone", measure_id=measure.pk)
        client.post(url, ALL_FIVE | {"benefit_note": "Streng geheim"})
        client.force_login(pilot.user)
        settle = at(one, "settle", measure_id=measure.pk)
        for page in (url, settle):
            assert "Streng geheim" not in text_of(client.get(page))
        assert "sobald sie abgegeben haben" in text_of(client.get(settle))
        client.post(at(one, "show_voices"))
        page = text_of(client.get(settle))
        assert "Streng geheim" in page
        assert "Alle sagen 4." in page
        assert reloaded(part).handed_in_at is None

    def test_ends_by_handing_in(self, client, one, measure):
        response = client.post(at(one, "hand_in"), follow=True)
        assert "Ihre Bewertungen sind abgegeben" in text_of(response)
        url = at(one, "rate_alone", measure_id=measure.pk)
        for answer in (
            client.get(at(one, "alone"), follow=True),
            client.post(url, ALL_FIVE, follow=True),
            client.post(at(one, "hand_in"), follow=True),
        ):
            assert "schon abgegeben" in text_of(answer)

    def test_by_one_person_holds_with_their_notes_once_it_is_handed_in(self, client, one, measure):
        unrated = MeasureFactory(organisation=one.organisation, title="Ablage ordnen")
        url = at(one, "rate_alone", measure_id=measure.pk)
        client.post(url, ALL_FIVE | {"benefit_note": "Spart Wege."})
        page = client.post(at(one, "hand_in"), follow=True)
        assert messages_of(page)[-1:] == [
            "Danke! Ihre Bewertungen sind abgegeben und gelten jetzt."
        ]
        assert "Bei 1 von 2 Maßnahmen legen Sie noch fest, was gilt." in text_of(page)
        benefit = next(
            rating
            for rating in everything(one.organisation, Rating)
            if rating.criterion == "benefit"
        )
        assert (benefit.measure_id, benefit.value, benefit.note) == (measure.pk, 4, "Spart Wege.")
        client.post(at(one, "settle", measure_id=unrated.pk), ALL_FIVE | {"version": 1})
        page = text_of(client.get(at(one, "round")))
        assert "Alle 2 Maßnahmen in dieser Runde bewertet." in page

    def test_holds_where_all_said_the_same_once_the_last_one_hands_in(
        self, client, pilot, one, measure
    ):
        disputed = MeasureFactory(organisation=one.organisation)
        partly = MeasureFactory(organisation=one.organisation)
        other = MembershipFactory(organisation=one.organisation)
        RoundParticipantFactory(organisation=one.organisation, round=one, user=other.user)
        for member, value in ((pilot, "4"), (other, "5")):
            client.force_login(member.user)
            client.post(at(one, "rate_alone", measure_id=measure.pk), ALL_FIVE)
            sent = ALL_FIVE | {"benefit_value": value}
            client.post(at(one, "rate_alone", measure_id=disputed.pk), sent)
            if member is pilot:
                client.post(at(one, "rate_alone", measure_id=partly.pk), ALL_FIVE)
                waiting = text_of(client.post(at(one, "hand_in"), follow=True))
                assert "Sobald alle abgegeben haben, legen Sie fest, was gilt." in waiting
                assert reloaded(measure).version == 1
        page = client.post(at(one, "hand_in"), follow=True)
        assert messages_of(page)[-1:] == [
            "Danke! Ihre Bewertungen sind abgegeben. Bei 1 Maßnahme sind sich alle einig, das "
            "gilt jetzt."
        ]
        assert [reloaded(one).version for one in (measure, disputed, partly)] == [2, 1, 1]

    def test_ends_with_the_comparison(self, client, one):
        client.post(at(one, "show_voices"))
        page = text_of(client.get(at(one, "alone"), follow=True))
        assert "Alle sehen schon den Vergleich." in page

    def test_is_for_those_who_take_part(self, client, one):
        other = MembershipFactory(organisation=one.organisation, role="member")
        client.force_login(other.user)
        page = text_of(client.get(at(one, "alone"), follow=True))
        assert "Sie nehmen an dieser Runde nicht teil." in page

    def test_is_not_there_where_people_rate_together(self, client, pilot, measure):
        round_ = a_round(pilot)
        page = text_of(client.get(at(round_, "alone"), follow=True))
        assert "Diese Runde bewertet gemeinsam." in page


class TestSettling:
    def test_goes_on_to_the_next(self, client, pilot, measure):
        other = MeasureFactory(organisation=measure.organisation, title="Ablage ordnen")
        round_ = a_round(pilot)
        url = at(round_, "settle", measure_id=measure.pk)
        page = text_of(client.get(url))
        assert "Ablage ordnen" in page
        response = client.post(url, ALL_FIVE | {"version": 1, "action": "next"})
        assert response.url == at(round_, "settle", measure_id=other.pk)
        last = client.post(response.url, ALL_FIVE | {"version": 1, "action": "next"}, follow=True)
        assert "Alles für diese Runde ist bewertet." in text_of(last)
        assert "in dieser Runde bewertet" in text_of(last)

    def test_two_at_once_see_both_versions(self, client, pilot, measure):
        round_ = a_round(pilot)
        url = at(round_, "settle", measure_id=measure.pk)
        response = client.post(url, ALL_FIVE | {"version": 0})
        assert response.status_code == 409
        assert "Gespeichert ist: 3" in text_of(response)
        assert client.post(url, ALL_FIVE | {"version": 1}).url == at(round_, "round_ratings")

    def test_with_an_error_keeps_what_was_typed(self, client, pilot, measure):
        url = at(a_round(pilot), "settle", measure_id=measure.pk)
        response = client.post(url, {"version": 1, "benefit_note": "Weil das so ist."})
        # Nothing was chosen beside the note.
        assert response.status_code == 422
        assert "Weil das so ist." in text_of(response)

    def test_is_for_open_measures(self, client, pilot, organisation):
        done = MeasureFactory(organisation=organisation, status="done")
        assert client.get(at(a_round(pilot), "settle", measure_id=done.pk)).status_code == 404

    def test_disagreement_is_drawn_and_said(self, client, pilot, measure):
        other = MembershipFactory(organisation=measure.organisation, user__name="Ben Probe")
        round_ = a_round(pilot, other, rating_mode="alone")
        url = at(round_, "rate_alone", measure_id=measure.pk)
        for member, value in ((pilot, "1"), (other, "5")):
            client.force_login(member.user)
            client.post(url, ALL_FIVE | {"benefit_value": value})
            client.post(at(round_, "hand_in"))
        client.force_login(pilot.user)
        page = text_of(client.get(at(round_, "settle", measure_id=measure.pk)))
        assert "Von 1 (Ada Probe) bis 5 (Ben Probe)." in page
        assert "spread-range" in page
        assert "4 Stufen auseinander" in text_of(client.get(at(round_, "round_ratings")))

    def test_fills_in_what_all_said_until_something_else_is_settled(self, client, pilot, measure):
        round_ = a_round(pilot, rating_mode="alone")
        client.post(at(round_, "rate_alone", measure_id=measure.pk), {"benefit_value": "4"})
        client.post(at(round_, "hand_in"))
        url = at(round_, "settle", measure_id=measure.pk)
        assert 'name="benefit_value" value="4" checked' in text_of(client.get(url))
        client.post(url, ALL_FIVE | {"benefit_value": "2", "version": 1})
        page = text_of(client.get(url))
        assert "Alle sagen 4." in page
        assert 'name="benefit_value" value="2" checked' in page

    def test_of_the_last_one_is_told_in_one_message(self, client, pilot, measure):
        round_ = a_round(pilot)
        other = MeasureFactory(organisation=round_.organisation)
        sent = ALL_FIVE | {"version": 1, "action": "next"}
        page = client.post(at(round_, "settle", measure_id=measure.pk), sent, follow=True)
        assert messages_of(page) == ["Gespeichert: „Kalender teilen“."]
        page = client.post(at(round_, "settle", measure_id=other.pk), sent, follow=True)
        assert messages_of(page) == [
            f"Gespeichert: „{other.title}“. Alles für diese Runde ist bewertet."
        ]
        assert "Alle 2 Maßnahmen in dieser Runde bewertet." in text_of(
            client.get(at(round_, "round"))
        )

    def test_is_not_asked_for_again_where_people_rated_before_the_round(
        self, client, pilot, measure
    ):
        round_ = a_round(pilot)
        said = "1 Maßnahme, schon vor dieser Runde bewertet."
        assert said in text_of(client.get(at(round_, "round")))
        MeasureFactory(organisation=round_.organisation)
        page = text_of(client.get(at(round_, "round")))
        assert "Noch 1 von 2 Maßnahmen zu besprechen." in page

    def test_marks_as_disputed(self, client, pilot, measure):
        round_ = a_round(pilot)
        url = at(round_, "dispute", measure_id=measure.pk)
        for wanted in ("1", "0"):
            client.post(url, {"strittig": wanted})
            [note] = everything(round_.organisation, RoundMeasure)
            assert note.is_disputed == (wanted == "1")
