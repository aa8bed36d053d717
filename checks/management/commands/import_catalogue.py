"""Publish catalogues from YAML files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checks.domain.publishing import VersionTaken, publish
from checks.forms.foreign_catalogue import open_given
from checks.forms.yaml_file import CatalogueError


class Command(BaseCommand):
    """Read, validate and publish catalogues, each as a new version."""

    help = "Veröffentlicht Fragenkataloge aus YAML-Dateien."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the files."""
        parser.add_argument(
            "file",
            type=Path,
            nargs="+",
            help="Datei, Ordner mit catalogue.yaml, oder - für die Standardeingabe",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish one after the other, up to one that cannot be published."""
        for file in options["file"]:
            self._publish(file)

    def _publish(self, file: Path) -> None:
        """Publish one catalogue, or say why not."""
        try:
            document, warnings = open_given(file)
            catalogue, is_new = publish(document)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        except VersionTaken as error:
            raise CommandError(
                f"Version {document.version} von „{document.key}“ ist schon veröffentlicht und "
                "bleibt unverändert. Erhöhen Sie „version“, um Ihre Änderungen zu veröffentlichen."
            ) from error
        for warning in warnings:
            self.stdout.write(f"Hinweis: {warning}")
        done = "Veröffentlicht" if is_new else "Schon veröffentlicht, unverändert"
        self.stdout.write(
            f"{done}: {catalogue.title}, Version {catalogue.version} "
            f"(Fragen: {len(document.questions)}, Maßnahmen: {len(document.templates)})"
        )
