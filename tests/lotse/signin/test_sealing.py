"""No copy of the database holds what a second factor needs; keys can be changed."""

import json
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from lotse.signin.sealing import CannotOpen, seal, unseal
from tests.factories import UserFactory
from tests.lotse.signin.people import (
    SECRET,
    code_of_now,
    confirm_password,
    is_signed_in,
    sign_in,
    texts,
    with_app,
)

pytestmark = pytest.mark.django_db
MIGRATION = "0002_second_factors_are_encrypted"
ENTER = "/konto/2fa/authenticate/"
OLD, NEW, NEWER = "a1" * 32, "b2" * 32, "c3" * 32


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SECOND_FACTOR_KEYS = [OLD]
    return settings


@pytest.fixture
def person():
    return UserFactory()


def stored():
    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        return " ".join(row[0] for row in cursor.fetchall())


def enters(client, person, code):
    sign_in(client, person)
    client.post(ENTER, {"code": code})
    return is_signed_in(client)


def warnings_to_hosts():
    messages = run_checks(tags=["database"], databases=["default"])
    return [one for one in messages if one.id == "lotse.W007"]


class TestASecret:
    def test_is_not_in_the_database_and_still_works(self, client, person):
        codes = with_app(person)
        assert SECRET not in stored()
        assert "seed" in stored()
        assert enters(client, person, code_of_now())
        client.logout()
        assert enters(client, person, codes[3])
        client.logout()
        assert not enters(client, person, codes[3])

    def test_is_stored_differently_each_time(self):
        assert seal(SECRET) != seal(SECRET)
        assert unseal(seal(SECRET)) == SECRET

    def test_that_somebody_changed_does_not_open(self):
        sealed = seal(SECRET)
        with pytest.raises(CannotOpen):
            unseal(f"{sealed[:-8]}{'A' * 8}")
        with pytest.raises(CannotOpen):
            unseal(SECRET)


class TestChangingTheKey:
    def test_keeps_everybody_in_and_makes_the_old_key_needless(self, client, person, keys):
        codes = with_app(person)
        keys.SECOND_FACTOR_KEYS = [NEW, OLD]
        assert enters(client, person, codes[0])
        client.logout()
        call_command("seal_second_factors")
        keys.SECOND_FACTOR_KEYS = [NEW]
        assert enters(client, person, codes[1])
        client.logout()
        # What was used before the change stays used.
        assert not enters(client, person, codes[0])
        keys.SECOND_FACTOR_KEYS = [OLD]
        with pytest.raises(CannotOpen):
            unseal(Authenticator.objects.get(type="totp").data["secret"])

    def test_from_the_key_of_the_instance_to_one_of_its_own_needs_nothing(
        self, client, person, keys
    ):
        keys.SECOND_FACTOR_KEYS = []
        codes = with_app(person)
        keys.SECOND_FACTOR_KEYS = [NEW]
        assert enters(client, person, codes[0])

    def test_names_who_would_be_locked_out_and_changes_the_others(self, person, keys, capsys):
        with_app(person)
        keys.SECOND_FACTOR_KEYS = [NEW]
        with_app(UserFactory())
        keys.SECOND_FACTOR_KEYS = [NEWER, NEW]
        with pytest.raises(CommandError, match=person.email):
            call_command("seal_second_factors")
        assert "Neu verschlüsselt: 2" in capsys.readouterr().out

    def test_leaves_passkeys_alone(self, person):
        data = {"name": "Mein Rechner", "credential": {"id": "x"}}
        Authenticator.objects.create(user=person, type="webauthn", data=data)
        call_command("seal_second_factors")
        assert json.loads(stored()) == data


class TestWithoutTheKey:
    @pytest.fixture(autouse=True)
    def lost(self, person, keys):
        with_app(person)
        keys.SECOND_FACTOR_KEYS = [NEW]

    def test_nobody_comes_in_and_the_page_says_whom_to_ask(self, client, person):
        sign_in(client, person)
        page = client.post(ENTER, {"code": code_of_now()})
        assert "Bitte sagen Sie dem Betreiber Bescheid" in texts(page)
        assert not is_signed_in(client)

    @pytest.mark.parametrize("name", ["", "recovery-codes/", "recovery-codes/generate/"])
    def test_pages_of_recovery_codes_say_so_and_new_ones_mend_them(self, client, person, name):
        client.force_login(person)
        client.get("/konto/2fa/recovery-codes/generate/")
        confirm_password(client)
        page = client.get(f"/konto/2fa/{name}")
        assert page.status_code == 503
        assert "Bitte sagen Sie dem Betreiber Bescheid" in texts(page)
        way = reverse("mfa_generate_recovery_codes")
        assert f'<form method="post" action="{way}"' in page.content.decode()
        assert client.post(way).url == "/konto/2fa/recovery-codes/"
        assert "Noch 10 von 10 unbenutzt." in texts(client.get("/konto/2fa/recovery-codes/"))
        assert client.get("/konto/2fa/").status_code == 200

    def test_hosts_are_warned_when_they_start(self):
        (said,) = warnings_to_hosts()
        assert "LOTSE_SECOND_FACTOR_KEYS" in said.hint

    def test_the_factor_can_be_removed(self, client, person):
        call_command("remove_second_factor", person.email)
        sign_in(client, person)
        assert is_signed_in(client)


def test_hosts_are_not_warned_before_secrets_are_encrypted(owner, keys):
    with_app(UserFactory())
    keys.SECOND_FACTOR_KEYS = [NEW]
    assert warnings_to_hosts()
    MigrationRecorder(connection).record_unapplied("lotse", MIGRATION)
    assert not warnings_to_hosts()


def test_what_was_stored_in_clear_before_works_after_the_migration(client, person):
    migration = import_module(f"lotse.migrations.{MIGRATION}")
    with_app(person)
    codes = ["12345678", "87654321"]
    Authenticator.objects.filter(type="totp").update(data={"secret": SECRET})
    Authenticator.objects.filter(type="recovery_codes").update(data={"migrated_codes": codes})
    migration.encrypt(apps, None)
    assert SECRET not in stored()
    assert codes[0] not in stored()
    assert enters(client, person, code_of_now())
    client.logout()
    assert enters(client, person, codes[1])
    migration.decrypt(apps, None)
    assert SECRET in stored()
