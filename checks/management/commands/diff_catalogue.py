"""Compare two catalogues and say in words what changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checks.domain.catalogue import CatalogueDocument
from checks.domain.catalogue_diff import compare
from checks.domain.catalogue_diff_wording import describe
from checks.domain.publishing import document_of
from checks.forms.foreign_catalogue import open_catalogue
from checks.forms.yaml_file import CatalogueError
from checks.models import Catalogue

STORED = re.compile(r"(?P<key>[a-z][a-z0-9-]{0,59})(?:[: ](?P<version>[0-9]{1,4}))?")
HOW = "eine Datei, ein Ordner oder ein veröffentlichter Katalog als Schlüssel:Version"


class Command(BaseCommand):
    """Say what changed from one catalogue to another, and what that means for checks."""

    help = (
        "Sagt in Worten, was sich von einem Fragenkatalog zum anderen geändert hat. "
        "Endet mit 0, wenn der Vergleich gelang, und mit 1, wenn einer nicht zu lesen ist."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for both catalogues."""
        parser.add_argument("old", help=f"der bisherige Katalog: {HOW}")
        parser.add_argument("new", help=f"der neue Katalog: {HOW}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare; what cannot be read ends with exit code 1."""
        old, new = (_document(options[name]) for name in ("old", "new"))
        for line in describe(compare(old, new)):
            self.stdout.write(line)


def _document(named: str) -> CatalogueDocument:
    """Return the catalogue in a file, or the published one with this key and version.

    Raises `CommandError` when there is neither.
    """
    stored = STORED.fullmatch(named)
    if stored and not Path(named).exists():
        number = stored["version"]
        catalogue = Catalogue.objects.version(stored["key"], int(number) if number else None)
        if catalogue is None:
            raise CommandError(f"„{named}“ ist weder eine Datei noch ein veröffentlichter Katalog.")
        return document_of(catalogue.pk)
    try:
        return open_catalogue(Path(named))[0]
    except CatalogueError as error:
        raise CommandError(str(error)) from error
