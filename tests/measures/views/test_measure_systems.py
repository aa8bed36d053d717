"""The page that says which systems a measure touches, and where it shows."""

import pytest
from django.urls import reverse

from measures.models import MeasureSystem
from organisations import tenancy
from tests.factories import (
    CheckFactory,
    ConnectionFactory,
    MeasureFactory,
    MeasureSystemFactory,
    MembershipFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(client):
    """A signed-in pilot."""
    membership = MembershipFactory()
    client.force_login(membership.user)
    return membership


@pytest.fixture
def measure(pilot):
    check = CheckFactory(organisation=pilot.organisation)
    return MeasureFactory(
        organisation=pilot.organisation, catalogue=check.catalogue, template_key="name-pilot"
    )


@pytest.fixture
def roster(pilot):
    return ConnectionFactory(
        organisation=pilot.organisation, source__name="Dienstplan", target__name="Lohn"
    )


def at(pilot, name, measure):
    return reverse(
        f"measures:{name}", kwargs={"slug": pilot.organisation.slug, "measure_id": measure.pk}
    )


def page(client, url):
    return client.get(url).content.decode()


def stored(pilot):
    with tenancy.activate(pilot.organisation):
        return {touch.system.name: touch.kind for touch in MeasureSystem.objects.all()}


def test_leads_from_the_choice_to_the_suggested_ratings(client, pilot, measure, roster):
    assert "Systeme zuordnen" in page(client, at(pilot, "detail", measure))
    data = {
        "version": "1",
        f"system_{roster.source_id}": "connects",
        f"system_{roster.target_id}": "connects",
    }
    response = client.post(at(pilot, "measure_systems", measure), data, follow=True)
    text = response.content.decode()
    assert "Dienstplan und Lohn" in text
    assert "Verbindet Dienstplan und Lohn, eine Insel weniger." in text
    text = page(client, at(pilot, "rate", measure))
    assert "Vorschlag: 5. Verbindet Dienstplan und Lohn, eine Insel weniger." in text
    assert (
        "Die Vorlage, die Ihre Systeme nicht kennt, schlägt 3 vor: Grund für integration." in text
    )
    assert "Vorschlag: 3. Grund für benefit." in text


def test_offers_what_is_stored_and_hides_what_is_gone(client, pilot, measure, roster):
    SystemFactory(organisation=pilot.organisation, name="Altes Programm", state="retired")
    MeasureSystemFactory(
        organisation=pilot.organisation, measure=measure, system=roster.source, kind="replaces"
    )
    text = page(client, at(pilot, "measure_systems", measure))
    assert '<option value="replaces" selected>' in text
    assert "Altes Programm" not in text


def test_says_where_systems_come_from_while_there_are_none(client, pilot, measure):
    assert "Ihre Liste der Systeme ist noch leer." in page(
        client, at(pilot, "measure_systems", measure)
    )
    client.post(
        at(pilot, "measure_systems", measure), {"version": "1", "new_name": "Zeiterfassung"}
    )
    assert stored(pilot) == {"Zeiterfassung": "introduces"}


def test_refuses_nonsense_and_names_that_are_taken(client, pilot, measure, roster):
    url = at(pilot, "measure_systems", measure)
    for data, error in (
        ({f"system_{roster.source_id}": "frisst"}, "Das gibt es hier nicht."),
        ({"new_name": "lohn"}, "So heißt schon ein anderes System"),
        ({"new_name": "x" * 61}, "Höchstens 60 Zeichen"),
    ):
        response = client.post(url, {"version": "1"} | data)
        assert response.status_code == 422
        assert error in response.content.decode()
    assert stored(pilot) == {}


def test_of_a_measure_changed_meanwhile_shows_both_versions(client, pilot, roster):
    measure = MeasureFactory(organisation=pilot.organisation, version=2)
    MeasureSystemFactory(
        organisation=pilot.organisation, measure=measure, system=roster.source, kind="uses"
    )
    url = at(pilot, "measure_systems", measure)
    response = client.post(url, {"version": "1", f"system_{roster.target_id}": "uses"})
    text = response.content.decode()
    assert response.status_code == 409
    assert "<dt>Dienstplan</dt><dd>nutzt es</dd>" in text
    assert "<dt>Lohn</dt><dd>nicht berührt</dd>" in text
    client.post(url, {"version": "2", f"system_{roster.target_id}": "uses"})
    assert stored(pilot) == {"Lohn": "uses"}


def test_of_another_organisation_does_not_exist(client, pilot):
    assert client.get(at(pilot, "measure_systems", MeasureFactory())).status_code == 404
