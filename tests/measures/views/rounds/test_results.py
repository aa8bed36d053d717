"""Closing a round, the verdict on it, and what stays of it."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures.models import RoundSnapshot
from tests.factories import (
    InvitationFactory,
    MembershipFactory,
    PrioritisationRoundFactory,
    RoundMeasureFactory,
    RoundSnapshotFactory,
    StepFactory,
    snapshot_content,
    snapshot_row,
)
from tests.measures.views.rounds.pages import (
    SOON,
    a_round,
    at,
    everything,
    messages_of,
    organisation_of,
    reloaded,
    text_of,
)

pytestmark = pytest.mark.django_db


class TestClosing:
    def ready(self, pilot, measure, **kwargs):
        round_ = a_round(pilot, next_on=SOON, **kwargs)
        RoundMeasureFactory(
            organisation=round_.organisation, round=round_, measure=measure, is_chosen=True
        )
        return round_

    def test_says_what_it_does_and_does_it(self, client, pilot, measure):
        one = self.ready(pilot, measure)
        url = at(one, "close_round")
        page = text_of(client.get(url))
        assert "Die ausgewählte Maßnahme bekommt den Stand „geplant“" in page
        data = {
            "version": 1,
            f"responsible_{measure.pk}": pilot.pk,
            f"due_date_{measure.pk}": str(SOON),
        }
        assert client.post(url, data).url == at(one, "round")
        found = reloaded(measure)
        assert (found.status, found.responsible_id, found.due_date) == ("planned", pilot.pk, SOON)
        page = text_of(client.get(at(one, "round")))
        assert "wartet auf die Geschäftsführung" in page
        assert "Kalender teilen" in page

    def test_leads_to_the_first_step_of_what_was_chosen(self, client, pilot, measure):
        one = self.ready(pilot, measure)
        MembershipFactory(organisation=one.organisation, role="director")
        StepFactory(organisation=one.organisation, measure=measure, text="Anbieter fragen.")
        page = text_of(client.post(at(one, "close_round"), {"version": 1}, follow=True))
        assert "Damit fangen Sie an" in page
        assert "Anbieter fragen." in page
        assert at(organisation_of(pilot), "detail", measure_id=measure.pk) in page

    def test_without_a_director_claims_nothing_and_invites_one(self, client, pilot, measure):
        one = self.ready(pilot, measure)
        invite = reverse("organisations:invite", kwargs={"slug": one.organisation.slug})
        page = text_of(client.get(at(one, "close_round")))
        assert "Noch ist keine Geschäftsführung im Team." in page
        assert f"{invite}?rolle=director" in page
        assert "Danach bestätigt die Geschäftsführung." not in text_of(client.get(at(one, "round")))
        page = client.post(at(one, "close_round"), {"version": 1}, follow=True)
        assert messages_of(page) == ["Die Runde ist abgeschlossen."]
        assert f"{invite}?rolle=director" in text_of(page)
        InvitationFactory(organisation=one.organisation, role="director", email="gf@x.example")
        page = text_of(client.get(at(one, "round")))
        assert "Eine Einladung an gf@x.example ist offen" in page
        assert f"{invite}?rolle=director" not in page

    @pytest.mark.parametrize(
        ("role", "told"),
        [
            ("pilot", "Die Runde ist abgeschlossen und liegt der Geschäftsführung vor."),
            ("director", "Die Runde ist abgeschlossen."),
        ],
    )
    def test_with_a_director_says_whose_turn_it_is(self, client, pilot, measure, role, told):
        one = self.ready(pilot, measure)
        director = MembershipFactory(organisation=one.organisation, role="director")
        client.force_login(pilot.user if role == "pilot" else director.user)
        assert "keine Geschäftsführung im Team" not in text_of(client.get(at(one, "close_round")))
        page = client.post(at(one, "close_round"), {"version": 1}, follow=True)
        assert messages_of(page) == [told]
        assert "keine Geschäftsführung im Team" not in text_of(page)

    def test_ranks_the_list_once(self, client, pilot, measure):
        one = self.ready(pilot, measure)
        with CaptureQueriesContext(connection) as found:
            client.post(at(one, "close_round"), {"version": 1})
        ranked = [one for one in found if 'FROM "measures_rating"' in one["sql"]]
        assert len(ranked) == 1
        assert reloaded(measure).status == "planned"
        [snapshot] = everything(one.organisation, RoundSnapshot)
        assert [row.status for row in snapshot.content.rows] == ["planned"]

    def test_says_what_is_missing(self, client, pilot, measure):
        round_ = a_round(pilot)
        url = at(round_, "close_round")
        assert "Es fehlt der Tag der nächsten Runde." in text_of(client.get(url))
        assert client.post(url, {"version": 1}).status_code == 422
        assert reloaded(round_).is_open

    def test_with_an_error_changes_nothing(self, client, pilot, measure):
        one = self.ready(pilot, measure)
        for data in ({f"due_date_{measure.pk}": "bald"}, {f"responsible_{measure.pk}": "0"}):
            assert client.post(at(one, "close_round"), {"version": 1} | data).status_code == 422
        assert reloaded(one).is_open

    def test_two_at_once_are_told(self, client, pilot, measure):
        one = self.ready(pilot, measure, version=4)
        response = client.post(at(one, "close_round"), {"version": 3})
        assert response.status_code == 409
        assert "Inzwischen hat sich etwas geändert" in text_of(response)


class TestTheVerdict:
    @pytest.fixture
    def closed(self, pilot, measure):
        round_ = a_round(pilot, state="closed", next_on=SOON)
        RoundSnapshotFactory(organisation=round_.organisation, round=round_)
        return round_

    @pytest.fixture
    def director(self, client, closed):
        found = MembershipFactory(
            organisation=closed.organisation, role="director", user__name="Ben Probe"
        )
        client.force_login(found.user)
        return found

    def snapshot(self, closed):
        return everything(closed.organisation, RoundSnapshot)[0]

    def test_confirms(self, client, closed, director):
        assert "Ihre Bestätigung fehlt noch" in text_of(client.get(at(closed, "round")))
        url = at(closed, "judge_round")
        assert "Kalender teilen" not in text_of(client.get(url))
        data = {"verdict": "confirmed", "snapshot": self.snapshot(closed).pk}
        page = text_of(client.post(url, data, follow=True))
        assert "Die Runde ist bestätigt." in page
        assert reloaded(closed).state == "confirmed"
        assert client.get(url).url == at(closed, "round")

    def test_returns_with_a_remark(self, client, closed, director):
        url = at(closed, "judge_round")
        data = {"verdict": "returned", "snapshot": self.snapshot(closed).pk}
        response = client.post(url, data)
        assert response.status_code == 422
        assert "Bitte schreiben Sie, was sich ändern soll." in text_of(response)
        page = text_of(client.post(url, data | {"remark": "Zu viel."}, follow=True))
        assert "Ben Probe hat die Runde zurückgegeben" in page
        assert reloaded(closed).is_open

    def test_needs_a_decision(self, client, closed, director):
        assert client.post(at(closed, "judge_round"), {}).status_code == 422

    def test_is_about_what_was_read(self, client, closed, director):
        data = {"verdict": "confirmed", "snapshot": "1" * 9}
        page = text_of(client.post(at(closed, "judge_round"), data, follow=True))
        assert "Inzwischen gibt es eine neue Fassung." in page

    def test_is_the_directors_next_step(self, client, closed, director):
        overview = reverse("overview", kwargs={"slug": closed.organisation.slug})
        page = text_of(client.get(overview))
        assert "Die Priorisierungsrunde bestätigen" in page
        assert at(closed, "judge_round") in page

    def test_is_nobody_elses(self, client, closed):
        MembershipFactory(organisation=closed.organisation, role="director")
        assert client.get(at(closed, "judge_round")).status_code == 403

    def test_is_the_pilots_while_nobody_directs(self, client, pilot, closed):
        assert "Ihre Bestätigung fehlt noch" in text_of(client.get(at(closed, "round")))
        data = {"verdict": "confirmed", "snapshot": self.snapshot(closed).pk}
        client.post(at(closed, "judge_round"), data)
        assert reloaded(closed).state == "confirmed"
        # So the house can open its next round.
        assert client.get(at(organisation_of(pilot), "new_round")).status_code == 200


class TestResults:
    def test_old_versions_stay_readable(self, client, pilot):
        round_ = a_round(pilot, state="confirmed", next_on=SOON)
        ids = []
        for number, title in ((1, "Erste Fassung"), (2, "Zweite Fassung")):
            content = snapshot_content(
                snapshot_row(title, move={"place": 1, "reason": "Eilig."}), version=number
            )
            ids.append(
                RoundSnapshotFactory(
                    organisation=round_.organisation,
                    round=round_,
                    number=number,
                    document=content.model_dump(mode="json"),
                ).pk
            )
        assert "Zweite Fassung" in text_of(client.get(at(round_, "round")))
        page = text_of(client.get(at(round_, "round_snapshot", round_snapshot_id=ids[0])))
        assert "Erste Fassung" in page
        assert "Eilig." in page
        other = PrioritisationRoundFactory(
            organisation=round_.organisation, number=round_.number + 1
        )
        url = at(other, "round_snapshot", round_snapshot_id=ids[0])
        assert client.get(url).status_code == 404

    def test_two_are_compared(self, client, pilot, organisation):
        ids = []
        for number, places in ((1, (1, 2)), (2, (2, 1))):
            rows = [
                snapshot_row(f"M{key}", key=UUID(int=key), place=place)
                for key, place in enumerate(places, start=1)
            ]
            rows.append(snapshot_row(f"Nur {number}", key=UUID(int=9 + number), place=3))
            one = PrioritisationRoundFactory(
                organisation=organisation, number=number, state="confirmed"
            )
            document = snapshot_content(*rows).model_dump(mode="json")
            ids.append(
                RoundSnapshotFactory(organisation=organisation, round=one, document=document).pk
            )
        url = at(organisation_of(pilot), "compare_rounds")
        assert "Vergleichen" in text_of(client.get(url))
        # Whichever is named first, the earlier one is the earlier one.
        for first, second in (ids, ids[::-1]):
            page = text_of(client.get(url, {"von": first, "bis": second}))
            assert "1 gestiegen, 1 gefallen, 1 neu und 1 nicht mehr dabei." in page
            assert "▲ von Platz 2 auf Platz 1" in page
        same = client.get(url, {"von": ids[0], "bis": ids[0]})
        assert same.status_code == 422
        assert "Bitte wählen Sie zwei verschiedene Runden." in text_of(same)
        assert client.get(url, {"von": "x", "bis": "0"}).status_code == 422
