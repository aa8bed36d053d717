"""The page of the audit trail."""

import pytest
from django.urls import reverse

from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import AuditEntryFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client):
    membership = MembershipFactory(role="director")
    client.force_login(membership.user)
    return membership


def page(membership, name="audit_trail", **query):
    address = reverse(f"organisations:{name}", kwargs={"slug": membership.organisation.slug})
    return f"{address}?" + "&".join(f"{key}={value}" for key, value in query.items())


def happened(membership, **fields):
    return AuditEntryFactory(organisation=membership.organisation, **fields)


class TestTheTrail:
    def test_shows_what_happened_and_nothing_of_others(self, client, director):
        happened(director, actor_name="Mira", subject="Kalender", after={"Stufe": "3"})
        AuditEntryFactory(subject="Geheimes von nebenan")
        text = client.get(page(director)).content.decode()
        assert "Mira" in text
        assert "Stufe: 3" in text
        assert "Geheimes von nebenan" not in text

    def test_says_so_when_there_is_nothing(self, client, director):
        assert "Noch ist nichts geschehen." in client.get(page(director)).content.decode()

    def test_can_be_narrowed_and_says_when_nothing_fits(self, client, director):
        happened(director, subject="Kalender")
        text = client.get(page(director, q="Passwort")).content.decode()
        assert "Kein Eintrag passt zu diesem Filter." in text

    def test_ignores_what_makes_no_sense_and_says_so_beside_the_field(self, client, director):
        happened(director, subject="Kalender")
        broken = page(director, topic="x", person="y", since="gestern", seite="-3")
        response = client.get(broken)
        assert "Kalender" in response.content.decode()
        assert "Bitte ein gültiges Datum eingeben." in response.content.decode()
        backwards = page(director, since="2026-05-02", until="2026-05-01")
        assert "Das Ende liegt vor dem Anfang." in client.get(backwards).content.decode()

    def test_has_pages_of_fifty_that_keep_the_filter(self, client, director):
        for number in range(51):
            happened(director, subject=f"Nummer {number:02}")
        first = client.get(page(director, topic="check")).content.decode()
        assert "Seite 1 von 2" in first
        assert "?topic=check&amp;seite=2" in first
        assert "Nummer 00" in client.get(page(director, seite=2)).content.decode()

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_entry_as_for_fifty(
        self, number, client, director, django_assert_num_queries
    ):
        for _ in range(number):
            happened(director)
        with django_assert_num_queries(9):
            client.get(page(director))


class TestTakingItAlong:
    def test_gives_a_table_of_what_was_filtered_and_is_noted(self, client, director):
        happened(director, subject="Kalender")
        happened(director, subject="Passwörter")
        response = client.get(page(director, "audit_export", q="Kalender"))
        assert response["Content-Type"].startswith("text/csv")
        assert "attachment" in response["Content-Disposition"]
        text = response.content.decode()
        assert "Kalender" in text
        assert "Passwörter" not in text
        with tenancy.activate(director.organisation):
            assert AuditEntry.objects.filter(action="data.trail_exported").count() == 1
