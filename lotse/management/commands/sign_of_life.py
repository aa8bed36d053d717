"""For supervisors that ask by exit code, such as the health check of a container."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lotse.monitoring.domain.standing import signs_of_life


class Command(BaseCommand):
    """Ends with 0 when scheduler, broker and a worker have lately proved to be at work."""

    help = (
        "Sagt, wann sich die Hintergrundarbeit zuletzt gemeldet hat. Endet mit 1, wenn das länger "
        "als fünf Minuten her ist."
    )
    # It is asked every minute.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Say it, or what is wrong."""
        found = signs_of_life()
        if found.troubles:
            raise CommandError(" ".join(found.troubles))
        for worker in found.workers:
            self.stdout.write(f"{worker.worker}: {worker.at:%Y-%m-%d %H:%M:%S} UTC")
