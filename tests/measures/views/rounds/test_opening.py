"""Opening a round, and changing who and when."""

import pytest
from django.urls import reverse

from measures.models import PrioritisationRound
from tests.factories import AccompanimentFactory, ConsultantFactory
from tests.measures.views.rounds.pages import TODAY, a_round, at, everything, reloaded, text_of

pytestmark = pytest.mark.django_db


class TestOpening:
    def test_leads_to_the_course(self, client, pilot, organisation):
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        assert "Ada Probe" in text_of(client.get(url))
        data = {"held_on": str(TODAY), "rating_mode": "alone", "people": [pilot.user_id]}
        response = client.post(url, data)
        [one] = everything(organisation, PrioritisationRound)
        assert response.url == at(one, "round")
        assert one.rates_alone

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"held_on": "morgen"}, "Bitte ein Datum eingeben"),
            ({"held_on": ""}, "Bitte wählen Sie einen Tag."),
            ({"people": []}, "Bitte wählen Sie mindestens eine Person."),
            ({"people": ["999999"]}, "Das gibt es hier nicht."),
            ({"rating_mode": "laut"}, "Das gibt es hier nicht."),
        ],
    )
    def test_with_an_error_says_so(self, client, pilot, organisation, data, error):
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        good = {"held_on": str(TODAY), "rating_mode": "alone", "people": [pilot.user_id]}
        response = client.post(url, good | data)
        assert response.status_code == 422
        assert error in text_of(response)
        assert everything(organisation, PrioritisationRound) == []

    def test_while_one_runs_leads_to_that_one(self, client, pilot, organisation):
        round_ = a_round(pilot)
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        data = {"held_on": str(TODAY), "rating_mode": "alone", "people": [pilot.user_id]}
        for response in (client.get(url), client.post(url, data)):
            assert response.url == at(round_, "round")

    def test_offers_consultants_who_may_edit(self, client, organisation):
        url = reverse("measures:new_round", kwargs={"slug": organisation.slug})
        for level in ("read", "edit"):
            consultant = ConsultantFactory(user__name=f"Berater {level}")
            AccompanimentFactory(
                organisation=organisation, consultancy=consultant.consultancy, level=level
            )
        page = text_of(client.get(url))
        assert "Berater edit" in page
        assert "Berater read" not in page


class TestChanging:
    def test_is_saved(self, client, pilot):
        round_ = a_round(pilot)
        assert "Runde ändern" in text_of(client.get(at(round_, "change_round")))
        data = {
            "held_on": "2030-05-04",
            "rating_mode": "alone",
            "people": [pilot.user_id],
            "version": 1,
        }
        assert client.post(at(round_, "change_round"), data).url == at(round_, "round")
        assert str(reloaded(round_).held_on) == "2030-05-04"

    def test_of_a_round_changed_meanwhile_shows_both_versions(self, client, pilot):
        round_ = a_round(pilot, version=3)
        data = {
            "held_on": "2030-05-04",
            "rating_mode": "alone",
            "people": [pilot.user_id],
            "version": 2,
        }
        response = client.post(at(round_, "change_round"), data)
        assert response.status_code == 409
        assert "Zwei Fassungen dieser Runde" in text_of(response)
        assert client.post(at(round_, "change_round"), data | {"version": 3}).status_code == 302

    def test_with_an_error_changes_nothing(self, client, pilot):
        round_ = a_round(pilot)
        assert client.post(at(round_, "change_round"), {"version": 1}).status_code == 422
