"""The page that says which systems a measure touches, and where it shows."""

import pytest
from django.urls import reverse

from checks.models import Connection
from measures.models import MeasureSystem
from organisations import tenancy
from tests.factories import (
    CheckFactory,
    ConnectionFactory,
    MeasureFactory,
    MeasureSystemFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db


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
    assert "Vorgeschlagen: 5. Verbindet Dienstplan und Lohn, eine Insel weniger." in text
    assert (
        "Die Vorlage, die Ihre Systeme nicht kennt, schlägt 3 vor: Grund für integration." in text
    )
    assert "Vorgeschlagen: 3. Grund für benefit." in text


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


class TestTransferByHand:
    """What the map of systems leads to: a measure that replaces a transfer by hand."""

    def new(self, pilot, connection):
        address = reverse("measures:new", kwargs={"slug": pilot.organisation.slug})
        return f"{address}?verbindung={connection}"

    def test_becomes_a_measure_that_connects_both_systems(self, client, pilot):
        roster = ConnectionFactory(
            organisation=pilot.organisation,
            source__name="Dienstplan",
            target__name="Lohn",
            times_a_week=6,
            minutes=20,
        )
        address = self.new(pilot, roster.pk)
        assert address in page(client, reverse("checks:systems", args=[pilot.organisation.slug]))
        text = page(client, address)
        for said in (
            'value="Dienstplan und Lohn verbinden"',
            "Heute von Hand: Dienstplan → Lohn: Adressen, doppelt getippt, 6-mal in der Woche",
            "In der Woche kostet das etwa 2 Stunden.",
        ):
            assert said in text
        client.post(address, {"title": "Dienstplan und Lohn verbinden", "status": "idea"})
        assert stored(pilot) == {"Dienstplan": "connects", "Lohn": "connects"}
        text = page(client, address)
        assert "Diese Systeme verbindet schon:" in text

    def test_comes_longest_first_and_three_at_most(self, client, pilot):
        for minutes in (None, 5, 30, 10):
            ConnectionFactory(
                organisation=pilot.organisation,
                data=f"{minutes} Minuten",
                times_a_week=minutes and 2,
                minutes=minutes,
            )
        ConnectionFactory(
            organisation=pilot.organisation, data="von selbst", transfer_method="automatic"
        )
        text = page(client, reverse("checks:systems", args=[pilot.organisation.slug]))
        listed = text.split("Was sich zuerst zu verbinden lohnt")[1].split("</section>")[0]
        assert [listed.index(f"<span>{minutes} Minuten") for minutes in (30, 10, 5)] == sorted(
            listed.index(f"<span>{minutes} Minuten") for minutes in (30, 10, 5)
        )
        assert "None Minuten" not in listed
        with tenancy.activate(pilot.organisation):
            unmeasured = Connection.objects.get(minutes=None, transfer_method="typed")
        assert "In der Woche kostet" not in page(client, self.new(pilot, unmeasured.pk))
        assert "von selbst" not in listed

    def test_that_is_none_or_somebody_elses_leaves_the_form_empty(self, client, pilot):
        flowing = ConnectionFactory(organisation=pilot.organisation, transfer_method="file")
        for key in (flowing.pk, ConnectionFactory().pk, 0, "drei", "9" * 30):
            text = page(client, self.new(pilot, key))
            assert "Heute von Hand" not in text
            assert " verbinden" not in text
