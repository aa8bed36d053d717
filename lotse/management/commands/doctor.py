"""Looks whether an instance is in order."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lotse.hosting.doctor import examine


class Command(BaseCommand):
    """Ends with 0 when all is in order."""

    help = (
        "Prüft Einstellungen, Rollen, Versionen, Uhr, Mail, Worker, Platte und Sicherungen. Endet "
        "mit 1, wenn etwas zu tun ist."
    )
    # They are among what is examined.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say it, a line each; what is to be done is marked."""
        troubles = 0
        for one in examine():
            troubles += one.is_trouble
            self.stdout.write(f"{'✗' if one.is_trouble else '✓'} {one.about}: {one.said}")
        if troubles:
            raise CommandError(f"{troubles} Mal ist etwas zu tun, oben mit ✗.")
        self.stdout.write("Alles ist in Ordnung.")
