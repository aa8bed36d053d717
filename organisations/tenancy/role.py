"""Refuses to work with a database role that row level security does not bind."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def privileged_roles(connection: Any) -> list[str]:
    """Return the names of the connection's roles that are superuser or have BYPASSRLS."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname from pg_roles where rolname in (current_user, session_user)"
            " and (rolsuper or rolbypassrls)"
        )
        return [name for (name,) in cursor.fetchall()]


def refuse_privileged_role(connection: Any, **kwargs: Any) -> None:
    """Raise `ImproperlyConfigured` when the walls between organisations would not hold.

    Receiver of Django's `connection_created`, so that no process can work with such a role.
    """
    for name in privileged_roles(connection):
        connection.close()
        raise ImproperlyConfigured(
            f"Die Datenbankrolle „{name}“ ist Superuser oder hat BYPASSRLS. Damit wären die "
            "Wände zwischen den Organisationen wirkungslos. "
            f'Abhilfe: ALTER ROLE "{name}" NOSUPERUSER NOBYPASSRLS;'
        )
