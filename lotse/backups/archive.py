"""What is in the file of a backup: a dump of PostgreSQL and a manifest that says what it holds."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from lotse.backups import BackupTrouble
from lotse.backups.programs import Programs

DUMP, MANIFEST = "database.dump", "manifest.json"
CHUNK = 1 << 20
PLAIN_DUMP = b"PGDMP"
DIRECTORY = "organisations_organisation"
COPY = re.compile(r"COPY (?:public\.)?\"?(\w+)\"? \((.*)\) FROM stdin;")

CUT = (
    "Die Datei ist abgeschnitten oder beschädigt, sie lässt sich nicht bis zum Ende lesen ({why}). "
    "So sieht es auch aus, wenn pg_dump mit der Rolle lotse_owner lief: Es bricht mit einem Fehler "
    "ab. Nehmen Sie eine andere Sicherung."
)
# What pg_restore says of a dump that a newer pg_dump wrote.
TOO_NEW = "unsupported version"
NEWER_PROGRAM = (
    "{path} kommt von einem neueren pg_dump als pg_restore {version} hier. LOTSE_PG_BIN nennt den "
    "Ordner, in dem die Programme der richtigen Version liegen."
)
A_PART = (
    "In der Datei fehlen Zeilen: Von {number} Organisationen ist mehr als der Name nicht da. So "
    "wird es, wenn pg_dump mit --enable-row-security und ohne die Rolle lotse_backup lief. Nehmen "
    "Sie eine andere Sicherung."
)


class Manifest(BaseModel):
    """What a backup holds, and what made it."""

    format: int = 1
    made_at: datetime
    lotse: str
    postgresql: str
    pg_dump: str
    migrations: list[tuple[str, str]]
    rows: dict[Annotated[str, Field(pattern=r"^\w+$")], int]
    sha256: str = ""
    size: int = 0


@dataclass
class Backup:
    """A file that was found to be whole, ready to be restored."""

    path: Path
    # Of a plain dump only what its rows tell.
    manifest: Manifest | None
    migrations: set[tuple[str, str]]
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def dump_major(self) -> int:
        """The version of PostgreSQL's programs that can read the dump, or 0 where unknown."""
        return int(re.match(r"\d+", self.manifest.pg_dump)[0]) if self.manifest else 0  # type: ignore[index]

    @contextmanager
    def dump(self) -> Iterator[IO[bytes]]:
        """Open the dump for reading from its beginning."""
        if self.manifest is None:
            with self.path.open("rb") as content:
                yield content
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(DUMP) as content:
            yield content


def write(target: IO[bytes], dump: IO[bytes], manifest: Manifest, finished: Any) -> Manifest:
    """Put a dump and then its manifest into `target`; return the manifest with its checksum.

    `finished` is called after the dump; what it raises leaves `target` without a manifest.
    """
    digest, size = hashlib.sha256(), 0
    # The dump is compressed already. Without a manifest, which comes last, it is no backup.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as whole:
        with whole.open(DUMP, "w", force_zip64=True) as member:
            while chunk := dump.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        finished()
        manifest = manifest.model_copy(update={"sha256": digest.hexdigest(), "size": size})
        whole.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def examine(path: Path, programs: Programs) -> Backup:
    """Return a backup that is whole. Raises `BackupTrouble`, which says what is wrong with it."""
    try:
        with path.open("rb") as content:
            is_plain = content.read(len(PLAIN_DUMP)) == PLAIN_DUMP
    except OSError as error:
        raise BackupTrouble(f"{path} lässt sich nicht lesen: {error.strerror}.") from error
    return _examine_plain(path, programs) if is_plain else _examine_archive(path)


def _examine_archive(path: Path) -> Backup:
    digest = hashlib.sha256()
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.namelist() == [DUMP]:
                raise BackupTrouble(CUT.format(why="manifest.json fehlt"))
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            with archive.open(DUMP) as content:
                while chunk := content.read(CHUNK):
                    digest.update(chunk)
    except (zipfile.BadZipFile, EOFError) as error:
        raise BackupTrouble(CUT.format(why=error)) from error
    except (KeyError, ValidationError) as error:
        raise BackupTrouble(f"{path} ist keine Sicherung von Lotse.") from error
    if manifest.format != Manifest.model_fields["format"].default:
        raise BackupTrouble(f"{path} kommt von einem neueren Lotse ({manifest.lotse}).")
    if digest.hexdigest() != manifest.sha256:
        raise BackupTrouble(CUT.format(why="Die Prüfsumme stimmt nicht"))
    return Backup(path, manifest, set(manifest.migrations), manifest.rows)


def _examine_plain(path: Path, programs: Programs) -> Backup:
    """Read all rows of a dump that carries no manifest."""
    backup = Backup(path, None, set())
    rows: Counter[str] = Counter()
    named: set[str] = set()
    filled: set[str] = set()
    command = [programs.path("pg_restore"), "--section=data", "--file=-", str(path)]
    with (
        tempfile.TemporaryFile("w+", errors="replace") as complaints,
        subprocess.Popen(  # noqa: S603
            command,
            env=os.environ | {"LC_ALL": "C"},
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            errors="replace",
        ) as process,
    ):
        for table, row in _rows(process.stdout):  # type: ignore[arg-type]
            rows[table] += bool(row)
            if table == "django_migrations" and row:
                backup.migrations.add((row["app"], row["name"]))
            elif table == DIRECTORY and row:
                named.add(row["id"])
            elif "organisation_id" in row:
                filled.add(row["organisation_id"])
        process.wait()
        complaints.seek(0)
        said = complaints.read()
    if TOO_NEW in said:
        raise BackupTrouble(NEWER_PROGRAM.format(path=path, version=programs.version))
    if process.returncode != 0:
        raise BackupTrouble(CUT.format(why="pg_restore bricht ab"))
    if DIRECTORY not in rows:
        raise BackupTrouble(f"{path} ist keine Sicherung von Lotse.")
    if named - filled:
        raise BackupTrouble(A_PART.format(number=len(named - filled)))
    backup.rows = dict(rows)
    return backup


def _rows(lines: IO[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each table with {} and then with each of its rows."""
    table, columns = "", list[str]()
    for line in lines:
        if table and line == "\\.\n":
            table = ""
        elif table:
            yield table, dict(zip(columns, line.rstrip("\n").split("\t"), strict=False))
        elif begins := COPY.match(line):
            table, columns = begins[1], [name.strip('" ') for name in begins[2].split(",")]
            yield table, {}
