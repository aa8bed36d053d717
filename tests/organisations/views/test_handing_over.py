"""The pages on which a consultancy founds an organisation for others and hands it over."""

import pytest
from django.test import Client
from django.urls import reverse

from organisations import tenancy
from organisations.domain import founding
from organisations.domain.secret_links import digest_of
from organisations.models import Invitation, Organisation
from tests.factories import AccompanimentFactory, ConsultantFactory, MembershipFactory

pytestmark = pytest.mark.django_db
GOOD = {
    "name": "Jugendclub Insel",
    "legal_form": "association",
    "field_of_work": "youth",
    "staff_count": "5",
    "director_name": " Dora\n Direktorin ",
    "email": "Dora@insel.example",
    "message": "Wie am Telefon besprochen.",
}


@pytest.fixture
def consultant(client):
    consultant = ConsultantFactory(consultancy__name="Beratung Nord")
    client.force_login(consultant.user)
    return consultant


@pytest.fixture
def organisation(client, consultant):
    client.post(reverse("organisations:found_for_others"), GOOD)
    return Organisation.objects.get()


def url(organisation, name="organisations:handover"):
    return reverse(name, kwargs={"slug": organisation.slug})


def stored(organisation):
    with tenancy.activate(organisation):
        return founding.pending_handover(organisation)


def follow_the_link(organisation, client):
    """Open the invitation as whoever got the mail."""
    with tenancy.activate(organisation):
        Invitation.objects.update(token_digest=digest_of("geheim"))
    address = reverse("organisations:invitation", args=["geheim"])
    return address, client.get(address).content.decode()


class TestFounding:
    def test_leads_into_the_organisation_and_says_what_happens_next(self, client, consultant):
        answer = client.post(reverse("organisations:found_for_others"), GOOD, follow=True)
        page = answer.content.decode()
        assert "„Jugendclub Insel“ ist angelegt." in page
        assert "Noch nicht übergeben" in page
        assert "Dora Direktorin (dora@insel.example)" in page
        assert "Sie begleiten diese Organisation" in page

    def test_shows_every_error_at_once_and_keeps_what_was_typed(self, client, consultant):
        typed = GOOD | {"staff_count": "viele", "email": "dora"}
        answer = client.post(reverse("organisations:found_for_others"), typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert page.count("has-error") == 2
        assert "viele" in page
        assert "Wie am Telefon besprochen." in page
        assert not Organisation.objects.exists()

    @pytest.mark.parametrize("missing", ["director_name", "email", "name"])
    def test_needs_to_know_whom_and_what(self, client, consultant, missing):
        answer = client.post(reverse("organisations:found_for_others"), GOOD | {missing: ""})
        assert answer.status_code == 422
        assert "Bitte nennen Sie" in answer.content.decode()

    def test_asks_for_the_organisation_and_its_director(self, client, consultant):
        page = client.get(reverse("organisations:found_for_others")).content.decode()
        assert "Name der Organisation" in page
        assert "Name der Geschäftsführung" in page

    def test_by_a_double_click_after_the_director_accepted_is_no_second_one(
        self, client, organisation
    ):
        with tenancy.activate(organisation):
            Invitation.objects.update(accepted_at="2026-01-01T00:00:00Z")
        answer = client.post(reverse("organisations:found_for_others"), GOOD)
        assert answer.url == url(organisation, "overview")
        assert Organisation.objects.count() == 1

    def test_is_offered_in_the_portfolio(self, client, consultant):
        page = client.get(reverse("portfolio")).content.decode()
        assert reverse("organisations:found_for_others") in page


class TestTheHandover:
    def test_shows_where_the_invitation_stands(self, client, organisation):
        page = client.get(url(organisation)).content.decode()
        assert "wird verschickt" in page
        assert "Wie am Telefon besprochen." in page

    @pytest.mark.parametrize(
        ("fields", "word"),
        [
            ({"sent_at": "2026-01-01T00:00:00Z"}, "verschickt"),
            ({"mail_error": "Unbekannt"}, "nicht angekommen"),
            ({"expires_at": "2026-01-01T00:00:00Z"}, "abgelaufen"),
            ({"wanted_email": "lieber@insel.example"}, "bittet um eine Einladung dorthin"),
        ],
    )
    def test_says_what_is_to_do(self, client, organisation, fields, word):
        with tenancy.activate(organisation):
            Invitation.objects.update(**fields)
        assert word in client.get(url(organisation)).content.decode()

    def test_begins_with_the_address_that_the_director_wishes(self, client, organisation):
        with tenancy.activate(organisation):
            Invitation.objects.update(wanted_email="lieber@insel.example")
        page = client.get(url(organisation)).content.decode()
        assert 'value="lieber@insel.example"' in page

    def test_can_be_corrected(self, client, organisation):
        typed = {"director_name": "Dora", "email": "neu@insel.example", "message": ""}
        answer = client.post(url(organisation), typed, follow=True)
        assert "Die Einladung an neu@insel.example ist unterwegs." in answer.content.decode()
        assert stored(organisation).email == "neu@insel.example"

    def test_says_what_is_amiss(self, client, organisation):
        answer = client.post(url(organisation), {"director_name": "Dora", "email": "neu"})
        assert answer.status_code == 422
        assert stored(organisation).email == "dora@insel.example"

    def test_is_refused_in_words(self, client, organisation):
        MembershipFactory(organisation=organisation, user__email="da@insel.example")
        typed = {"director_name": "Dora", "email": "da@insel.example"}
        answer = client.post(url(organisation), typed)
        assert answer.status_code == 409
        assert "gehört schon zu Ihrer Organisation" in answer.content.decode()

    def test_is_over_once_the_director_accepted(self, client, organisation):
        with tenancy.activate(organisation):
            Invitation.objects.update(accepted_at="2026-01-01T00:00:00Z")
        answer = client.get(url(organisation), follow=True)
        page = answer.content.decode()
        assert "schon übergeben" in page
        assert "Noch nicht übergeben" not in page

    def test_is_told_to_consultants_who_only_read_without_a_way_to_change_it(
        self, client, organisation
    ):
        reader = ConsultantFactory()
        AccompanimentFactory(organisation=organisation, consultancy=reader.consultancy)
        client.force_login(reader.user)
        page = client.get(url(organisation, "overview")).content.decode()
        assert "Noch nicht übergeben" in page
        assert url(organisation) not in page


class TestTheDirector:
    def test_reads_who_hands_over_and_joins_with_a_new_account(self, organisation):
        director = Client()
        address, page = follow_the_link(organisation, director)
        assert "„Beratung Nord“ hat diese Organisation angelegt und übergibt sie Ihnen." in page
        assert "darf mitlesen und bearbeiten" in page
        assert 'value="Dora Direktorin"' in page
        password = "ein-langer-neuer-Satz-2026"
        typed = {
            "action": "sign_up",
            "name": "Dora Direktorin",
            "password1": password,
            "password2": password,
        }
        page = director.post(address, typed, follow=True).content.decode()
        assert "Geschäftsführung" in page
        assert stored(organisation) is None
