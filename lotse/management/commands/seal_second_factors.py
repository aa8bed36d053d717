"""For hosts who change the key of second factors."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lotse.signin.sealing import seal_anew


class Command(BaseCommand):
    """Encrypts the secrets of all second factors with the newest key."""

    help = (
        "Verschlüsselt die Geheimnisse aller zweiten Faktoren mit dem ersten Schlüssel aus "
        "LOTSE_SECOND_FACTOR_KEYS. Danach sind die übrigen nicht mehr nötig."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Encrypt, and name the people whose second factor no key opens."""
        done, lost = seal_anew()
        self.stdout.write(f"Neu verschlüsselt: {done}")
        if lost:
            people = ", ".join(sorted({one.user.email for one in lost}))
            raise CommandError(
                "Kein Schlüssel in LOTSE_SECOND_FACTOR_KEYS öffnet den zweiten Faktor von "
                f"{people}. Tragen Sie den früheren wieder ein, oder: remove_second_factor"
            )
