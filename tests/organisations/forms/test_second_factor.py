"""Passkeys: whatever is sent is right or wrong, and names are kept in reason."""

import json

import pytest
from allauth.mfa.models import Authenticator

from tests.factories import MembershipFactory
from tests.lotse.signin.people import confirm_password, factors, texts

pytestmark = pytest.mark.django_db
NEW = "/konto/2fa/webauthn/add/"
# Whole enough to be taken for a passkey, and wrong where it matters.
NEARLY = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
}


@pytest.fixture
def person(client):
    person = MembershipFactory().user
    client.force_login(person)
    confirm_password(client)
    return person


@pytest.fixture
def passkey(person):
    return Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Mein Rechner", "credential": {}}
    )


@pytest.mark.parametrize("sent", [{}, {"id": "AAAA"}, NEARLY, ["a"], "a", 1, {"response": "\x00"}])
def test_what_is_no_passkey_is_refused_and_the_name_stays(client, person, sent):
    client.get(NEW)
    data = {"name": "Mein Telefon", "credential": json.dumps(sent)}
    response = client.post(NEW, data)
    assert response.status_code == 200
    assert 'value="Mein Telefon"' in response.content.decode()
    assert factors(person) == set()


def test_a_wrong_passkey_does_not_confirm(client, passkey):
    path = "/konto/2fa/webauthn/reauthenticate/"
    response = client.post(path, {"credential": json.dumps(NEARLY)}, follow=True)
    assert "Das hat nicht gepasst" in texts(response)


def test_a_passkey_gets_another_name(client, passkey):
    path = f"/konto/2fa/webauthn/keys/{passkey.pk}/edit/"
    assert 'value="Mein Rechner"' in client.get(path).content.decode()
    assert client.post(path, {"name": "Der alte Rechner"}).status_code == 302
    passkey.refresh_from_db()
    assert passkey.wrap().name == "Der alte Rechner"


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_name_that_does_not_do_is_refused_beside_its_field(client, passkey, name):
    response = client.post(f"/konto/2fa/webauthn/keys/{passkey.pk}/edit/", {"name": name})
    assert response.context["form"].errors["name"]
    assert 'aria-invalid="true"' in response.content.decode()
    passkey.refresh_from_db()
    assert passkey.wrap().name == "Mein Rechner"
