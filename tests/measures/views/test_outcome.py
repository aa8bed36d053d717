"""The three questions on completion."""

import pytest

from measures.models import Outcome
from organisations import tenancy
from tests.factories import MeasureFactory, OutcomeFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db
DATA = {"brought": "Weniger Rückfragen.", "used": "partly", "following": "Alle einladen."}


@pytest.fixture
def measure(pilot):
    return MeasureFactory(organisation=pilot.organisation, title="Kalender", status="planned")


def finish(client, measure, version=1):
    data = {"title": "Kalender", "status": "done", "version": version}
    return client.post(at(measure, "edit"), data)


def stored(measure):
    with tenancy.activate(measure.organisation):
        return list(Outcome.objects.all())


class TestCompletion:
    def test_asks_three_questions_that_can_wait(self, client, measure):
        assert finish(client, measure).url == at(measure, "outcome")
        assert "Später beantworten" in client.get(at(measure, "outcome")).content.decode()
        page = client.get(at(measure, "detail")).content.decode()
        assert "Drei kurze Fragen: Was hat sie gebracht" in page
        assert finish(client, measure, 2).url == at(measure, "detail")

    def test_does_not_ask_again_what_was_answered(self, client, measure):
        OutcomeFactory(organisation=measure.organisation, measure=measure)
        assert finish(client, measure).url == at(measure, "detail")


class TestAnswering:
    def test_shows_on_the_measure(self, client, measure):
        finish(client, measure)
        assert client.post(at(measure, "outcome"), DATA).url == at(measure, "detail")
        page = client.get(at(measure, "detail")).content.decode()
        assert "Weniger Rückfragen." in page
        assert "teilweise: manche nutzen es, oder nur manchmal" in page
        assert "Alle einladen." in page

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({}, "Bitte beantworten Sie mindestens eine Frage."),
            ({"used": "nie"}, "Das gibt es hier nicht."),
            ({"brought": "x" * 2001}, "Höchstens 2000 Zeichen"),
        ],
    )
    def test_with_an_error_stores_nothing(self, client, measure, data, error):
        response = client.post(at(measure, "outcome"), {"version": "0"} | data)
        assert response.status_code == 422
        assert error in response.content.decode()
        assert stored(measure) == []

    def test_of_what_was_answered_meanwhile_shows_both_versions(self, client, measure):
        OutcomeFactory(organisation=measure.organisation, measure=measure, brought="Ruhe.")
        response = client.post(at(measure, "outcome"), DATA | {"version": "0"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "Ruhe." in page
        assert DATA["brought"] in page
        client.post(at(measure, "outcome"), DATA | {"version": "1"})
        assert [one.brought for one in stored(measure)] == [DATA["brought"]]
