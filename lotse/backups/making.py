"""Makes the file of a backup, whole or not at all."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import IO

import psycopg
from django.utils import timezone
from psycopg import sql

import lotse
from lotse.backups import BackupTrouble, archive, programs
from lotse.backups.archive import Manifest
from lotse.backups.programs import Login

NAME = "lotse-{at:%Y-%m-%dT%H%M%SZ}.zip"
PATTERN = "lotse-????-??-??T??????Z.zip"
UNFINISHED = ".unfertig"
LOCK_PATIENCE = "60s"
TABLES = """
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname
"""


def write_backup(target: IO[bytes]) -> Manifest:
    """Write a backup of the whole instance into `target` and return what it holds.

    Rows are counted in the snapshot that is dumped, so people may go on writing.
    Raises `BackupTrouble`; what `target` got until then cannot be restored.
    """
    login = Login.of("BACKUP")
    with _trouble_in_words(), login.connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        refuse_blind_role(connection)
        tools = programs.for_server(connection.info.server_version // 10_000)
        (snapshot,) = connection.execute("select pg_export_snapshot()").fetchone() or ("",)
        manifest = _describe(connection, tools.version)
        with tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(  # noqa: S603
                [
                    tools.path("pg_dump"),
                    "--format=custom",
                    f"--snapshot={snapshot}",
                    f"--lock-wait-timeout={LOCK_PATIENCE}",
                    "--no-publications",
                    "--no-subscriptions",
                    login.argument,
                ],
                env=login.environment,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )

            def finished() -> None:
                if process.wait() != 0:
                    complaints.seek(0)
                    said = complaints.read().decode(errors="replace").strip()
                    raise BackupTrouble(f"pg_dump ist gescheitert: {said}")

            try:
                assert process.stdout is not None  # noqa: S101 - a pipe was asked for
                return archive.write(target, process.stdout, manifest, finished)
            except OSError as error:
                raise BackupTrouble(
                    f"Die Sicherung lässt sich nicht schreiben: {error.strerror}."
                ) from error
            finally:
                process.kill()
                process.communicate()


def back_up_to(folder: Path) -> tuple[Path, Manifest]:
    """Make a new backup in `folder`, and return its path and what it holds.

    Whatever stops it: under the name of a backup there is a whole one or none.
    """
    with _alone_in(folder):
        for left in folder.glob(f"{PATTERN}{UNFINISHED}"):
            left.unlink()
        path = folder / NAME.format(at=datetime.now(UTC))
        unfinished = path.with_name(path.name + UNFINISHED)
        try:
            with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT, 0o600), "wb") as target:
                manifest = write_backup(target)
                target.flush()
                os.fsync(target.fileno())
            unfinished.rename(path)
        except OSError as error:
            raise BackupTrouble(
                f"Die Sicherung lässt sich nicht schreiben: {error.strerror}."
            ) from error
        finally:
            unfinished.unlink(missing_ok=True)
        return path, manifest


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, the newest first."""
    return sorted(folder.glob(PATTERN), reverse=True)


def made_at(path: Path) -> datetime:
    """Return when a backup was made, by its name."""
    return datetime.strptime(path.name, "lotse-%Y-%m-%dT%H%M%SZ.zip").replace(tzinfo=UTC)


def keep_newest(folder: Path, number: int) -> list[Path]:
    """Remove all backups but the newest `number`, and return those that are gone."""
    old = backups_in(folder)[number:]
    for path in old:
        path.unlink()
    return old


def seconds_until_due(folder: Path, at: time, now: datetime) -> float:
    """Return how long to wait for the next backup of a day, made at `at`, local time.

    It is 0 when none was made since that hour last passed, as after a standstill.
    """
    today = timezone.localtime(now).replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    last = today if today <= now else today - timedelta(days=1)
    newest = next(iter(backups_in(folder)), None)
    if newest is None or made_at(newest) < last:
        return 0
    return (last + timedelta(days=1) - now).total_seconds()


@contextmanager
def _trouble_in_words() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise BackupTrouble(f"Die Datenbank bricht ab: {error}") from error


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BackupTrouble(f"{folder} lässt sich nicht benutzen: {error.strerror}.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BackupTrouble(f"In {folder} entsteht gerade schon eine Sicherung.") from error
    else:
        yield
    finally:
        os.close(handle)


def refuse_blind_role(connection: psycopg.Connection) -> None:
    query = "select rolname, rolbypassrls or rolsuper from pg_roles where rolname = current_user"
    name, sees_all = connection.execute(query).fetchone() or ("", False)
    if not sees_all:
        raise BackupTrouble(
            f"Die Rolle „{name}“ sieht nicht alle Zeilen; die Sicherung wäre unvollständig. "
            f'Abhilfe: ALTER ROLE "{name}" BYPASSRLS; GRANT pg_read_all_data TO "{name}";'
        )


def _describe(connection: psycopg.Connection, pg_dump: str) -> Manifest:
    tables = [name for (name,) in connection.execute(TABLES).fetchall()]
    if "django_migrations" not in tables:
        raise BackupTrouble("In der Datenbank ist noch nichts: Es gibt nichts zu sichern.")
    rows = {}
    for table in tables:
        query = sql.SQL("select count(*) from public.{}").format(sql.Identifier(table))
        (rows[table],) = connection.execute(query).fetchone() or (0,)
    migrations = connection.execute("select app, name from django_migrations order by id")
    (server,) = connection.execute("show server_version").fetchone() or ("",)
    return Manifest(
        made_at=datetime.now(UTC),
        lotse=lotse.__version__,
        postgresql=str(server).split(" ")[0],
        pg_dump=pg_dump,
        migrations=migrations.fetchall(),
        rows=rows,
    )
