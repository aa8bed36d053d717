"""Whatever is sent to the pages around signing in, the answer is never an error of the server."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import MembershipFactory
from tests.lotse.signin.people import confirm_password, with_app

fuzz = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
texts = st.text(max_size=60) | st.sampled_from(
    ["", "\x00", "a\x00b", "0", "-1", "9" * 30, "%00", "../..", "ä" * 50, "set-password", "1-abc"]
)
keys = texts.filter(lambda text: text.strip("./") and "/" not in text)
# JSON can name half of a character; no text may hold it.
halves = st.sampled_from(["\ud800", "a\udfff", "\ude00\ud83d"])
leaves = st.none() | st.booleans() | st.integers() | st.floats() | texts | halves
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
# Something like what a browser sends as a passkey, each part of it anything.
credentials = st.fixed_dictionaries(
    {},
    optional={
        "id": values,
        "rawId": values,
        "type": st.just("public-key") | values,
        "response": values
        | st.fixed_dictionaries(
            {},
            optional={
                "clientDataJSON": texts | values,
                "attestationObject": texts | values,
                "authenticatorData": texts | values,
                "signature": texts | values,
                "userHandle": texts | values,
            },
        ),
        "clientExtensionResults": values,
    },
)
sent = credentials | values


def path_of(template: str, *parts: str) -> str:
    return template.format(*(quote(part, safe="") for part in parts))


class TestStrangers(TestCase):
    """What anybody can send."""

    def answers(self, path: str, data: dict | None = None, **headers: str) -> None:
        for response in (
            Client().get(path, data, headers=headers),
            Client().post(path, data, headers=headers),
        ):
            assert response.status_code < 500, path

    @fuzz
    @given(key=keys)
    def test_links_that_confirm_an_address(self, key: str) -> None:
        self.answers(path_of("/konto/confirm-email/{}/", key))

    @fuzz
    @given(person=keys, key=keys)
    def test_links_for_a_new_password(self, person: str, key: str) -> None:
        self.answers(path_of("/konto/password/reset/key/{}-{}/", person, key))

    @fuzz
    @given(key=keys)
    def test_links_for_the_password_of_somebody_real(self, key: str) -> None:
        person = user_pk_to_url_str(MembershipFactory().user)
        self.answers(path_of("/konto/password/reset/key/{}-{}/", person, key))

    @fuzz
    @given(provider=keys, code=texts, state=texts, error=texts)
    def test_answers_of_a_provider(self, provider: str, code: str, state: str, error: str) -> None:
        query = {"code": code, "state": state, "error": error}
        for name in (provider, "anmeldedienst"):
            self.answers(path_of("/konto/oidc/{}/login/", name), query)
            self.answers(path_of("/konto/oidc/{}/login/callback/", name), query)

    @fuzz
    @given(credential=sent)
    def test_passkeys(self, credential: object) -> None:
        client = Client()
        client.get("/konto/2fa/webauthn/login/", headers={"Accept": "application/json"})
        data = {"credential": json.dumps(credential)}
        response = client.post("/konto/2fa/webauthn/login/", data, REMOTE_ADDR=next(addresses))
        assert response.status_code == 302
        assert response.url == "/konto/login/"

    @fuzz
    @given(
        fields=st.dictionaries(
            st.sampled_from(
                [
                    "login",
                    "email",
                    "password",
                    "password1",
                    "password2",
                    "name",
                    "remember",
                    "next",
                    "code",
                ]
            ),
            texts,
        )
    )
    def test_forms(self, fields: dict) -> None:
        for path in ("login/", "signup/", "password/reset/", "logout/", "2fa/authenticate/"):
            address = next(addresses)
            for ask in (Client().get, Client().post):
                response = ask(f"/konto/{path}", fields, REMOTE_ADDR=address)
                assert response.status_code < 500, path

    @fuzz
    @given(cookie=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=80))
    def test_cookies(self, cookie: str) -> None:
        client = Client()
        for name in ("sessionid", "lotse_device", "csrftoken", "messages"):
            client.cookies[name] = cookie.replace(";", "").replace(",", "")
        person = MembershipFactory().user
        data = {"login": person.email, "password": "ein-langes-testkennwort"}
        response = client.post("/konto/login/", data, REMOTE_ADDR=next(addresses))
        assert response.status_code == 302


def _addresses():
    number = 0
    while True:
        number += 1
        yield f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


addresses = _addresses()


class TestPeopleWhoAreSignedIn(TestCase):
    """What somebody with an account can send."""

    def setup_example(self) -> None:
        super().setup_example()
        self.person = MembershipFactory().user
        with_app(self.person)
        self.client.force_login(self.person)
        confirm_password(self.client)

    @fuzz
    @given(credential=sent, name=texts)
    def test_new_passkeys(self, credential: object, name: str) -> None:
        self.client.get("/konto/2fa/webauthn/add/")
        data = {"credential": json.dumps(credential), "name": name, "passwordless": "on"}
        response = self.client.post("/konto/2fa/webauthn/add/", data)
        assert response.status_code == 200

    @fuzz
    @given(credential=sent)
    def test_passkeys_as_confirmation(self, credential: object) -> None:
        data = {"credential": json.dumps(credential)}
        response = self.client.post("/konto/2fa/webauthn/reauthenticate/", data)
        assert response.status_code < 500

    @fuzz
    @given(credential=sent)
    def test_passkeys_as_second_factor(self, credential: object) -> None:
        client = Client()
        data = {"login": self.person.email, "password": "ein-langes-testkennwort"}
        client.post("/konto/login/", data, REMOTE_ADDR=next(addresses))
        client.get("/konto/2fa/authenticate/")
        response = client.post("/konto/2fa/authenticate/", {"credential": json.dumps(credential)})
        assert response.status_code in (200, 302)

    @fuzz
    @given(number=st.integers(min_value=0), name=texts)
    def test_passkeys_that_are_not_there(self, number: int, name: str) -> None:
        for what in ("edit", "remove"):
            path = f"/konto/2fa/webauthn/keys/{number}/{what}/"
            for ask in (self.client.get, self.client.post):
                assert ask(path, {"name": name}).status_code == 404

    @fuzz
    @given(
        fields=st.dictionaries(
            st.sampled_from(
                [
                    "email",
                    "action_add",
                    "action_send",
                    "action_remove",
                    "action_primary",
                    "account",
                    "code",
                    "name",
                    "oldpassword",
                    "password1",
                    "password2",
                    "password",
                    "next",
                ]
            ),
            texts,
        )
    )
    def test_forms(self, fields: dict) -> None:
        for path in (
            "",
            "name/",
            "email/",
            "password/change/",
            "password/set/",
            "sessions/",
            "3rdparty/",
            "2fa/",
            "2fa/totp/activate/",
            "2fa/recovery-codes/generate/",
            "2fa/reauthenticate/",
            "reauthenticate/",
            "3rdparty/signup/",
        ):
            for ask in (self.client.get, self.client.post):
                assert ask(f"/konto/{path}", fields).status_code < 500, path


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options", "head"])
def test_every_address_around_signing_in_answers_every_method(client, method):
    person = MembershipFactory().user
    found = 0
    for name, (_possibilities, pattern, _defaults, _converters) in _named():
        if "%(" in pattern:
            continue
        found += 1
        for browser in (Client(), client):
            browser.force_login(person) if browser is client else None
            status = getattr(browser, method)(f"/{pattern}").status_code
            assert status < 500, name
    assert found > 25


def _named():
    names = get_resolver().reverse_dict
    for name in names:
        if isinstance(name, str) and name.startswith(
            ("account_", "mfa_", "socialaccount_", "user")
        ):
            for possibility in names.getlist(name):
                for pattern, _arguments in possibility[0]:
                    yield name, (possibility[0], pattern, possibility[2], possibility[3])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "half", ['"\\ud800"', '{"id": "a\\udfff"}', '{"\\ud800": {}}', '"\\u0000"']
)
def test_a_passkey_with_half_of_a_character_is_only_a_wrong_one(client, half) -> None:
    person = MembershipFactory().user
    with_app(person)
    client.force_login(person)
    confirm_password(client)
    data = {"credential": half, "name": "Laptop", "passwordless": "on"}
    client.get("/konto/2fa/webauthn/add/")
    response = client.post("/konto/2fa/webauthn/add/", data)
    assert response.status_code == 200
    assert b"Laptop" in response.content
    assert client.post("/konto/2fa/webauthn/reauthenticate/", data).status_code < 500
