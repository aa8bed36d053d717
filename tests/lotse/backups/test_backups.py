"""The way there and back: what was backed up while people wrote comes back, all or nothing."""

import json
import os
import re
import signal
import subprocess
import sys
import time as clock
import zipfile
from datetime import UTC, datetime, time
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from checks.models import Catalogue
from lotse.backups import BackupTrouble, archive, making, programs
from lotse.backups.programs import Login
from lotse.backups.restoring import restore
from measures.models import Measure
from organisations import tenancy
from organisations.models import Organisation
from organisations.tenancy import roles
from tests.factories import CatalogueFactory
from tests.lotse.backups.databases import inside, on_server

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def backup(source, tmp_path_factory):
    with inside(source):
        return making.back_up_to(tmp_path_factory.mktemp("backups"))[0]


@pytest.fixture(scope="module")
def reused(make_database):
    """The name of a database whose content does not matter."""
    return make_database()


@pytest.fixture
def anywhere(reused):
    """Work in a database whose content does not matter."""
    with inside(reused):
        yield


@pytest.fixture
def target(make_database):
    """A database as `docker compose up` leaves it: migrated, with a catalogue."""
    name = make_database()
    with inside(name):
        CatalogueFactory()
        yield name


def pg_dump(source, to, *options, role="BACKUP", **environment):
    """Dump as an administrator by hand would; return the exit code and the file."""
    with inside(source):
        login = Login.of(role)
        tools = programs.for_server(18)
    done = subprocess.run(
        [tools.path("pg_dump"), "-Fc", *options, f"--file={to}", login.argument],
        env=login.environment | environment,
        capture_output=True,
        check=False,
    )
    return done.returncode, to


def pretending(folder, version, script=""):
    """Make programs of PostgreSQL that say they are of some version."""
    for name in programs.NEEDED:
        program = folder / name
        program.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo "{name} (PostgreSQL) {version}" && exit\n'
            f"{script}\n"
        )
        program.chmod(0o755)
    return folder


def changed(backup, to, **changes):
    """Copy a backup with other words in its manifest."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(to, "w") as new:
        manifest = json.loads(old.read(archive.MANIFEST)) | changes
        new.writestr(archive.DUMP, old.read(archive.DUMP))
        new.writestr(archive.MANIFEST, json.dumps(manifest))
    return to


class TestWhatIsRestored:
    def test_is_all_there_was_with_the_walls_and_the_rights(self, backup, target, capsys):
        call_command("restore", str(backup))
        said = capsys.readouterr().out
        assert "so viele wie gesichert, darunter 2 Organisationen und" in said
        assert not Catalogue.objects.exists()
        for organisation in Organisation.objects.all():
            with tenancy.activate(organisation):
                assert Measure.objects.count() == 3
        assert roles.why_refused(connection) is None
        with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("delete from organisations_auditentry")
        with pytest.raises(DatabaseError, match=r"lotse\.organisation|malformed array"):
            Measure.objects.count()

    def test_comes_into_an_empty_database_of_other_roles(self, backup, make_database, worker_id):
        app, owner = f"other_{worker_id}", f"other_owner_{worker_id}"
        on_server(f"create role {app} login", f"create role {owner} login", user="postgres")
        name = make_database(migrated=False, owner=owner)
        usual = {key: connection.settings_dict[key] for key in ("USER", "OWNER")}
        try:
            with inside(name):
                connection.settings_dict |= {"USER": app, "OWNER": {"USER": owner}}
                restore(backup)
                assert Organisation.objects.count() == 2
                assert roles.why_refused(connection) is None
        finally:
            connection.settings_dict |= usual
            on_server(f"drop database {name} with (force)", user="postgres")
            on_server(f"create database {name}", f"drop role {app}, {owner}", user="postgres")

    def test_is_one_moment_while_people_go_on_writing(self, source, anywhere, tmp_path):
        done, written = Event(), []

        def write():
            host, user = (connection.settings_dict[key] for key in ("HOST", "USER"))
            with psycopg.connect(host=host, user=user, dbname=source, autocommit=True) as other:
                while not done.is_set():
                    other.execute(
                        "insert into monitoring_heartbeat values (%s, now(), '')",
                        [str(len(written))],
                    )
                    written.append(1)

        writer = Thread(target=write)
        writer.start()
        try:
            with inside(source):
                path, manifest = making.back_up_to(tmp_path)
        finally:
            done.set()
            writer.join()
        assert len(written) > manifest.rows["monitoring_heartbeat"]
        assert restore(path, replace=True).rows == manifest.rows

    def test_takes_no_place_of_others_unless_told_so(self, backup, target):
        restore(backup)
        with pytest.raises(CommandError, match="gibt es schon Konten oder Organisationen"):
            call_command("restore", str(backup))
        Organisation.objects.update(name="Anders")
        call_command("restore", str(backup), "--replace")
        assert not Organisation.objects.filter(name="Anders").exists()

    def test_is_nothing_where_one_row_is_missing(self, backup, target, tmp_path):
        with zipfile.ZipFile(backup) as whole:
            rows = json.loads(whole.read(archive.MANIFEST))["rows"]
        rows["measures_measure"] += 1
        with pytest.raises(BackupTrouble, match="measures_measure: 6 Zeilen statt 7"):
            restore(changed(backup, tmp_path / "one_less.zip", rows=rows))
        assert Catalogue.objects.exists()
        assert not Organisation.objects.exists()

    def test_is_nothing_that_a_newer_lotse_made(self, backup, anywhere, tmp_path):
        newer = [["organisations", "0001_initial"], ["organisations", "9999_later"]]
        file = changed(backup, tmp_path / "newer.zip", migrations=newer, lotse="7.0")
        with pytest.raises(BackupTrouble, match=r"Lotse 7\.0 und ist neuer als dieses"):
            restore(file)
        with pytest.raises(BackupTrouble, match="kommt von einem neueren Lotse"):
            restore(changed(backup, tmp_path / "format.zip", format=2))

    def test_is_not_a_database_of_somebody_else(self, backup, make_database):
        name = make_database(migrated=False)
        with inside(name), Login.of("OWNER").connect() as owner:
            owner.execute("create table theirs (id int)")
            owner.commit()
            with pytest.raises(BackupTrouble, match="Tabellen, die nicht von Lotse sind"):
                restore(backup)


class TestAFileThatIsNotWhole:
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
    def test_is_refused_wherever_it_was_cut(self, backup, anywhere, tmp_path, share):
        content = backup.read_bytes()
        cut = tmp_path / "cut.zip"
        cut.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(BackupTrouble, match="abgeschnitten oder beschädigt"):
            restore(cut)

    def test_is_refused_where_a_bit_has_turned(self, backup, anywhere, tmp_path):
        content = bytearray(backup.read_bytes())
        content[len(content) // 2] ^= 1
        (tmp_path / "turned.zip").write_bytes(content)
        with pytest.raises(BackupTrouble, match="abgeschnitten oder beschädigt"):
            restore(tmp_path / "turned.zip")
        other = changed(backup, tmp_path / "other.zip", sha256="0" * 64)
        with pytest.raises(BackupTrouble, match="Die Prüfsumme stimmt nicht"):
            restore(other)

    def test_is_recognised_where_the_owner_dumped(self, source, anywhere, tmp_path):
        code, file = pg_dump(source, tmp_path / "owner.dump", role="OWNER")
        assert code != 0
        assert file.stat().st_size > 100_000
        with pytest.raises(BackupTrouble, match="wenn pg_dump mit der Rolle lotse_owner lief"):
            restore(file)

    def test_is_recognised_where_row_security_hid_rows(self, source, anywhere, tmp_path):
        code, file = pg_dump(
            source,
            tmp_path / "third.dump",
            "--enable-row-security",
            role="OWNER",
            PGOPTIONS="-c lotse.organisation={}",
        )
        assert code == 0
        with pytest.raises(BackupTrouble, match="Von 2 Organisationen ist mehr als der Name nicht"):
            restore(file)

    def test_is_told_from_one_that_a_newer_pg_dump_wrote(self, source, anywhere, tmp_path):
        code, file = pg_dump(source, tmp_path / "newer.dump")
        assert code == 0
        content = bytearray(file.read_bytes())
        # Behind „PGDMP“ stands the version of the format, 1.16 for PostgreSQL 17 and 18.
        content[6] += 50
        file.write_bytes(content)
        with pytest.raises(BackupTrouble, match="kommt von einem neueren pg_dump"):
            restore(file)

    def test_is_told_from_a_whole_one_made_by_hand(self, source, anywhere, tmp_path):
        code, file = pg_dump(source, tmp_path / "whole.dump")
        assert code == 0
        cut = tmp_path / "cut.dump"
        cut.write_bytes(file.read_bytes()[:-60_000])
        with pytest.raises(BackupTrouble, match="abgeschnitten"):
            restore(cut)
        assert restore(file, replace=True).rows["organisations_organisation"] == 2

    @pytest.mark.parametrize("content", [b"", b"PGDMP", b"PK\x03\x04", b"Guten Tag"])
    def test_is_told_from_none(self, anywhere, tmp_path, content):
        (tmp_path / "none.zip").write_bytes(content)
        with pytest.raises(BackupTrouble, match=r"abgeschnitten|keine Sicherung"):
            restore(tmp_path / "none.zip")
        with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
            other.writestr("letter.txt", "Guten Tag")
        with pytest.raises(BackupTrouble, match="keine Sicherung von Lotse"):
            restore(tmp_path / "other.zip")
        with pytest.raises(BackupTrouble, match="lässt sich nicht lesen"):
            restore(tmp_path / "nowhere.zip")


class TestABackup:
    def test_can_be_piped_and_what_a_dying_pipe_leaves_is_refused(
        self, source, anywhere, tmp_path, settings
    ):
        def pipe(name):
            read, write = os.pipe()
            with (tmp_path / name).open("wb") as file, os.fdopen(read, "rb") as reading:
                reader = Thread(target=lambda: file.write(reading.read()))
                reader.start()
                try:
                    with inside(source), os.fdopen(write, "wb") as target:
                        making.write_backup(target)
                finally:
                    reader.join()
            return tmp_path / name

        assert restore(pipe("piped.zip"), replace=True).rows["organisations_organisation"] == 2
        settings.PG_BIN = str(pretending(tmp_path, "18.4", "echo PGDMP; exit 1"))
        with pytest.raises(BackupTrouble, match="pg_dump ist gescheitert"):
            pipe("dying.zip")
        settings.PG_BIN = ""
        with pytest.raises(BackupTrouble, match=r"manifest\.json fehlt"):
            restore(tmp_path / "dying.zip", replace=True)

    def test_that_is_killed_leaves_nothing_under_its_name(self, source, tmp_path, settings):
        stuck = tmp_path / "programs"
        stuck.mkdir()
        pretending(stuck, "18.4", "echo PGDMP; exec sleep 60")
        folder = tmp_path / "backups"
        environment = {"LOTSE_PG_BIN": str(stuck), "DJANGO_SETTINGS_MODULE": "lotse.settings.test"}
        host = f"/{connection.settings_dict['HOST']}"
        environment["LOTSE_DATABASE_URL"] = f"postgres://lotse@{host}/{source}"
        environment["LOTSE_DATABASE_BACKUP_URL"] = f"postgres://lotse_backup@{host}/{source}"
        process = subprocess.Popen(
            [sys.executable, "manage.py", "backup", "--to", str(folder)],
            cwd=ROOT,
            env=os.environ | environment,
            start_new_session=True,
        )
        deadline = clock.monotonic() + 60
        while not list(folder.glob("*.unfertig")) and clock.monotonic() < deadline:
            assert process.poll() is None
            clock.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert making.backups_in(folder) == []
        assert len(list(folder.iterdir())) == 1
        with inside(source):
            path, _ = making.back_up_to(folder)
        assert list(folder.iterdir()) == [path]
        assert path.stat().st_mode & 0o077 == 0

    def test_that_fails_leaves_nothing_and_says_why(self, source, tmp_path, settings):
        settings.PG_BIN = str(pretending(tmp_path, "18.4", "echo PGDMP; echo Nein >&2; exit 1"))
        with inside(source), pytest.raises(BackupTrouble, match="pg_dump ist gescheitert: Nein"):
            making.back_up_to(tmp_path / "backups")
        assert list((tmp_path / "backups").iterdir()) == []

    def test_says_when_pg_dump_is_too_old_or_missing(self, source, tmp_path, settings):
        settings.PG_BIN = str(tmp_path)
        with inside(source):
            with pytest.raises(CommandError, match=r"psql fehlen\. LOTSE_PG_BIN nennt den Ordner"):
                call_command("backup", to=str(tmp_path))
            pretending(tmp_path, "9.6.24")
            with pytest.raises(CommandError, match="pg_dump 9 ist zu alt für PostgreSQL 18"):
                call_command("backup", to=str(tmp_path))

    def test_is_not_made_by_a_role_that_sees_a_part(self, source, tmp_path, monkeypatch):
        with inside(source):
            monkeypatch.setitem(connection.settings_dict, "BACKUP", {"USER": "lotse_owner"})
            with pytest.raises(BackupTrouble, match="„lotse_owner“ sieht nicht alle Zeilen"):
                making.back_up_to(tmp_path)
            monkeypatch.setitem(connection.settings_dict, "BACKUP", {"USER": "nobody_here"})
            with pytest.raises(BackupTrouble, match=r"sagt docs/betrieb\.md unter"):
                making.back_up_to(tmp_path)
            monkeypatch.setitem(connection.settings_dict, "BACKUP", {})
            with pytest.raises(BackupTrouble, match="LOTSE_DATABASE_BACKUP_URL fehlt"):
                making.back_up_to(tmp_path)

    def test_is_not_made_by_a_role_that_may_not_read(
        self, source, tmp_path, monkeypatch, worker_id
    ):
        role = f"blind_{worker_id}"
        on_server(f"create role {role} login bypassrls", user="postgres")
        try:
            with inside(source):
                monkeypatch.setitem(connection.settings_dict, "BACKUP", {"USER": role})
                with pytest.raises(BackupTrouble, match="bricht ab: permission denied"):
                    making.back_up_to(tmp_path)
        finally:
            on_server(f"drop role {role}", user="postgres")
        assert list(tmp_path.iterdir()) == []

    def test_is_the_only_one_under_way_in_its_folder(self, source, tmp_path):
        with (
            inside(source),
            making._alone_in(tmp_path),
            pytest.raises(BackupTrouble, match="entsteht gerade schon"),
        ):
            making.back_up_to(tmp_path)

    def test_says_where_it_is_and_takes_the_oldest_ones_place(self, source, tmp_path, capsys):
        for day in (1, 2, 3):
            (tmp_path / f"lotse-2020-01-0{day}T000000Z.zip").touch()
        (tmp_path / "other.zip").touch()
        with inside(source):
            call_command("backup", to=str(tmp_path), keep=2)
        said = capsys.readouterr().out
        newest, before = making.backups_in(tmp_path)
        assert re.search(rf"{newest}: [\d.]+ Zeilen aus \d+ Tabellen, 2 Organisationen, ", said)
        assert "Gelöscht: lotse-2020-01-02T000000Z.zip, lotse-2020-01-01T000000Z.zip" in said
        assert before.name == "lotse-2020-01-03T000000Z.zip"
        assert (tmp_path / "other.zip").exists()

    @pytest.mark.parametrize(
        ("option", "reason"),
        [("--keep=0", "Mindestens eine"), ("--daily=26:00", "Eine Uhrzeit sieht so aus")],
    )
    def test_refuses_what_makes_no_sense(self, option, reason):
        with pytest.raises(CommandError, match=reason):
            call_command("backup", option)
        with pytest.raises(CommandError, match="brauchen einen Ordner"):
            call_command("backup", "--to=-", "--keep=1")


class TestEveryDay:
    NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)

    def wait(self, folder, *names):
        for name in names:
            (folder / f"lotse-{name}Z.zip").touch()
        return making.seconds_until_due(folder, time(2, 30), self.NOW)

    def test_begins_at_once_where_there_is_none(self, tmp_path):
        assert self.wait(tmp_path) == 0

    def test_waits_for_the_hour_of_the_next_night(self, tmp_path):
        assert self.wait(tmp_path, "2026-03-10T013100") == (24 - 10.5) * 3600

    def test_makes_up_for_a_night_in_which_the_machine_stood_still(self, tmp_path):
        assert self.wait(tmp_path, "2026-03-09T013100") == 0
