"""For people who have lost their device and their recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lotse.signin.second_factor import remove_by_host
from organisations.models import User


class Command(BaseCommand):
    """Removes all second factors of one person and tells them by mail."""

    help = (
        "Nimmt alle zweiten Faktoren (App, Passkeys, Ersatzcodes) aus einem Konto, meldet alle "
        "Geräte ab und schreibt der Person. Vorher prüfen, dass sie es wirklich ist."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the address of the account."""
        parser.add_argument("email", help="E-Mail-Adresse des Kontos")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove the factors, or say why there is nothing to remove."""
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError("Zu dieser Adresse gibt es kein Konto.")
        if not remove_by_host(person):
            raise CommandError("Dieses Konto hat keinen zweiten Faktor.")
        self.stdout.write(
            f"{person.email}: Der zweite Faktor ist entfernt, alle Geräte sind abgemeldet."
        )
