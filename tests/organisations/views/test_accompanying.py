"""The page that shows who accompanies an organisation, and what happens when access ends."""

import pytest
from django.test import Client
from django.urls import reverse

from lotse.mails.models import Mail
from organisations import tenancy
from organisations.models import Accompaniment
from tests.factories import (
    AccompanimentFactory,
    ConsultancyFactory,
    ConsultantFactory,
    MembershipFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Jugendclub Insel")


@pytest.fixture
def director(client, organisation):
    membership = MembershipFactory(organisation=organisation, role="director")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def accompaniment(organisation):
    return AccompanimentFactory(organisation=organisation, consultancy__name="Beratung Nord")


@pytest.fixture
def consultant(accompaniment):
    return ConsultantFactory(consultancy=accompaniment.consultancy, user__name="Bea Beraterin")


@pytest.fixture
def visiting(consultant):
    """A browser in which the consultant is signed in."""
    client = Client()
    client.force_login(consultant.user)
    return client


def url(organisation, name="accompaniments", **kwargs):
    return reverse(f"organisations:{name}", kwargs={"slug": organisation.slug} | kwargs)


def stored(organisation):
    with tenancy.activate(organisation):
        return list(Accompaniment.objects.all())


class TestAsking:
    QUESTION = {"question": "Was heißt Stufe 2?", "page": "/o/fremd/ergebnis/1/"}

    @pytest.fixture
    def member(self, client, organisation):
        membership = MembershipFactory(organisation=organisation, role="member")
        client.force_login(membership.user)
        return membership

    def mails(self, organisation):
        with tenancy.activate(organisation):
            return list(Mail.objects.all())

    def test_sends_the_question_once_to_everyone_who_accompanies(
        self, client, organisation, member, consultant
    ):
        page = f"/o/{organisation.slug}/ergebnis/7/"
        asking = url(organisation, "ask_consultant")
        assert page in client.get(f"{asking}?seite={page}").content.decode()
        for _ in range(2):
            assert client.post(asking, self.QUESTION | {"page": page}).url == page
        assert "Ihre Frage ist unterwegs an Bea Beraterin." in client.get(asking).content.decode()
        (mail,) = self.mails(organisation)
        assert (mail.to, mail.reply_to) == (consultant.user.email, member.user.email)
        assert "Was heißt Stufe 2?" in mail.text
        assert page in mail.text

    def test_leads_back_to_no_page_of_others(self, client, organisation, member, consultant):
        response = client.post(url(organisation, "ask_consultant"), self.QUESTION)
        assert response.url == f"/o/{organisation.slug}/"

    def test_needs_a_question(self, client, organisation, member, consultant):
        response = client.post(url(organisation, "ask_consultant"), {"question": " "})
        assert response.status_code == 422
        assert "Bitte schreiben Sie, was Sie wissen möchten." in response.content.decode()

    def test_without_anybody_says_how_to_find_someone(self, client, organisation, member):
        for response in (
            client.get(url(organisation, "ask_consultant")),
            client.post(url(organisation, "ask_consultant"), self.QUESTION),
        ):
            assert response.status_code == 200
            assert "So finden Sie jemanden" in response.content.decode()
        assert self.mails(organisation) == []

    def test_goes_to_nobody_whose_account_is_closed(self, client, organisation, member, consultant):
        consultant.user.is_active = False
        consultant.user.save()
        page = client.get(url(organisation, "ask_consultant")).content.decode()
        assert "So finden Sie jemanden" in page


class TestThePage:
    def test_shows_who_accompanies_with_which_access_and_when_they_looked_in(
        self, client, organisation, director, accompaniment, visiting
    ):
        page = client.get(url(organisation)).content.decode()
        assert "Beratung Nord" in page
        assert "Bea Beraterin" in page
        assert "noch nie" in page
        visiting.get(reverse("overview", kwargs={"slug": organisation.slug}))
        page = client.get(url(organisation)).content.decode()
        assert "noch nie" not in page
        assert "Uhr, Bea Beraterin" in page

    def test_says_when_nobody_does(self, client, organisation, director):
        page = client.get(url(organisation)).content.decode()
        assert "Niemand von außen hat Zugang" in page
        assert "Hier ist noch keine Beratung eingetragen." in page

    def test_shows_members_all_and_offers_them_nothing(self, client, organisation, accompaniment):
        client.force_login(MembershipFactory(organisation=organisation, role="member").user)
        page = client.get(url(organisation)).content.decode()
        assert "Beratung Nord" in page
        assert "Zugang entziehen" not in page
        assert "Zugang erteilen" not in page

    def test_tells_consultants_in_what_part_they_are_here(self, visiting, organisation):
        page = visiting.get(url(organisation)).content.decode()
        assert "Sie begleiten diese Organisation als Berater:in (mitlesen)." in page
        assert "Zugang entziehen" not in page
        assert "Begleitung beenden" in page

    @pytest.mark.parametrize("number", [1, 50])
    def test_takes_as_many_queries_for_one_as_for_fifty(
        self, client, organisation, director, number, django_assert_num_queries
    ):
        for _ in range(number):
            granted = AccompanimentFactory(organisation=organisation)
            ConsultantFactory(consultancy=granted.consultancy)
        with django_assert_num_queries(9):
            client.get(url(organisation))


class TestGranting:
    def test_lets_a_consultancy_in(self, client, organisation, director):
        consultancy = ConsultancyFactory(name="Beratung Süd")
        answer = client.post(
            url(organisation, "grant-access"),
            {"consultancy": consultancy.pk, "level": "edit"},
            follow=True,
        )
        assert "„Beratung Süd“ begleitet Sie ab jetzt." in answer.content.decode()
        assert [(one.consultancy, one.level) for one in stored(organisation)] == [
            (consultancy, "edit")
        ]

    def test_says_what_is_missing(self, client, organisation, director):
        ConsultancyFactory()
        answer = client.post(url(organisation, "grant-access"), {"level": "edit"})
        assert answer.status_code == 422
        assert "Bitte wählen Sie, wer Sie begleiten soll." in answer.content.decode()


class TestChanging:
    def test_sets_another_level(self, client, organisation, director, accompaniment):
        address = url(organisation, "change-access", accompaniment_id=accompaniment.pk)
        answer = client.post(address, {"level": "edit"}, follow=True)
        assert "„Beratung Nord“ darf jetzt: mitlesen und bearbeiten." in answer.content.decode()
        assert stored(organisation)[0].level == "edit"

    def test_to_something_unknown_changes_nothing(
        self, client, organisation, director, accompaniment
    ):
        address = url(organisation, "change-access", accompaniment_id=accompaniment.pk)
        answer = client.post(address, {"level": "alles"}, follow=True)
        assert "Diesen Zugang gibt es nicht." in answer.content.decode()
        assert stored(organisation)[0].level == "read"

    def test_needs_an_accompaniment_of_this_organisation(self, client, organisation, director):
        other = AccompanimentFactory()
        address = url(organisation, "change-access", accompaniment_id=other.pk)
        assert client.post(address, {"level": "edit"}).status_code == 404


class TestAccessThatEnds:
    @pytest.fixture
    def withdrawn(self, client, organisation, director, accompaniment, visiting):
        visiting.get(url(organisation))
        address = url(organisation, "withdraw-access", accompaniment_id=accompaniment.pk)
        return client.post(address, follow=True)

    def test_is_said_to_those_who_took_it_away(self, withdrawn, organisation):
        assert "„Beratung Nord“ hat ab sofort keinen Zugang mehr." in withdrawn.content.decode()
        assert stored(organisation) == []

    def test_ends_with_the_next_click_and_says_so(self, withdrawn, visiting, organisation):
        answer = visiting.get(url(organisation))
        assert answer.status_code == 404
        assert "Sie haben keinen Zugang mehr zu „Jugendclub Insel“." in answer.content.decode()

    def test_sends_an_open_page_to_the_one_that_says_so(self, withdrawn, visiting, organisation):
        answer = visiting.get(url(organisation), headers={"HX-Request": "true"})
        assert answer.status_code == 404
        assert answer.headers["HX-Redirect"] == f"/o/{organisation.slug}/"

    def test_looks_to_all_others_as_if_there_was_nothing(self, withdrawn, organisation):
        stranger = Client()
        stranger.force_login(ConsultantFactory().user)
        answer = stranger.get(url(organisation))
        assert answer.status_code == 404
        assert "Jugendclub Insel" not in answer.content.decode()

    def test_may_be_ended_by_the_consultancy(self, visiting, organisation):
        answer = visiting.post(url(organisation, "end-accompaniment"), follow=True)
        assert "Sie begleiten „Jugendclub Insel“ nicht mehr." in answer.content.decode()
        assert stored(organisation) == []


def test_consultants_cannot_change_their_own_access(visiting, organisation, accompaniment):
    with tenancy.activate(organisation):
        Accompaniment.objects.update(level="edit")
    for name in ("change-access", "withdraw-access"):
        address = url(organisation, name, accompaniment_id=accompaniment.pk)
        assert visiting.post(address, {"level": "edit"}).status_code == 403
    assert len(stored(organisation)) == 1
