"""No more mails about something, by one click or by one's own settings."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from lotse.reminders.domain import unsubscribing
from lotse.reminders.models import Unsubscription
from lotse.reminders.terms import TOPICS
from organisations import tenancy
from organisations.models import Role
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def pilot():
    return MembershipFactory()


def wanted(membership):
    with tenancy.activate(membership.organisation):
        return set(unsubscribing.wanted_by(membership))


def path(membership, *topics):
    token = unsubscribing.token_for(membership, topics)
    return reverse("reminders:unsubscribe", args=[token])


class TestOneClick:
    def test_ends_mails_at_once_without_cookies_and_token_of_a_form(self, pilot):
        response = Client(enforce_csrf_checks=True).post(path(pilot, "step", "measure"), ONE_CLICK)
        assert response.status_code == 200
        assert not response.cookies
        assert wanted(pilot) == {*TOPICS} - {"step", "measure"}

    def test_changes_nothing_for_those_who_only_open_the_address(self, pilot, client):
        response = client.get(path(pilot, "measure"))
        assert "Maßnahmen in meiner Verantwortung" in response.text
        assert response["Cache-Control"].count("no-store") == 1
        assert wanted(pilot) == set(TOPICS)

    def test_may_come_twice_and_be_taken_back(self, pilot, client):
        for _click in range(2):
            client.post(path(pilot, "measure"), ONE_CLICK)
        assert "measure" not in wanted(pilot)
        with tenancy.activate(pilot.organisation):
            assert [
                str(one) for one in Unsubscription.objects.filter(organisation=pilot.organisation)
            ] == ["measure"]
        response = client.post(path(pilot, "measure"), {"again": "1"})
        assert "Wieder bestellt" in response.text
        assert wanted(pilot) == set(TOPICS)

    def test_concerns_nobody_else(self, pilot, client):
        colleague = MembershipFactory(organisation=pilot.organisation)
        client.post(path(pilot, "measure"), ONE_CLICK)
        assert wanted(colleague) == set(TOPICS)

    def test_says_so_when_the_person_has_left(self, pilot, client):
        address = path(pilot, "measure")
        with tenancy.activate(pilot.organisation):
            pilot.delete()
        for response in (client.get(address), client.post(address, ONE_CLICK)):
            assert response.status_code == 410

    @pytest.mark.parametrize(
        "token",
        ["wort", "a:b:c", signing.dumps([1, 2, "measure"], salt="anderes")],
        ids=["a word", "no signature", "signed for something else"],
    )
    def test_does_nothing_with_links_that_are_not_ours(self, client, token):
        for method in (client.get, client.post):
            response = method(reverse("reminders:unsubscribe", args=[token]))
            assert response.status_code == 404
            assert "Dieser Link führt nirgendwohin" in response.text

    def test_knows_no_other_topics(self, pilot):
        (wish,) = unsubscribing.wishes_of(unsubscribing.token_for(pilot, ["measure", "alles"]))
        assert wish.topics == ("measure",)


class TestOwnSettings:
    def page(self, membership):
        return reverse("reminders:wishes", args=[membership.organisation.slug])

    def test_show_what_one_gets(self, pilot, client):
        client.force_login(pilot.user)
        client.post(path(pilot, "measure"), ONE_CLICK)
        content = client.get(self.page(pilot)).text
        assert content.count("checked") == len(TOPICS) - 2
        assert "Was bei anderen" not in content

    def test_are_stored(self, pilot, client):
        client.force_login(pilot.user)
        response = client.post(self.page(pilot), {"topics": ["check"]}, follow=True)
        assert "Gespeichert." in response.text
        assert wanted(pilot) == {"check", "escalated"}

    def test_may_want_nothing_at_all(self, client):
        director = MembershipFactory(role=Role.DIRECTOR)
        client.force_login(director.user)
        client.post(self.page(director), {})
        assert wanted(director) == set()
        client.post(self.page(director), {"topics": TOPICS})
        assert wanted(director) == set(TOPICS)

    def test_refuse_what_there_is_not(self, pilot, client):
        client.force_login(pilot.user)
        response = client.post(self.page(pilot), {"topics": ["alles"]})
        assert response.status_code == 422
        assert wanted(pilot) == set(TOPICS)
