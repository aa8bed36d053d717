"""Check a catalogue file without publishing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checks.domain import readability
from checks.forms.foreign_catalogue import open_given
from checks.forms.yaml_file import CatalogueError


class Command(BaseCommand):
    """Say what is wrong with a catalogue file, and how it reads."""

    help = "Prüft einen Fragenkatalog, ohne ihn zu veröffentlichen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the file, and whether to judge strictly."""
        parser.add_argument(
            "file",
            type=Path,
            help="Datei, Ordner mit catalogue.yaml, oder - für die Standardeingabe",
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="auch sagen, worüber Antwortende stolpern; Hinweise enden mit Fehlercode 1",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report; problems, and strictly warnings too, end with exit code 1."""
        is_strict = options["strict"]
        try:
            document, warnings = open_given(options["file"], is_strict=is_strict)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        for warning in warnings:
            self.stdout.write(f"Hinweis: {warning}")
        self.stdout.write(
            f"In Ordnung: {document.title}, Version {document.version}. "
            f"Handlungsfelder: {len(document.areas)}, Fragen: {len(document.questions)}, "
            f"Maßnahmen: {len(document.templates)}."
        )
        report = readability.measure(document)
        self.stdout.write(
            f"Lesbarkeit (Wiener Sachtextformel): im Mittel {report.mean:.1f}, "
            f"empfohlen höchstens {readability.HARDEST_MEAN:g}."
        )
        if is_strict and warnings:
            raise CommandError(f"Hinweise: {len(warnings)}. Was sie sagen: docs/kataloge.md")
        for reading in () if is_strict else report.too_hard:
            self.stdout.write(
                f"  {reading.key}: {reading.grade:.1f}, schwerster Text "
                f"{reading.hardest_text:.1f}, längster Satz {reading.words} Wörter: "
                f"{reading.longest_sentence}"
            )
