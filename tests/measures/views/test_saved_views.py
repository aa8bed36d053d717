"""Saving a view of the list under a name."""

import pytest

from measures.models import SavedView
from organisations import tenancy
from tests.factories import SavedViewFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db


def stored(pilot):
    with tenancy.activate(pilot.organisation):
        return list(SavedView.objects.all())


def test_shows_the_link_to_copy(client, pilot):
    page = client.get(at(pilot, "saved_views") + "?q=kalender&sort=due&ansicht=board")
    link = f"http://testserver{at(pilot, 'board')}?q=kalender&amp;sort=due"
    assert f'value="{link}"' in page.content.decode()


def test_takes_the_table_for_a_page_that_is_none(client, pilot):
    page = client.get(at(pilot, "saved_views") + "?ansicht=quer").content.decode()
    assert f'value="http://testserver{at(pilot, "list")}"' in page


def test_is_saved_and_opens(client, pilot):
    data = {"name": "Meine", "page": "timeline", "query": f"responsible={pilot.pk}&quer=1"}
    response = client.post(at(pilot, "saved_views"), data)
    assert response.url == f"{at(pilot, 'timeline')}?responsible={pilot.pk}"
    [view] = stored(pilot)
    assert (view.name, view.responsible_id, view.created_by) == ("Meine", pilot.pk, pilot.user)
    page = client.get(at(pilot, "saved_views")).content.decode()
    assert "Meine" in page
    assert "Zeitstrahl" in page


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": "", "page": "list"}, "Bitte geben Sie der Ansicht einen Namen."),
        ({"name": "x" * 61, "page": "list"}, "Höchstens 60 Zeichen"),
        ({"name": "Da", "page": "quer"}, "gibt es hier nicht"),
        ({"name": "Schon da", "page": "list"}, "So heißt schon eine Ansicht."),
    ],
)
def test_says_what_is_amiss_and_keeps_the_filter(client, pilot, data, error):
    SavedViewFactory(organisation=pilot.organisation, name="Schon da")
    response = client.post(at(pilot, "saved_views"), data | {"query": "q=kalender"})
    page = response.content.decode()
    assert response.status_code == 422
    assert error in page
    assert 'name="query" value="q=kalender"' in page
    assert len(stored(pilot)) == 1


def test_is_removed(client, pilot):
    view = SavedViewFactory(organisation=pilot.organisation, name="Weg damit")
    response = client.post(at(pilot, "remove_view", saved_view_id=view.pk), follow=True)
    assert "Die Ansicht „Weg damit“ ist entfernt." in response.content.decode()
    assert stored(pilot) == []


def test_removes_nothing_of_another_organisation(client, pilot):
    foreign = SavedViewFactory()
    url = at(pilot, "remove_view", saved_view_id=foreign.pk)
    assert client.post(url).status_code == 404


def test_goes_with_the_person_it_asks_for(pilot):
    SavedViewFactory(organisation=pilot.organisation, responsible=pilot)
    with tenancy.activate(pilot.organisation):
        pilot.delete()
    assert stored(pilot) == []
