"""Deleting an organisation: asked for, confirmed, undone, and really gone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lotse.portability import tasks
from lotse.portability.domain import deleting, layout
from organisations import tenancy
from organisations.models import AuditEntry, Organisation
from organisations.tenancy.fields import TenantModel
from tests import factories
from tests.factories import MembershipFactory, OrganisationFactory
from tests.lotse.portability.rows import fill
from tests.postman import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client):
    """A signed-in director of an organisation with a second director."""
    membership = MembershipFactory(role="director", organisation__name="Verein Übersee")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def second(director):
    """The second director."""
    return MembershipFactory(role="director", organisation=director.organisation)


def at(membership, name="data"):
    slug = membership.organisation.slug
    return reverse(f"portability:{name}", kwargs={"slug": slug})


def days_left(organisation):
    deletes_at = Organisation.objects.get(pk=organisation.pk).deletes_at
    return deletes_at and round((deletes_at - timezone.now()) / timedelta(days=1))


def ask(client, membership, name="Verein Übersee", **fields):
    return client.post(at(membership, "request_deletion"), {"name": name, **fields}, follow=True)


class TestAsking:
    def test_alone_takes_a_waiting_time_and_thirty_days(self, client, director, second):
        text = ask(client, director, reason="Wir lösen uns auf").content.decode()
        deliver()
        assert days_left(director.organisation) == 44
        assert "Die Löschung ist beantragt." in text
        assert "Wir lösen uns auf" in text
        assert {one for message in mail.outbox for one in message.to} == {
            director.user.email,
            second.user.email,
        }
        assert "Ohne weitere Bestätigung geschieht das am" in mail.outbox[0].body

    def test_twice_changes_nothing(self, client, director):
        ask(client, director, reason="Erstens")
        ask(client, director, reason="Zweitens")
        with tenancy.activate(director.organisation):
            assert deleting.deletion_request_of(director.organisation).reason == "Erstens"

    def test_needs_the_name_and_keeps_what_was_typed(self, client, director):
        response = ask(client, director, name="Verein", reason="Wir lösen uns auf")
        assert response.status_code == 422
        assert "Er lautet: Verein Übersee" in response.content.decode()
        assert "Wir lösen uns auf" in response.content.decode()
        assert days_left(director.organisation) is None

    def test_is_not_for_pilots_where_there_is_a_director(self, client, director):
        pilot = MembershipFactory(organisation=director.organisation)
        client.force_login(pilot.user)
        assert ask(client, pilot).status_code == 403
        assert "nur die Geschäftsführung" in client.get(at(pilot)).content.decode()

    def test_is_for_the_pilot_where_there_is_no_director(self, client):
        pilot = MembershipFactory(organisation__name="Verein Übersee")
        client.force_login(pilot.user)
        assert ask(client, pilot).status_code == 200
        deliver()
        assert [message.to for message in mail.outbox] == [[pilot.user.email]]

    def test_is_said_on_every_page_of_the_organisation(self, client, director):
        ask(client, director)
        page = client.get(reverse("overview", kwargs={"slug": director.organisation.slug}))
        assert "Diese Organisation wird am" in page.content.decode()


class TestConfirming:
    def test_by_a_second_person_leaves_thirty_days(self, client, director, second):
        ask(client, director)
        client.force_login(second.user)
        assert "Löschung bestätigen" in client.get(at(second)).content.decode()
        deliver()
        mail.outbox.clear()
        for _ in range(2):
            client.post(at(second, "confirm_deletion"))
        deliver()
        assert days_left(director.organisation) == 30
        assert len(mail.outbox) == 2
        assert f"Bestätigt von {second.user}" in client.get(at(second)).content.decode()

    def test_by_the_same_person_is_refused(self, client, director):
        ask(client, director)
        response = client.post(at(director, "confirm_deletion"), follow=True)
        assert "Bestätigen muss eine zweite Person." in response.content.decode()
        assert days_left(director.organisation) == 44

    def test_of_nothing_does_nothing(self, client, director):
        client.post(at(director, "confirm_deletion"))
        assert days_left(director.organisation) is None


class TestUndoing:
    def test_keeps_everything(self, client, director, second):
        ask(client, director)
        client.force_login(second.user)
        deliver()
        mail.outbox.clear()
        text = client.post(at(second, "undo_deletion"), follow=True).content.decode()
        deliver()
        assert "Es wird nichts gelöscht." in text
        assert days_left(director.organisation) is None
        assert "zurückgenommen" in mail.outbox[0].subject
        with tenancy.activate(director.organisation):
            trail = AuditEntry.objects.of(director.organisation)
            assert [entry.action for entry in trail] == [
                "data.deletion_undone",
                "data.deletion_requested",
            ]

    def test_of_nothing_does_nothing(self, client, director):
        client.post(at(director, "undo_deletion"))
        deliver()
        assert not mail.outbox


def tables():
    """Return the names of all tables."""
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def tables_that_mention(text):
    """Look for a text in every row of every table, and return the tables where it stands."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            name = connection.ops.quote_name(table)
            cursor.execute(f"select 1 from {name} as row where row::text like %s", [f"%{text}%"])
            found += [table] if cursor.fetchone() else []
    return found


class TestWhenItsTimeHasCome:
    @pytest.fixture
    def doomed(self):
        """An organisation with a row of every kind there is, due for deletion."""
        organisation = OrganisationFactory(name="Verein Übersee", slug="verein-uebersee-9417")
        fill(organisation, list(layout.all_tenant_models()))
        organisation.deletes_at = timezone.now() - timedelta(seconds=1)
        organisation.save()
        return organisation

    def test_nothing_is_left_in_any_table(self, doomed):
        neighbour = OrganisationFactory()
        fill(neighbour, layout.all_tenant_models())
        organisation_id = doomed.pk
        with tenancy.across([doomed, neighbour]):
            before = {model: model.objects.count() for model in layout.all_tenant_models()}
            assert all(before.values())
            assert tables_that_mention("verein-uebersee-9417")

        tasks.delete_due_organisations()

        with tenancy.across([doomed, neighbour]):
            for model in layout.all_tenant_models():
                assert not model.objects.filter(organisation_id=organisation_id).exists()
                assert model.objects.count() == before[model] / 2
            assert tables_that_mention("verein-uebersee-9417") == []
        assert Organisation.objects.filter(pk=neighbour.pk).exists()

    def test_those_whose_time_has_not_come_stay(self, doomed):
        doomed.deletes_at = timezone.now() + timedelta(hours=1)
        doomed.save()
        assert deleting.delete_due_organisations() == []
        assert Organisation.objects.filter(pk=doomed.pk).exists()

    def test_accounts_of_its_people_stay(self, doomed):
        user = MembershipFactory(organisation=doomed).user
        deleting.delete_due_organisations()
        user.refresh_from_db()


def test_every_table_with_an_organisation_belongs_to_a_tenant_model():
    """What has an organisation and is no tenant model would survive its deletion unseen."""
    known = {model._meta.db_table for model in layout.all_tenant_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.columns"
            " where table_schema = 'public' and column_name = 'organisation_id'"
        )
        assert {name for (name,) in cursor.fetchall()} == known
    assert all(issubclass(model, TenantModel) for model in layout.all_tenant_models())
    assert factories.__all__
