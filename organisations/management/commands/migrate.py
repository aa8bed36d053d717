"""Django's `migrate`, as the role that owns the database."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from organisations.tenancy.roles import as_owner


class Command(migrate.Command):
    """Migrations change tables, which only their owner may do."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Migrate, and give the application its rights."""
        with as_owner(options["database"]):
            return super().handle(*args, **options)
