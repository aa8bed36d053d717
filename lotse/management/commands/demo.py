"""Create the demo organisations anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from checks.models import Catalogue
from lotse.demo.building import build_demo, remove_demo
from lotse.demo.content import SIGN_INS
from organisations.models import Organisation

DEFAULT_CATALOGUE = "digitalisierungscheck"


class Command(BaseCommand):
    """Build three demo organisations; earlier ones are replaced, all others stay untouched."""

    help = "Legt die drei Demo-Organisationen neu an. Andere Organisationen bleiben unberührt."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to do nothing where work is going on already."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="nur anlegen, wenn es noch gar keine Organisation gibt",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace the demo organisations."""
        if options["if_empty"] and Organisation.objects.exists():
            return
        catalogue = Catalogue.objects.newest(DEFAULT_CATALOGUE)
        if catalogue is None:
            raise CommandError("Es ist noch kein Fragenkatalog veröffentlicht.")
        remove_demo()
        for organisation in build_demo(catalogue):
            self.stdout.write(f"Angelegt: {organisation.name}")
        for email, password, description in SIGN_INS:
            self.stdout.write(f"  {email} · {password} · {description}")
