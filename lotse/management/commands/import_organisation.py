"""Bring an organisation back from an archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lotse.portability.domain.restoring import CannotRestore, restore
from lotse.portability.forms.archive import BrokenArchive, open_archive


class Command(BaseCommand):
    """Import one organisation from a ZIP file."""

    help = "Stellt eine Organisation aus einer ZIP-Datei von export_organisation wieder her."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path, help="die ZIP-Datei")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or say why not."""
        try:
            organisation = restore(open_archive(options["file"]))
        except OSError as error:
            raise CommandError(f"{options['file']} lässt sich nicht lesen.") from error
        except (BrokenArchive, CannotRestore) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Hergestellt: {organisation.name} (/o/{organisation.slug}/)")
