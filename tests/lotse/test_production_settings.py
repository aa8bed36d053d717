"""Production refuses what would be unsafe, and sends what protects people."""

import importlib
import os
import subprocess
import sys
from pathlib import Path
from traceback import format_exception

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from lotse.hosting import system_checks
from organisations.domain import instance
from tests.factories import CatalogueFactory

ROOT = Path(__file__).parents[2]
SAFE = {
    "LOTSE_SECRET_KEY": "".join(chr(33 + (7 * number) % 90) for number in range(64)),
    "LOTSE_ALLOWED_HOSTS": "lotse.example",
    "LOTSE_BASE_URL": "https://lotse.example",
    "LOTSE_DATABASE_URL": "postgres://lotse@localhost/lotse",
    "LOTSE_BROKER_URL": "redis://redis.example/0",
    "LOTSE_EMAIL_URL": "smtp://mail.example",
    "LOTSE_EMAIL_FROM": "Lotse <lotse@lotse.example>",
}


@pytest.fixture
def production(monkeypatch):
    """Read the production settings anew, from safe variables with changes; None removes one."""

    def read(**changes):
        for name in [name for name in os.environ if name.startswith("LOTSE_")]:
            monkeypatch.delenv(name)
        for name, value in (SAFE | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        for name in [name for name in sys.modules if name.startswith("lotse.settings.")]:
            monkeypatch.delitem(sys.modules, name)
        return importlib.import_module("lotse.settings.production")

    return read


@pytest.mark.parametrize(
    ("name", "values"),
    {
        "LOTSE_SECRET_KEY": [
            None,
            "",
            "kurz",
            "a" * 80,
            "unsafe-local-key-for-make-run-only" * 3,
        ],
        "LOTSE_DEBUG": ["true", "vielleicht"],
        "LOTSE_ALLOWED_HOSTS": [
            None,
            "*",
            ".",
            ".de",
            "*.lotse.example",
            "https://lotse.example",
            "lotse.example:443",
            "lotse.example,*",
        ],
        "LOTSE_BASE_URL": ["http://lotse.example", "lotse.example", "https://lotse.example/unter"],
        "LOTSE_DATABASE_URL": [
            None,
            "mysql://lotse@localhost/lotse",
            "sqlite:///lotse.db",
            "postgres://lotse@localhost:viele/lotse",
        ],
        "LOTSE_DATABASE_OWNER_URL": [
            "postgres://lotse@localhost/lotse",
            "postgres://owner@localhost/other",
        ],
        "LOTSE_DATABASE_BACKUP_URL": ["postgres://lotse@localhost/lotse"],
        "LOTSE_BROKER_URL": [None, "filesystem://", "memory://", "redis.example:6379"],
        "LOTSE_EMAIL_URL": [None, "", "mail.example", "smtp://mail.example:viele"],
        "LOTSE_TRUSTED_PROXIES": ["einer", "-1", "1.5"],
        "LOTSE_HSTS_SECONDS": ["1 Jahr"],
        "LOTSE_SWEEP_SECONDS": ["30s", "nan", "inf", "0"],
        "LOTSE_WORKER_MEMORY_MB": ["400 MB", "99999999999999999999", "0"],
        "LOTSE_SECOND_FACTOR_KEYS": ["kurz", f"{'a1' * 32},kurz"],
        "LOTSE_DATABASE_CONN_MAX_AGE": ["lange"],
        "LOTSE_REQUIRE_SECOND_FACTOR": ["ja", "ture"],
        "LOTSE_EMAIL_RETURNS_URL": ["mail.example"],
        "LOTSE_OIDC_SERVER_URL": ["http://anmeldung.example", "https://anmeldung.example"],
    }.items(),
    ids=str,
)
def test_what_is_unsafe_or_cannot_work_stops_the_start_by_its_name(production, name, values):
    for value in values:
        with pytest.raises(ImproperlyConfigured, match=name):
            production(**{name: value})


@pytest.mark.parametrize(
    "name", ["LOTSE_DATABASE_URL", "LOTSE_DATABASE_OWNER_URL", "LOTSE_EMAIL_URL"]
)
def test_a_password_with_a_slash_is_not_repeated(production, name):
    address = "smtp://lotse:geh/eim@localhost/lotse"
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        production(**{name: address})
    assert "geh" not in "".join(format_exception(refused.value))


def test_all_that_is_missing_is_said_at_once(production):
    with pytest.raises(ImproperlyConfigured) as refused:
        production(**dict.fromkeys(SAFE))
    for name in SAFE.keys() - {"LOTSE_EMAIL_FROM"}:
        assert name in str(refused.value)


def test_the_advice_for_a_key_gives_one(production):
    with pytest.raises(ImproperlyConfigured, match="openssl rand -hex 32"):
        production(LOTSE_SECRET_KEY=None)
    # What `openssl rand -hex 32` prints: one line of 64 signs.
    assert production(LOTSE_SECRET_KEY=f"{os.urandom(32).hex()}\n").SECRET_KEY.isalnum()


@pytest.mark.parametrize("hosts", ["lotse.example,127.0.0.1", ".lotse.example", "[::1], web"])
def test_names_and_addresses_are_hosts(production, hosts):
    assert len(production(LOTSE_ALLOWED_HOSTS=hosts).ALLOWED_HOSTS) == hosts.count(",") + 1


def test_a_slash_behind_the_address_makes_no_second_one_in_links(production):
    assert production(LOTSE_BASE_URL="https://lotse.example/").BASE_URL == "https://lotse.example"


def test_what_is_empty_counts_as_not_given(production):
    """A compose file passes on every variable, also those that the host did not fill in."""
    found = production(
        LOTSE_TRUSTED_PROXIES="", LOTSE_OIDC_SIGNUP="", LOTSE_CATALOGUE=" ", LOTSE_JOB_PAUSES=""
    )
    assert found.ALLAUTH_TRUSTED_PROXY_COUNT == 1
    assert found.OIDC_SIGNUP is True
    assert found.CHECK_CATALOGUE == "digitalisierungscheck"
    assert found.JOB_PAUSES == 1


class TestASecretInAFile:
    def test_is_read_without_the_end_of_its_line(self, production, tmp_path):
        file = tmp_path / "key"
        file.write_text(f"$5{'0123456789abcdef' * 4}\n")
        found = production(LOTSE_SECRET_KEY=None, LOTSE_SECRET_KEY_FILE=str(file))
        assert f"{found.SECRET_KEY}\n" == file.read_text()

    def test_that_is_not_there_is_named(self, production, tmp_path):
        with pytest.raises(ImproperlyConfigured, match="LOTSE_EMAIL_URL_FILE"):
            production(LOTSE_EMAIL_URL_FILE=str(tmp_path / "none"))

    def test_that_is_no_text_is_named(self, production, tmp_path):
        (tmp_path / "key").write_bytes(b"\xff\xfe")
        with pytest.raises(ImproperlyConfigured, match="LOTSE_SECRET_KEY_FILE"):
            production(LOTSE_SECRET_KEY_FILE=str(tmp_path / "key"))


def test_the_deployment_check_finds_nothing():
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LOTSE")}
    answer = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=ROOT,
        env=environment | SAFE | {"DJANGO_SETTINGS_MODULE": "lotse.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr


class TestTheDeploymentCheckWarnsOf:
    @pytest.fixture
    def warned(self, settings, production):
        def look(**changes):
            found = production(**changes)
            for name in [name for name in vars(found) if name.isupper() and name != "DATABASES"]:
                setattr(settings, name, getattr(found, name))
            messages = run_checks(tags=["security"], include_deployment_checks=True)
            return [f"{one.msg} {one.hint}" for one in messages if one.id.startswith("lotse.")]

        return look

    def test_nothing_where_all_is_well(self, warned):
        assert warned() == []

    @pytest.mark.parametrize(
        ("name", "value", "way"),
        [
            ("LOTSE_REQUIRE_SECOND_FACTOR", "false", "LOTSE_REQUIRE_SECOND_FACTOR=true"),
            ("LOTSE_TRUSTED_PROXIES", "0", "LOTSE_TRUSTED_PROXIES=1"),
            ("LOTSE_EMAIL_URL", "dummymail://", "LOTSE_EMAIL_URL=smtp"),
            ("LOTSE_EMAIL_URL", "consolemail://", "LOTSE_EMAIL_URL=smtp"),
            ("LOTSE_ALLOWED_HOSTS", "127.0.0.1", "lotse.example auch in LOTSE_ALLOWED_HOSTS"),
            ("LOTSE_EMAIL_FROM", None, "LOTSE_EMAIL_FROM="),
        ],
    )
    def test_a_setting_that_is_hardly_meant(self, warned, name, value, way):
        (said,) = warned(**{name: value})
        assert way in said


@pytest.mark.django_db
def test_a_server_that_is_too_old_is_an_error(monkeypatch):
    def told():
        messages = run_checks(tags=["database"], databases=["default"])
        return [one.msg for one in messages if one.id == "lotse.E001"]

    assert told() == []
    monkeypatch.setattr(system_checks, "OLDEST_POSTGRESQL", 99)
    (said,) = told()
    assert "ist zu alt" in said


@pytest.mark.django_db
class TestACatalogueForNewChecks:
    @pytest.fixture
    def warned(self, settings):
        def look(key):
            settings.CHECK_CATALOGUE = key
            messages = run_checks(tags=["database"], databases=["default"])
            return [f"{one.msg} {one.hint}" for one in messages if one.id == "lotse.W006"]

        return look

    def test_that_nobody_published_is_told_with_those_there_are(self, warned):
        CatalogueFactory()
        assert warned("digitalisierungscheck") == []
        (said,) = warned("digicheck")
        assert "digicheck" in said
        assert "LOTSE_CATALOGUE" in said
        assert "digitalisierungscheck" in said

    def test_is_no_matter_before_the_first_import(self, warned):
        assert warned("digitalisierungscheck") == []

    def test_is_what_the_administration_says_first(self, warned):
        CatalogueFactory()
        chosen = instance.current()
        chosen.default_catalogue = "digitalisierungscheck"
        instance.keep(chosen)
        assert warned("digicheck") == []


@pytest.mark.django_db
def test_every_page_carries_a_policy_without_inline_code(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
