"""Create the demo organisations anew."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from checks.models import Catalogue
from lotse.demo.building import build_demo, remove_demo
from lotse.demo.content import PASSWORD, SIGN_INS
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
        parser.add_argument("--yes", action="store_true", help="im Betrieb nicht nachfragen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace the demo organisations; where Lotse is hosted, only after a question."""
        if options["if_empty"] and Organisation.objects.exists():
            return
        catalogue = Catalogue.objects.newest(DEFAULT_CATALOGUE)
        if catalogue is None:
            raise CommandError("Es ist noch kein Fragenkatalog veröffentlicht.")
        password = PASSWORD
        if settings.IS_HOSTED:
            if not options["yes"] and not _agrees():
                raise CommandError("Es ist nichts geändert.")
            # The one that everybody can read in the source would open these accounts to anybody.
            password = secrets.token_urlsafe(12)
        remove_demo()
        for organisation in build_demo(catalogue, password):
            self.stdout.write(f"Angelegt: {organisation.name}")
        for email, description in SIGN_INS:
            self.stdout.write(f"  {email} · {password} · {description}")


def _agrees() -> bool:
    try:
        said = input(
            "Hier ist Lotse im Betrieb. Frühere Demo-Organisationen werden gelöscht, neue "
            "samt Konten angelegt. Weiter? [ja/nein] "
        )
    except EOFError:
        return False
    return said.strip().lower() in ("ja", "j")
