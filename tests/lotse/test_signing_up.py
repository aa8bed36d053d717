"""From nothing to an account: sign up, confirm, sign in, forget the password."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse

from organisations import tenancy
from organisations.models import User
from tests.factories import UserFactory
from tests.factories.organisations import PASSWORD

pytestmark = pytest.mark.django_db
EMAIL = "Neu@Probe.example"
ANSWERS = {"name": "Kim Neu", "email": EMAIL, "password1": PASSWORD, "password2": PASSWORD}


def link_in(message):
    """Return the path of the first link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_a_new_person_confirms_their_address_and_is_in(client):
    page = client.post(reverse("account_signup"), ANSWERS, follow=True).content.decode()
    assert "Postfach" in page
    assert not is_signed_in(client)
    (message,) = mail.outbox
    assert message.to == [EMAIL.lower()]
    assert message.subject.startswith("[Lotse] ")

    # Looking at the link confirms nothing, so that mail scanners do not.
    path = link_in(message)
    assert "Ist neu@probe.example Ihre Adresse?" in client.get(path).content.decode()
    client.post(path)
    assert is_signed_in(client)
    assert User.objects.get().name == "Kim Neu"


def test_an_address_that_is_not_confirmed_does_not_get_in(client):
    client.post(reverse("account_signup"), ANSWERS)
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert not is_signed_in(client)


class TestTheMailOnceMore:
    """On the page after signing up."""

    @pytest.fixture(autouse=True)
    def later(self, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": "2/m/key"}

    def again(self, client):
        return client.post(reverse("organisations:confirm_again"), follow=True).content.decode()

    def test_goes_to_the_address_that_the_page_names(self, client):
        page = client.post(reverse("account_signup"), ANSWERS, follow=True).content.decode()
        assert page.count("neu@probe.example") == 1
        assert "noch einmal unterwegs" in self.again(client)
        assert [message.to for message in mail.outbox] == [["neu@probe.example"]] * 2
        client.post(link_in(mail.outbox[1]))
        assert is_signed_in(client)

    def test_goes_to_who_signs_in_unconfirmed_as_well(self, client):
        UserFactory(email="alt@probe.example")
        EmailAddress.objects.update(verified=False)
        client.post(reverse("account_login"), {"login": "alt@probe.example", "password": PASSWORD})
        self.again(client)
        assert [message.to for message in mail.outbox] == [["alt@probe.example"]] * 2

    def test_is_not_sent_again_and_again(self, client):
        client.post(reverse("account_signup"), ANSWERS)
        self.again(client)
        assert "Bitte warten Sie eine Minute" in self.again(client)
        assert len(mail.outbox) == 2

    def test_tells_nobody_who_has_an_account(self, client):
        UserFactory(email=EMAIL)
        client.post(reverse("account_signup"), ANSWERS)
        assert "noch einmal unterwegs" in self.again(client)
        assert "Sie haben schon ein Konto" in mail.outbox[1].subject

    def test_goes_nowhere_once_the_account_is_gone(self, client):
        client.post(reverse("account_signup"), ANSWERS)
        with tenancy.across([]):
            User.objects.all().delete()
        self.again(client)
        assert len(mail.outbox) == 1

    def test_needs_that_one_has_signed_up(self, client):
        assert "noch einmal schicken" not in self.again(client)
        assert not mail.outbox


def test_nobody_learns_who_has_an_account(client):
    UserFactory(email=EMAIL)
    known = client.post(reverse("account_signup"), ANSWERS, follow=True).content.decode()
    unknown = client.post(
        reverse("account_signup"), ANSWERS | {"email": "anders@probe.example"}, follow=True
    ).content.decode()
    assert "Postfach" in known
    assert "Postfach" in unknown
    assert User.objects.count() == 2


def test_where_registration_is_closed_nobody_new_gets_in(client, settings):
    settings.REGISTRATION_OPEN = False
    client.post(reverse("account_signup"), ANSWERS)
    assert not User.objects.exists()
    assert reverse("account_signup") not in client.get("/").content.decode()


def test_a_forgotten_password_is_set_anew_once(client):
    UserFactory(email=EMAIL)
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    path = link_in(mail.outbox[0])
    response = client.get(path, follow=True)
    form = response.redirect_chain[-1][0]
    new = "ein-ganz-neues-kennwort"
    client.post(form, {"password1": new, "password2": new})
    assert client.login(email=EMAIL, password=new) or User.objects.get().check_password(new)
    client.logout()
    again = client.get(path, follow=True).content.decode()
    assert "Dieser Link gilt nicht mehr" in again


def test_a_forgotten_password_of_nobody_looks_the_same(client):
    page = client.post(
        reverse("account_reset_password"), {"email": "niemand@probe.example"}, follow=True
    ).content.decode()
    assert "Falls es zu dieser Adresse ein Konto gibt" in page


class TestLimits:
    def attempts(self, client, number, **headers):
        for _ in range(number):
            response = client.post(
                reverse("account_login"),
                {"login": "niemand@probe.example", "password": "falsch"},
                **headers,
            )
        return response

    def test_stop_guessing_with_a_page_of_ours(self, client):
        assert self.attempts(client, 1).status_code == 200
        response = self.attempts(client, 40)
        page = response.content.decode()
        assert response.status_code == 429
        assert "Zu viele Versuche" in page
        assert '<html lang="de">' in page

    def test_count_for_all_processes_together(self, client):
        self.attempts(client, 1)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from lotse_cache")
            assert cursor.fetchone()[0] > 0

    def test_count_the_address_that_the_proxy_saw(self, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        self.attempts(client, 40, HTTP_X_FORWARDED_FOR="6.6.6.6, 1.1.1.1")
        fresh = self.attempts(client, 1, HTTP_X_FORWARDED_FOR="6.6.6.6, 2.2.2.2")
        assert fresh.status_code == 200
        assert self.attempts(client, 1, HTTP_X_FORWARDED_FOR="7.7.7.7, 1.1.1.1").status_code == 429
