"""The first host gets in without a mail server, and nobody else gets in that way."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from organisations.models import User
from tests.factories import UserFactory
from tests.factories.organisations import PASSWORD
from tests.lotse.signin.people import is_signed_in, sign_in

pytestmark = pytest.mark.django_db
EMAIL = "hanna@verband.example"


@pytest.fixture
def said(capsys):
    """Call the command and return what it says."""

    def call(*arguments):
        call_command("create_host", *arguments)
        return capsys.readouterr().out

    return call


def link_in(text):
    (path,) = re.findall(r"http://localhost:8000(/\S+)", text)
    return path


def set_password(client, path):
    page = client.get(path, follow=True)
    where = page.redirect_chain[-1][0] if page.redirect_chain else path
    return client.post(where, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)


def test_the_link_sets_a_password_once_and_leads_into_the_administration(said, client):
    path = link_in(said(EMAIL, "--name", "Hanna Host"))
    set_password(client, path)
    host = User.objects.get()
    assert (host.email, host.name, host.is_staff) == (EMAIL, "Hanna Host", True)
    sign_in(client, host)
    assert is_signed_in(client)
    assert client.get("/verwaltung/", follow=True).status_code == 200
    client.logout()
    assert "gilt nicht mehr" in client.get(path, follow=True).content.decode()
    # Nothing had to be sent before: the first mail is about the password that was set.
    assert all("Passwort" in one.subject for one in mail.outbox)


def test_the_host_still_needs_a_second_factor(said, client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    set_password(client, link_in(said(EMAIL)))
    sign_in(client, User.objects.get())
    assert client.get("/verwaltung/", follow=True).redirect_chain[-1][0] == "/konto/2fa/"


def test_who_signed_up_with_the_address_before_does_not_become_the_host(said, client):
    stranger = UserFactory(email=EMAIL, last_login=None)
    path = link_in(said(EMAIL))
    sign_in(client, stranger)
    assert not is_signed_in(client)
    set_password(client, path)
    sign_in(client, stranger)
    assert is_signed_in(client)


def test_an_account_in_use_keeps_its_password_and_gets_no_link(said):
    known = UserFactory(email=EMAIL, name="Hanna", last_login=timezone.now())
    text = said(EMAIL.upper())
    assert "http" not in text
    assert "bisherige Passwort" in text
    known.refresh_from_db()
    assert (known.is_staff, known.name, known.check_password(PASSWORD)) == (True, "Hanna", True)


def test_where_the_provider_is_the_only_way_the_command_says_so(said, settings):
    settings.OIDC_REQUIRED_DOMAINS = ["verband.example"]
    text = said(EMAIL)
    assert "http" not in text
    assert User.objects.get().is_staff


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["hanna"], "E-Mail-Adresse"),
        ([""], "Dieses Feld"),
        ([EMAIL, "--name", "H" * 121], "120"),
        (["gesperrt@verband.example"], "gesperrt"),
    ],
)
def test_what_is_no_account_for_a_host_is_refused(arguments, reason):
    UserFactory(email="gesperrt@verband.example", is_active=False)
    with pytest.raises(CommandError, match=reason):
        call_command("create_host", *arguments)
    assert not User.objects.filter(is_staff=True).exists()
