"""Puts the whole instance back from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotse.backups import BackupTrouble
from lotse.backups.restoring import restore
from lotse.signin import sealing


class Command(BaseCommand):
    """Restores everything or nothing."""

    help = (
        "Spielt eine Sicherung zurück, von „manage.py backup“ oder „pg_dump -Fc“. Scheitert etwas, "
        "bleibt die Datenbank, wie sie war."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and whether it may take the place of what is there."""
        parser.add_argument("file", type=Path, metavar="DATEI")
        parser.add_argument(
            "--replace", action="store_true", help="löscht vorher, was in der Datenbank steht"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what came back."""
        try:
            restored = restore(options["file"], options["replace"])
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        total = f"{sum(restored.rows.values()):,}".replace(",", ".")
        self.stdout.write(
            f"Alles ist wieder da: {total} Zeilen in {len(restored.rows)} Tabellen, so viele wie "
            f"gesichert, darunter {restored.rows['organisations_organisation']} Organisationen und "
            f"{restored.rows['organisations_user']} Konten."
        )
        if restored.new_migrations:
            self.stdout.write(
                f"Die Sicherung war von einem älteren Stand: {restored.new_migrations} "
                "Umwandlungen sind nachgeholt."
            )
        lost = sealing.that_nothing_opens()
        if lost:
            self.stdout.write(
                f"{lost} zweite Faktoren lassen sich mit den Schlüsseln hier nicht öffnen: "
                "LOTSE_SECRET_KEY und LOTSE_SECOND_FACTOR_KEYS müssen die von damals sein."
            )
