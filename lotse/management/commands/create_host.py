"""The way in for the first host, who cannot be sent a mail yet."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from organisations.domain import provider_rules
from organisations.domain.accounts import account_with, make_host
from organisations.models import User


class Command(BaseCommand):
    """Makes somebody a host and prints the link under which they set their password."""

    help = (
        "Macht jemanden zum Host. Ein neues Konto setzt sein Passwort über den Link, den dieser "
        "Befehl ausgibt; ein Mailserver ist dazu nicht nötig."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the address, and perhaps the name."""
        parser.add_argument("email", help="E-Mail-Adresse des Kontos")
        parser.add_argument("--name", default="", help="wie die Person heißt")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the host, or say why not."""
        email, name = options["email"].strip(), options["name"].strip()
        try:
            User._meta.get_field("email").clean(email, None)
            User._meta.get_field("name").clean(name or email, None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        known = account_with(email)
        if known and not known.is_active:
            raise CommandError("Dieses Konto ist gesperrt. Ein Host entsperrt es.")
        host, url = make_host(email, name)
        self.stdout.write(f"{host.email} ist Host.")
        if provider_rules.must_use_provider(host.email):
            self.stdout.write(provider_rules.use_provider_instead())
        elif url:
            self.stdout.write(
                "Unter diesem Link setzt die Person ihr Passwort. Er gilt einmal und drei Tage; "
                f"wer ihn hat, wird Host:\n{url}"
            )
        else:
            self.stdout.write("Es gilt das bisherige Passwort.")
