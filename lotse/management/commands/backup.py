"""Makes a backup of the whole instance: once, to the standard output, or every day."""

from __future__ import annotations

import sys
import time as clock
from argparse import ArgumentTypeError
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lotse.backups import BackupTrouble, making
from lotse.backups.archive import Manifest

# After a failure, such as a database that restarts.
PAUSE = 600
TO_STDOUT = "-"


def at_least_one(text: str) -> int:
    """Return how many backups to keep."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("Mindestens eine Sicherung bleibt, zum Beispiel: --keep 14")
    return int(text)


def hour(text: str) -> time:
    """Return a time of day."""
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise ArgumentTypeError("Eine Uhrzeit sieht so aus: --daily 02:30") from None


class Command(BaseCommand):
    """Backs up through the role that sees all rows and writes none."""

    help = "Sichert alles, was in der Datenbank steht, in eine Datei."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, how many to keep, and whether it goes on."""
        parser.add_argument(
            "--to", default=str(settings.BACKUP_DIR), help="Ordner, oder - für die Standardausgabe"
        )
        parser.add_argument(
            "--keep", type=at_least_one, help="so viele Sicherungen behalten, ältere löschen"
        )
        parser.add_argument(
            "--daily", type=hour, metavar="HH:MM", help="weiterlaufen und täglich sichern"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Back up, and say what is in the file."""
        if options["to"] == TO_STDOUT:
            if options["keep"] or options["daily"]:
                raise CommandError("--keep und --daily brauchen einen Ordner.")
            self._pipe()
            return
        folder = Path(options["to"])
        if options["daily"]:
            self._go_on(folder, options["keep"], options["daily"])
        try:
            self._once(folder, options["keep"])
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _pipe(self) -> None:
        try:
            self.stderr.write(_told(making.write_backup(sys.stdout.buffer)), self.style.SUCCESS)
            sys.stdout.buffer.flush()
        except (BackupTrouble, BrokenPipeError) as trouble:
            raise CommandError(str(trouble)) from trouble

    def _once(self, folder: Path, keep: int | None) -> None:
        path, manifest = making.back_up_to(folder)
        gone = making.keep_newest(folder, keep) if keep else []
        self.stdout.write(f"{path}: {_told(manifest)}")
        if gone:
            self.stdout.write(f"Gelöscht: {', '.join(old.name for old in gone)}")

    def _go_on(self, folder: Path, keep: int | None, at: time) -> None:
        while True:
            wait = making.seconds_until_due(folder, at, timezone.now())
            if not wait:
                try:
                    self._once(folder, keep)
                except BackupTrouble as trouble:
                    self.stderr.write(str(trouble))
                    wait = PAUSE
            self.stdout.flush()
            # A clock that is put right must not delay a backup for long.
            clock.sleep(min(wait, PAUSE))


def _told(manifest: Manifest) -> str:
    return (
        f"{_number(sum(manifest.rows.values()))} Zeilen aus {len(manifest.rows)} Tabellen, "
        f"{manifest.rows.get('organisations_organisation', 0)} Organisationen, "
        f"{_number(-(-manifest.size // 1024))} KB."
    )


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
