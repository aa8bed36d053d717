"""Django's `flush`, as the role that owns the database."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from organisations.tenancy.roles import as_owner


class Command(flush.Command):
    """Only the owner may empty tables whatever is in them."""

    def handle(self, **options: Any) -> None:
        """Empty all tables."""
        with as_owner(options["database"]):
            super().handle(**options)
