"""Changing many measures from the table, and undoing it there."""

import pytest

from measures.models import BulkChange, Measure
from organisations import tenancy
from tests.factories import BulkChangeFactory, MeasureFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db


def statuses(pilot):
    with tenancy.activate(pilot.organisation):
        return list(Measure.objects.order_by("id").values_list("status", flat=True))


def send(client, pilot, *measures, **data):
    chosen = [f"{one.pk}:{one.version}" for one in measures]
    return client.post(at(pilot, "change_many"), {"measure": chosen, **data})


def undo_latest(client, pilot):
    with tenancy.activate(pilot.organisation):
        made = BulkChange.objects.first()
    return client.post(at(pilot, "undo_many", bulk_change_id=made.pk), follow=True)


def test_changes_what_was_ticked_and_offers_to_undo_it(client, pilot):
    first, second, _third = [MeasureFactory(organisation=pilot.organisation) for _ in range(3)]
    response = send(client, pilot, first, second, new_status="planned", query="sort=title")
    assert response.url == at(pilot, "list") + "?sort=title"
    assert statuses(pilot) == ["planned", "planned", "idea"]
    page = client.get(response.url).content.decode()
    assert "2 Maßnahmen sind geändert." in page
    assert f"{pilot.user} hat 2 Maßnahmen geändert (Stand: geplant)." in page
    page = undo_latest(client, pilot).content.decode()
    assert "2 Maßnahmen sind wieder wie vorher." in page
    assert "Gemeinsame Änderung vom" not in page
    assert statuses(pilot) == ["idea"] * 3


def test_changes_all_of_the_filter_when_asked(client, pilot):
    for title in ("Kalender", "Kalender zwei", "Sicherung"):
        MeasureFactory(organisation=pilot.organisation, title=title)
    data = {"whole": "on", "query": "q=kalender", "new_status": "planned"}
    client.post(at(pilot, "change_many"), data)
    assert statuses(pilot) == ["planned", "planned", "idea"]


def test_names_what_was_changed_meanwhile(client, pilot):
    measures = [
        MeasureFactory(organisation=pilot.organisation, title=f"Nummer {number}")
        for number in range(12)
    ]
    with tenancy.activate(pilot.organisation):
        Measure.objects.update(version=2)
    response = send(client, pilot, *measures, new_status="planned")
    page = client.get(response.url).content.decode()
    assert "Nicht geändert, weil jemand sie inzwischen bearbeitet hat: „Nummer 0“" in page
    assert "„Nummer 9“ und 2 weitere" in page
    assert "sind geändert" not in page


def test_says_when_all_is_so_already(client, pilot):
    measure = MeasureFactory(organisation=pilot.organisation, status="planned")
    response = send(client, pilot, measure, new_status="planned")
    assert "Es war schon alles so." in client.get(response.url).content.decode()


def test_with_an_error_keeps_ticks_and_words(client, pilot):
    ticked = MeasureFactory(organisation=pilot.organisation)
    MeasureFactory(organisation=pilot.organisation)
    response = send(client, pilot, ticked, new_due_date="morgen", new_status="planned")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Bitte ein Datum eingeben" in page
    assert f'value="{ticked.pk}:1" checked' in page
    assert page.count(" checked") == 1
    assert 'value="morgen"' in page
    assert statuses(pilot) == ["idea", "idea"]


def test_undoing_keeps_and_names_what_was_changed_since(client, pilot):
    first, second = [
        MeasureFactory(organisation=pilot.organisation, title=title) for title in ("Eins", "Zwei")
    ]
    send(client, pilot, first, second, new_status="planned")
    with tenancy.activate(pilot.organisation):
        Measure.objects.filter(pk=second.pk).update(status="done")
    page = undo_latest(client, pilot).content.decode()
    assert "Eine Maßnahme ist wieder wie vorher." in page
    assert "Diese hat seitdem jemand geändert, sie bleiben so: „Zwei“." in page
    assert statuses(pilot) == ["idea", "done"]


def test_undoing_what_all_was_changed_since_says_only_that(client, pilot):
    measure = MeasureFactory(organisation=pilot.organisation)
    send(client, pilot, measure, new_status="planned")
    with tenancy.activate(pilot.organisation):
        Measure.objects.update(status="done")
    page = undo_latest(client, pilot).content.decode()
    assert "wieder wie vorher" not in page
    assert "Diese hat seitdem jemand geändert" in page


def test_undoing_twice_says_so(client, pilot):
    measure = MeasureFactory(organisation=pilot.organisation)
    send(client, pilot, measure, new_status="planned")
    undo_latest(client, pilot)
    assert "schon rückgängig gemacht" in undo_latest(client, pilot).content.decode()


def test_undoes_nothing_of_another_organisation(client, pilot):
    foreign = BulkChangeFactory()
    url = at(pilot, "undo_many", bulk_change_id=foreign.pk)
    assert client.post(url).status_code == 404
