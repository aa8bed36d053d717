"""Neither wording nor work done tell whether an address has an account."""

from __future__ import annotations

import re
from typing import ClassVar

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from organisations.models import User
from tests.factories import MembershipFactory, UserFactory
from tests.lotse.signin.people import sign_in, subjects

pytestmark = pytest.mark.django_db

NEW = "Zwieback kaut 7 Igel"
UNKNOWN = "niemand@test.example"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: that is the work that takes time."""

    count: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash, and count it."""
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.fixture
def person():
    return MembershipFactory().user


@pytest.fixture(autouse=True)
def counting(settings, person):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.count = 0


def answer(path, **data):
    """Send a form as a new visitor; return everything one learns from the answer."""
    client, before = Client(), CountingHasher.count
    response = client.post(path, data, follow=True)
    page = response.content.decode()
    for typed in data.values():
        page = re.sub(re.escape(typed), "…", page, flags=re.IGNORECASE)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    ways = [(url, status) for url, status in response.redirect_chain]
    return response.status_code, ways, page, CountingHasher.count - before


def sign_up(email):
    return answer("/konto/signup/", name="Ada Probe", email=email, password1=NEW, password2=NEW)


def test_signing_in(person):
    wrong = answer("/konto/login/", login=person.email, password="falsch-falsch")
    unknown = answer("/konto/login/", login=UNKNOWN, password="falsch-falsch")
    assert wrong == unknown
    assert wrong[-1] == 1


def test_signing_in_to_an_account_without_a_password(person):
    person.set_unusable_password()
    person.save()
    without = answer("/konto/login/", login=person.email, password="falsch-falsch")
    assert without == answer("/konto/login/", login=UNKNOWN, password="falsch-falsch")


def test_signing_in_to_a_locked_account(person):
    person.is_active = False
    person.save()
    locked = answer("/konto/login/", login=person.email, password="falsch-falsch")
    assert locked == answer("/konto/login/", login=UNKNOWN, password="falsch-falsch")


def test_too_many_attempts(person):
    for _ in range(5):
        answer("/konto/login/", login=person.email, password="falsch-falsch")
        answer("/konto/login/", login=UNKNOWN, password="falsch-falsch")
    # The eleventh attempt from one place is too many for everyone; these were ten.
    known = Client(REMOTE_ADDR="203.0.113.9")
    data = {"login": person.email, "password": "falsch-falsch"}
    assert "zu viele Versuche" in known.post("/konto/login/", data).content.decode()
    data["login"] = UNKNOWN
    assert "zu viele Versuche" in known.post("/konto/login/", data).content.decode()


def test_signing_up(person):
    there, new = sign_up(person.email), sign_up("neu@test.example")
    assert there == new
    assert there[-1] == 1
    assert subjects() == ["Sie haben schon ein Konto", "Bitte bestätigen Sie Ihre E-Mail-Adresse"]
    assert [message.to for message in mail.outbox] == [[person.email], ["neu@test.example"]]


def test_signing_up_with_an_address_in_other_letters(person):
    assert sign_up(person.email.upper()) == sign_up("NEU@TEST.EXAMPLE")
    assert User.objects.filter(email__iexact=person.email).count() == 1


def test_forgotten_passwords(person):
    assert answer("/konto/password/reset/", email=person.email) == answer(
        "/konto/password/reset/", email=UNKNOWN
    )
    assert subjects() == ["Neues Passwort festlegen", "Zu dieser Adresse gibt es kein Konto"]


def test_forgotten_passwords_of_locked_accounts(person):
    person.is_active = False
    person.save()
    assert answer("/konto/password/reset/", email=person.email) == answer(
        "/konto/password/reset/", email=UNKNOWN
    )


def test_changing_ones_address_to_that_of_somebody_else(client, person):
    texts = []
    for email in (UserFactory().email, "frei@test.example"):
        client.force_login(person)
        client.post("/konto/reauthenticate/", {"password": "ein-langes-testkennwort"})
        page = client.post("/konto/email/", {"action_add": "", "email": email}, follow=True)
        texts.append(re.sub(r'value="\w{64}"', "", page.content.decode().replace(email, "…")))
        EmailAddress.objects.filter(user=person, verified=False).delete()
    assert texts[0] == texts[1]


class TestAnAddressThatSomebodyMerelyClaims:
    """Someone has asked to change their address to one that is not theirs."""

    @pytest.fixture
    def claimed(self, person):
        return EmailAddress.objects.create(user=person, email="echt@test.example").email

    def test_does_not_keep_its_owner_from_signing_up(self, claimed):
        sign_up(claimed)
        assert User.objects.filter(email=claimed).exists()
        assert subjects() == ["Bitte bestätigen Sie Ihre E-Mail-Adresse"]

    def test_does_not_open_the_account_of_whoever_claims_it(self, claimed):
        answer("/konto/password/reset/", email=claimed)
        assert subjects() == ["Zu dieser Adresse gibt es kein Konto"]

    def test_is_theirs_once_confirmed(self, person, claimed):
        EmailAddress.objects.filter(email=claimed).update(verified=True)
        sign_up(claimed)
        assert not User.objects.filter(email=claimed).exists()
        assert subjects() == ["Sie haben schon ein Konto"]


def test_a_password_is_judged_by_the_name_before_the_account_is_there():
    name = "Erika Zwiebelhuber"
    page = answer(
        "/konto/signup/",
        name=name,
        email="neu@test.example",
        password1="ErikaZwiebelhuber7",
        password2="ErikaZwiebelhuber7",
    )[2]
    assert "Ihrem Namen oder dem Ihrer Organisation" in page


def test_signing_in_with_the_right_password_works_all_the_same(client, person):
    assert sign_in(client, person).url == "/organisationen/"
