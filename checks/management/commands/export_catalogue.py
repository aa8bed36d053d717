"""Write a published catalogue to a YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checks.domain.publishing import document_of
from checks.forms.catalogue_file import write_catalogue
from checks.models import Catalogue


class Command(BaseCommand):
    """Write one version of a catalogue, by default the newest, as one file."""

    help = "Schreibt einen veröffentlichten Fragenkatalog als YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for key, version and file."""
        parser.add_argument("key", help="der Schlüssel des Katalogs")
        parser.add_argument("--version-number", type=int, help="sonst die neueste Version")
        parser.add_argument("--output", type=Path, help="die Datei, sonst die Standardausgabe")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogue, or say that there is none."""
        catalogue = Catalogue.objects.version(options["key"], options["version_number"])
        if catalogue is None:
            raise CommandError("Diesen Katalog gibt es in dieser Version nicht.")
        text = write_catalogue(document_of(catalogue.pk))
        if options["output"] is None:
            self.stdout.write(text)
            return
        try:
            options["output"].write_text(text)
        except OSError as error:
            raise CommandError(f"In {options['output']} lässt sich nicht schreiben.") from error
