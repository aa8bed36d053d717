"""The pages of the Verlauf of a measure."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import JournalEntry
from organisations import tenancy
from tests.factories import JournalEntryFactory, MeasureFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DATA = {"day": str(TODAY), "hours": "1,5", "text": "Mit Frau Probe gesprochen."}


@pytest.fixture
def measure(pilot):
    return MeasureFactory(organisation=pilot.organisation, effort_hours=10)


def stored(measure):
    with tenancy.activate(measure.organisation):
        return list(JournalEntry.objects.all())


class TestWriting:
    def test_shows_up_with_the_hours(self, client, pilot, measure):
        page = client.get(at(measure, "new_entry")).content.decode()
        assert f'value="{TODAY}"' in page
        response = client.post(at(measure, "new_entry"), DATA)
        assert response.url == at(measure, "detail") + "#journal"
        page = client.get(at(measure, "detail")).content.decode()
        assert "Mit Frau Probe gesprochen." in page
        assert "1,5 Stunden" in page
        assert "1,5 von etwa 10 Stunden gebraucht" in page
        assert "Auf die Liste gesetzt" in page
        listed = reverse("measures:list", kwargs={"slug": pilot.organisation.slug})
        assert "1,5 von etwa 10 Stunden gebraucht" in client.get(listed).content.decode()

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({"day": ""}, "Bitte einen Tag eingeben."),
            ({"day": "x"}, "Bitte ein Datum eingeben"),
            ({"day": str(TODAY + timedelta(days=1))}, "Dieser Tag kommt erst noch."),
            ({"hours": "viel"}, "Bitte eine Zahl eingeben"),
            ({"hours": "NaN"}, "Bitte eine Zahl eingeben"),
            ({"hours": "0"}, "Bitte eine Zahl zwischen 0,01 und 200 eingeben."),
            ({"hours": "-1"}, "Bitte eine Zahl zwischen 0,01 und 200 eingeben."),
            ({"hours": "201"}, "Bitte eine Zahl zwischen 0,01 und 200 eingeben."),
            ({"hours": "12345678"}, "Bitte eine Zahl zwischen 0,01 und 200 eingeben."),
            ({"hours": "1,555"}, "Bitte höchstens zwei Stellen nach dem Komma eingeben."),
            ({"text": ""}, "Bitte schreiben Sie, was geschehen ist."),
            ({"text": "x" * 4001}, "Höchstens 4000 Zeichen"),
        ],
    )
    def test_with_an_error_stores_nothing(self, client, measure, data, error):
        response = client.post(at(measure, "new_entry"), DATA | data)
        assert response.status_code == 422
        assert error in response.content.decode()
        assert stored(measure) == []

    def test_needs_no_hours(self, client, measure):
        client.post(at(measure, "new_entry"), DATA | {"hours": ""})
        assert stored(measure)[0].hours is None


class TestChanging:
    def test_is_saved(self, client, measure):
        entry = JournalEntryFactory(
            organisation=measure.organisation, measure=measure, hours="10.00"
        )
        url = at(measure, "edit_entry", journal_entry_id=entry.pk)
        assert 'value="10"' in client.get(url).content.decode()
        response = client.post(url, DATA | {"version": "1"})
        assert response.url == at(measure, "detail") + "#journal"
        assert stored(measure)[0].text == DATA["text"]

    def test_of_an_entry_without_hours_leaves_the_field_empty(self, client, measure):
        entry = JournalEntryFactory(organisation=measure.organisation, measure=measure, hours=None)
        url = at(measure, "edit_entry", journal_entry_id=entry.pk)
        assert client.get(url).status_code == 200

    def test_of_an_entry_changed_meanwhile_shows_both_versions(self, client, measure):
        entry = JournalEntryFactory(
            organisation=measure.organisation, measure=measure, text="Von nebenan", version=3
        )
        url = at(measure, "edit_entry", journal_entry_id=entry.pk)
        response = client.post(url, DATA | {"version": "2"})
        page = response.content.decode()
        assert response.status_code == 409
        assert "Von nebenan" in page
        assert DATA["text"] in page
        assert client.post(url, DATA | {"version": "3"}).status_code == 302

    def test_with_an_error_changes_nothing(self, client, measure):
        entry = JournalEntryFactory(organisation=measure.organisation, measure=measure)
        url = at(measure, "edit_entry", journal_entry_id=entry.pk)
        assert client.post(url, DATA | {"text": "", "version": "1"}).status_code == 422
        assert stored(measure)[0].text == entry.text


def test_a_removed_entry_can_be_taken_back_with_its_hours(client, measure):
    entry = JournalEntryFactory(organisation=measure.organisation, measure=measure, hours=4)
    url = at(measure, "remove_entry", journal_entry_id=entry.pk)
    assert client.post(url).url == at(measure, "detail") + "#journal"
    assert stored(measure) == []
    page = client.get(at(measure, "detail")).content.decode()
    assert "gebraucht" not in page
    back = at(measure, "take_entry_back", journal_entry_id=entry.pk)
    assert f'action="{back}"' in page
    assert client.post(back).url == at(measure, "detail") + "#journal"
    assert stored(measure) == [entry]
    assert "gebraucht" in client.get(at(measure, "detail")).content.decode()


@pytest.mark.parametrize("name", ["edit_entry", "remove_entry", "take_entry_back"])
def test_what_lotse_noted_and_what_belongs_elsewhere_stays_as_it_is(client, measure, name):
    noted = JournalEntryFactory(
        organisation=measure.organisation, measure=measure, kind="step", hours=None
    )
    elsewhere = JournalEntryFactory(organisation=measure.organisation)
    for entry in (noted, elsewhere):
        url = at(measure, name, journal_entry_id=entry.pk)
        assert client.post(url, DATA).status_code == 404


@pytest.mark.parametrize("number", [1, 50])
def test_a_measure_takes_as_many_queries_with_one_entry_as_with_fifty(
    client, measure, number, django_assert_num_queries
):
    for _ in range(number):
        JournalEntryFactory(organisation=measure.organisation, measure=measure)
    client.get(at(measure, "detail"))
    with django_assert_num_queries(18):
        client.get(at(measure, "detail"))
