"""Mails about what happens to an account."""

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import get_template
from django.test import Client
from django.utils import timezone

from lotse.signin import devices
from tests.factories import MembershipFactory
from tests.lotse.signin.people import PHONE, is_signed_in, sign_in, subjects

pytestmark = pytest.mark.django_db

NOTICES = [
    "account/email/new_device",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "account/email/email_changed",
    "account/email/email_deleted",
    "account/email/email_confirm",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "mfa/email/recovery_codes_generated",
    "mfa/email/recovery_code_used",
    "socialaccount/email/account_connected",
    "socialaccount/email/account_disconnected",
]


@pytest.fixture
def person():
    return MembershipFactory(user__last_login=timezone.now()).user


class TestSigningInWithANewDevice:
    def test_is_told_by_mail(self, client, person):
        sign_in(client, person, **{"User-Agent": PHONE})
        assert subjects() == ["Anmeldung mit einem neuen Gerät"]
        text = mail.outbox[0].body
        assert mail.outbox[0].to == [person.email]
        assert "Gerät: Chrome auf Android" in text
        assert "Das waren nicht Sie?" in text
        assert "http://testserver/konto/password/reset/" in text

    def test_is_told_once_for_each_device(self, client, person):
        for _ in range(2):
            sign_in(client, person)
            client.post("/konto/logout/")
        sign_in(Client(), person)
        assert len(mail.outbox) == 2

    def test_is_told_to_each_person_of_a_shared_device(self, client, person):
        other = MembershipFactory(user__last_login=timezone.now()).user
        for who in (person, other, person):
            sign_in(client, who)
            client.post("/konto/logout/")
        assert [message.to for message in mail.outbox] == [[person.email], [other.email]]

    def test_is_nothing_special_the_very_first_time(self, client):
        person = MembershipFactory().user
        sign_in(client, person)
        sign_in(Client(), person)
        assert len(mail.outbox) == 1

    def test_cannot_be_hidden_by_a_forged_cookie(self, client, person):
        client.cookies[devices.COOKIE] = str(person.pk)
        sign_in(client, person)
        assert len(mail.outbox) == 1

    def test_is_remembered_where_no_script_can_read_it(self, client, person):
        sign_in(client, person)
        cookie = client.cookies[devices.COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == devices.KEPT_FOR


class NoMailServer(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_mail_server_that_is_away_keeps_nobody_out(client, person, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.NoMailServer"
    sign_in(client, person)
    assert is_signed_in(client)
    assert "account/email/new_device was not sent" in caplog.text


@pytest.mark.parametrize("name", NOTICES)
def test_every_notice_says_when_where_and_what_to_do(name):
    context = {
        "timestamp": timezone.now(),
        "device": "Firefox auf Windows",
        "reset_url": "https://lotse.example/konto/password/reset/",
        "from_email": "alt@verein.example",
        "to_email": "neu@verein.example",
        "deleted_email": "alt@verein.example",
        "provider": "Verband & Co",
        "left": 9,
    }
    subject = get_template(f"{name}_subject.txt").render(context).strip()
    text = get_template(f"{name}_message.txt").render(context)
    assert subject
    assert "\n" not in subject
    for part in (
        "Guten Tag,",
        "Wann: ",
        " Uhr\nGerät: Firefox auf Windows",
        "Das waren nicht Sie?",
    ):
        assert part in text
    assert "&amp;" not in text
    assert "\n\n\n" not in text
    assert "reset" in text or "an die Menschen, die Lotse für Sie betreiben" in text
