"""Write everything of an organisation into an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotse.portability.domain.writing import write_archive
from organisations import tenancy
from organisations.models import Organisation


class Command(BaseCommand):
    """Export one organisation to a ZIP file."""

    help = "Schreibt alles, was eine Organisation gespeichert hat, in eine ZIP-Datei."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the organisation and the file."""
        parser.add_argument("slug", help="der Kurzname der Organisation in der Adresse")
        parser.add_argument("file", type=Path, help="die ZIP-Datei, die entstehen soll")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export, or say why not."""
        organisation = Organisation.objects.filter(slug=options["slug"]).first()
        if organisation is None:
            raise CommandError(f"Eine Organisation „{options['slug']}“ gibt es nicht.")
        with tenancy.activate(organisation):
            content = write_archive(organisation)
        try:
            options["file"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['file']} lässt sich nicht schreiben.") from error
        self.stdout.write(f"Geschrieben: {options['file']} ({len(content)} Byte)")
