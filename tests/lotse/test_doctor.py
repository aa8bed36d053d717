"""`manage.py doctor`: what is in order, what is to be done, and its exit code."""

import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from lotse.monitoring.domain.standing import beat

pytestmark = pytest.mark.django_db
MAIL_SERVER = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def doctor(capsys):
    """Return what the doctor says, and whether all is in order."""

    def ask():
        try:
            call_command("doctor")
        except CommandError:
            return capsys.readouterr().out, False
        return capsys.readouterr().out, True

    return ask


@pytest.fixture
def in_order(settings, tmp_path):
    """Let there be a sign of life and a backup."""
    beat("worker")
    settings.BACKUP_DIR = tmp_path
    (tmp_path / f"lotse-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.zip").touch()
    return tmp_path


def test_finds_all_in_order_and_says_a_sentence_about_each_thing(in_order, doctor):
    said, is_well = doctor()
    assert is_well, said
    assert "✗" not in said
    for about in ("Einstellungen", "Rollen", "Versionen", "Uhr", "Mail", "Worker", "Platte"):
        assert f"✓ {about}: " in said
    assert "Die letzte ist 0 Stunden alt" in said
    assert "Alles ist in Ordnung." in said


def test_says_that_nothing_works_in_the_background(settings, tmp_path, doctor):
    settings.BACKUP_DIR = tmp_path / "none" / "yet"
    said, is_well = doctor()
    assert not is_well
    assert "✗ Worker: Der Hintergrunddienst hat sich noch nie gemeldet." in said
    # Nobody else's data is on one's own machine.
    assert "✓ Sicherungen: In" in said


def test_wants_a_mail_server_and_a_fresh_backup_where_lotse_is_hosted(settings, in_order, doctor):
    settings.IS_HOSTED = True
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    said, _ = doctor()
    assert "✗ Mail: Es ist kein Mailserver eingestellt." in said
    assert "✓ Sicherungen: Die letzte" in said
    for path in in_order.iterdir():
        path.unlink()
    assert "✗ Sicherungen: In" in doctor()[0]
    old = timezone.now() - timedelta(days=2)
    (in_order / f"lotse-{old:%Y-%m-%dT%H%M%SZ}.zip").touch()
    assert "✗ Sicherungen: Die letzte ist 48 Stunden alt" in doctor()[0]


def test_says_what_django_says_by_its_id(settings, in_order, doctor):
    settings.IS_HOSTED = True
    settings.DEBUG = True
    said, _ = doctor()
    assert "✗ Einstellungen: Django meldet security.W018: You should not have DEBUG" in said


def test_asks_the_mail_server(settings, in_order, doctor):
    settings.EMAIL_BACKEND = MAIL_SERVER
    settings.EMAIL_HOST = "127.0.0.1"
    with closing(socket.socket()) as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = nobody.getsockname()[1]
        assert "✗ Mail: Der Mailserver lässt Lotse nicht ein: " in doctor()[0]


def test_looks_at_the_three_roles(in_order, monkeypatch, doctor, settings, tmp_path):
    monkeypatch.setitem(connection.settings_dict, "OWNER", {})
    monkeypatch.setitem(connection.settings_dict, "BACKUP", {"USER": "lotse_owner"})
    said, is_well = doctor()
    assert not is_well
    assert "✓ Rollen: LOTSE_DATABASE_OWNER_URL ist hier nicht gesetzt." in said
    assert "✗ Rollen: Die Rolle „lotse_owner“ sieht nicht alle Zeilen" in said
    monkeypatch.setitem(connection.settings_dict, "BACKUP", {"USER": "lotse_backup"})
    settings.PG_BIN = str(tmp_path)
    assert "✗ Rollen: pg_dump, pg_restore und psql fehlen." in doctor()[0]


def test_names_a_database_that_does_not_answer_and_a_role_that_may_too_much(in_order, doctor):
    usual = connections["default"]

    def connect(**to):
        connections["default"] = usual.copy()
        connections["default"].settings_dict |= to
        try:
            return doctor()
        finally:
            connections["default"] = usual

    said, is_well = connect(USER="postgres")
    assert not is_well
    assert "✗ Rollen: Die Datenbankrolle „postgres“ ist Superuser" in said
    said, is_well = connect(HOST="/nowhere")
    assert not is_well
    assert "✗ Datenbank: Sie antwortet nicht: " in said
