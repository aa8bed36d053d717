"""Puts the whole instance back from the file of a backup: all of it, or nothing is changed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from lotse.backups import BackupTrouble, archive, programs
from lotse.backups.archive import Backup
from lotse.backups.programs import TRANSACTION_TIMEOUT, Login, Programs

# What belongs to whoever runs the server, and is there already.
NOT_OURS = re.compile(r"^\d+; \d+ \d+ (EXTENSION|SCHEMA|(COMMENT|ACL) - (EXTENSION|SCHEMA)) ")
# In the same transaction as the rest. Whoever still works with Lotse holds no lock for long.
PREAMBLE = "begin;\nset lock_timeout = '10s';\ndrop owned by current_user;\n"
# What counts as somebody's work; catalogues come with every start.
PEOPLE = ("organisations_organisation", "organisations_user")
UNKNOWN_SETTING = b"SET transaction_timeout = 0;\n"


@dataclass(frozen=True)
class Restored:
    """What came back."""

    rows: dict[str, int]
    new_migrations: int


def restore(path: Path, replace: bool = False) -> Restored:
    """Restore the backup `path` as the owner, migrate it, and return what came back.

    Only into a database without accounts and organisations, unless it shall `replace` them.
    Raises `BackupTrouble`, and then the database is as it was before.
    """
    login = Login.of("OWNER")
    with login.connect() as owner:
        server = owner.info.server_version // 10_000
        backup = archive.examine(path, programs.for_server(server))
        _refuse_what_is_newer(backup)
        if not replace:
            _refuse_to_overwrite(owner)
    tools = programs.for_server(server, backup.dump_major)
    # Its connections would know tables that are gone.
    connection.close()
    _load(backup, tools, login, server)
    call_command("migrate", verbosity=0, interactive=False)
    return Restored(
        backup.rows,
        len(MigrationRecorder(connection).applied_migrations().keys() - backup.migrations),
    )


def _refuse_what_is_newer(backup: Backup) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = loader.disk_migrations
    known = set(ours) | {old for one in ours.values() for old in one.replaces}
    unknown = sorted(backup.migrations - known)
    if unknown:
        by = f"Lotse {backup.manifest.lotse}" if backup.manifest else "einem anderen Lotse"
        raise BackupTrouble(
            f"Die Sicherung kommt von {by} und ist neuer als dieses: Es kennt "
            f"{'.'.join(unknown[0])} nicht. Spielen Sie sie mit dem neueren Lotse zurück."
        )


def _refuse_to_overwrite(owner: psycopg.Connection) -> None:
    tables = sql.SQL("select relname from pg_class where relnamespace = 'public'::regnamespace")
    there = {name for (name,) in owner.execute(tables + sql.SQL(" and relkind = 'r'")).fetchall()}
    if there and not there.issuperset(PEOPLE):
        raise BackupTrouble(
            "In der Datenbank stehen Tabellen, die nicht von Lotse sind. Nehmen Sie eine leere, "
            "oder löschen Sie alles darin mit --replace."
        )
    number = 0
    for table in PEOPLE if there else ():
        query = sql.SQL("select count(*) from public.{}").format(sql.Identifier(table))
        number += (owner.execute(query).fetchone() or (0,))[0]
    if number:
        raise BackupTrouble(
            "In der Datenbank gibt es schon Konten oder Organisationen. Soll die Sicherung an ihre "
            "Stelle treten, sichern Sie zuerst, was da ist, und nehmen dann --replace."
        )


def _load(backup: Backup, tools: Programs, login: Login, server: int) -> None:
    """Replace everything in one transaction, which ends by itself where anything fails."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as complaints:
        ours = Path(folder) / "ours"
        ours.write_text(_list(backup, tools))
        psql = subprocess.Popen(  # noqa: S603
            [
                tools.path("psql"),
                "--no-psqlrc",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--output=/dev/null",
                login.argument,
            ],
            env=login.environment | {"PGOPTIONS": "-c client_min_messages=warning"},
            stdin=subprocess.PIPE,
            stderr=complaints,
        )
        assert psql.stdin is not None  # noqa: S101 - a pipe was asked for
        reason = ""
        # Where psql gives up, whoever writes to it hears of a broken pipe; why, it says itself.
        with suppress(BrokenPipeError):
            try:
                psql.stdin.write(PREAMBLE.encode())
                for section in ("pre-data", "data"):
                    _pour(backup, tools, section, ours, psql.stdin, server)
                psql.stdin.write(_comparison(backup.rows).encode())
                _pour(backup, tools, "post-data", ours, psql.stdin, server)
                psql.stdin.write(b"commit;\nanalyze;\n")
            except BackupTrouble as error:
                reason = str(error)
        with suppress(BrokenPipeError):
            psql.stdin.close()
        psql.wait()
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip()
    if reason or psql.returncode != 0:
        raise BackupTrouble(
            f"Es ist alles, wie es war, denn das Zurückspielen ist gescheitert: {said or reason}\n"
            "Laufen Web, Worker und Zeitgeber noch, halten Sie sie vorher an."
        )


def _list(backup: Backup, tools: Programs) -> str:
    """Return the dump's table of contents without what is not ours."""
    with _reader(backup, tools, "--list") as output:
        lines = output.read().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not NOT_OURS.match(line))


def _pour(
    backup: Backup, tools: Programs, section: str, ours: Path, into: IO[bytes], server: int
) -> None:
    options = ("--no-owner", "--no-privileges", f"--section={section}", f"--use-list={ours}")
    with _reader(backup, tools, "--file=-", *options) as output:
        is_head = server < TRANSACTION_TIMEOUT
        for line in output:
            # Each section begins with settings; only there a line may look like this one.
            if is_head and line == UNKNOWN_SETTING:
                is_head = False
                continue
            into.write(line)
    into.flush()


@contextmanager
def _reader(backup: Backup, tools: Programs, *options: str) -> Iterator[IO[bytes]]:
    """Let pg_restore read the dump, and give what it writes. Raises `BackupTrouble`."""
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603
            [tools.path("pg_restore"), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        )
        feeder = Thread(target=_feed, args=(backup, process.stdin))
        feeder.start()
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            yield process.stdout
        finally:
            process.stdout.close()
            process.wait()
            feeder.join()
        if process.returncode != 0:
            complaints.seek(0)
            raise BackupTrouble(complaints.read().decode(errors="replace").strip())


def _feed(backup: Backup, into: IO[bytes]) -> None:
    # Whoever wants the beginning only does not read on.
    with suppress(BrokenPipeError), into, backup.dump() as dump:
        shutil.copyfileobj(dump, into, archive.CHUNK)


def _comparison(rows: dict[str, int]) -> str:
    """Return SQL that fails where a table has other rows than were counted."""
    values = ", ".join(f"('{table}', {number})" for table, number in rows.items())
    # Names of tables were found to be words.
    return f"""
do $$
declare expected record; found bigint;
begin
    for expected in select * from (values {values}) as counted (name, number) loop
        execute format('select count(*) from public.%I', expected.name) into found;
        if found <> expected.number then
            raise exception '%: % Zeilen statt %', expected.name, found, expected.number;
        end if;
    end loop;
end $$;
"""  # noqa: S608
