"""The page that says what comes before a measure, and where that shows."""

import pytest
from django.urls import reverse

from measures.models import MeasureDependency
from organisations import tenancy
from tests.factories import MeasureDependencyFactory, MeasureFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(pilot):
    return [
        MeasureFactory(organisation=pilot.organisation, title=title)
        for title in ("Kalender teilen", "Server kaufen")
    ]


def page(client, url):
    return client.get(url).content.decode()


def test_leads_from_the_choice_to_what_is_blocked(client, pair):
    calendar, server = pair
    assert "Festlegen, was vorher kommt" in page(client, at(calendar, "detail"))
    assert "Server kaufen (Idee)" in page(client, at(calendar, "needed"))
    data = {"seen": "", "chosen": [server.pk]}
    response = client.post(at(calendar, "needed"), data)
    assert response.url == at(calendar, "detail")
    listed = reverse("measures:list", kwargs={"slug": calendar.organisation.slug})
    for url in (at(calendar, "detail"), listed):
        assert "Blockiert: wartet auf „Server kaufen“" in page(client, url)
    assert "Darauf warten:" in page(client, at(server, "detail"))


def test_circles_are_refused_with_what_was_ticked_kept(client, pair):
    calendar, server = pair
    MeasureDependencyFactory(organisation=calendar.organisation, measure=server, needed=calendar)
    response = client.post(at(calendar, "needed"), {"seen": "", "chosen": [server.pk]})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Das ginge im Kreis" in text
    assert "„Kalender teilen“ wartet auf „Server kaufen“" in text
    assert f'value="{server.pk}"' in text
    assert "checked" in text
    with tenancy.activate(calendar.organisation):
        assert MeasureDependency.objects.count() == 1


def test_nonsense_is_refused(client, pair):
    for chosen in (pair[0].pk, MeasureFactory().pk, "x"):
        response = client.post(at(pair[0], "needed"), {"seen": "-x-", "chosen": [chosen]})
        assert response.status_code == 422
        assert "Das gibt es hier nicht." in response.content.decode()


def test_closed_measures_are_not_offered_unless_they_are_ticked(client, pair):
    closed = MeasureFactory(organisation=pair[0].organisation, title="Längst fertig", status="done")
    assert "Längst fertig" not in page(client, at(pair[0], "needed"))
    MeasureDependencyFactory(organisation=closed.organisation, measure=pair[0], needed=closed)
    assert "Längst fertig" in page(client, at(pair[0], "needed"))


def test_says_when_there_is_nothing_to_wait_for(client, pilot):
    alone = MeasureFactory(organisation=pilot.organisation)
    assert "Es gibt keine andere offene Maßnahme" in page(client, at(alone, "needed"))


@pytest.mark.parametrize("number", [1, 50])
def test_takes_as_many_queries_for_one_measure_as_for_fifty(
    client, pair, number, django_assert_num_queries
):
    for _ in range(number):
        MeasureDependencyFactory(organisation=pair[0].organisation, measure=pair[0])
    for name, queries in (("needed", 9), ("detail", 18)):
        client.get(at(pair[0], name))
        with django_assert_num_queries(queries):
            client.get(at(pair[0], name))
