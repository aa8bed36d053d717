"""Three roles of the database: who owns it, who works in it, who reads it for backups.

The owner is for migrations only. The application gets its rights by grant after each migration,
so that tables of later migrations are covered too, and is refused where it could do more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper

# Present on the owner's connection only: the name of the role that gets the rights.
GRANTEE = "GRANTEE"
READ_ONLY = ("django_migrations",)
MIGHTY = """
    select role.rolname, case
        when role.rolsuper or role.rolbypassrls then 'unbound'
        when role.rolname in (
            'pg_execute_server_program', 'pg_write_server_files', 'pg_write_all_data'
        ) then 'unbound'
        when role.oid = datdba or exists (
            select from pg_class where relowner = role.oid and relkind in ('r', 'p')
        ) then 'owner'
        when role.rolcreaterole or role.rolreplication then 'maker' end as might
    from pg_roles role, pg_database
    where datname = current_database() and pg_has_role(session_user, role.oid, 'member')
    order by role.rolname <> session_user, role.rolname
"""
UNBOUND = (
    "Die Datenbankrolle „{role}“ ist Superuser oder hat BYPASSRLS. Damit wären die "
    "Wände zwischen den Organisationen wirkungslos. "
    'Abhilfe: ALTER ROLE "{role}" NOSUPERUSER NOBYPASSRLS;'
)
OWNER = (
    "Der Datenbankrolle „{role}“ gehören die Datenbank oder Tabellen darin. Wer Lotse überlistet, "
    "könnte das Protokoll leeren und die Wände zwischen den Organisationen abreißen. "
    "Abhilfe: LOTSE_DATABASE_URL nennt eine Rolle, der nichts gehört, LOTSE_DATABASE_OWNER_URL den "
    "Eigentümer; wie Sie das umstellen, steht in docs/betrieb.md unter „Die drei Datenbankrollen“."
)
# Up to PostgreSQL 15 CREATEROLE gives oneself any other role but a superuser.
MAKER = (
    "Die Datenbankrolle „{role}“ darf Rollen vergeben oder die ganze Datenbank mitlesen. Damit "
    "käme sie um die Wände zwischen den Organisationen herum. "
    'Abhilfe: ALTER ROLE "{role}" NOCREATEROLE NOREPLICATION;'
)
SENTENCES = {"unbound": UNBOUND, "owner": OWNER, "maker": MAKER}
MEMBER = (
    "Die Datenbankrolle „{session}“ darf als „{role}“ auftreten, und das ist zu viel. "
    'Abhilfe: REVOKE "{role}" FROM "{session}";'
)


@contextmanager
def as_owner(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Let the database be used as its owner within the block, on a connection of its own.

    Raises `ImproperlyConfigured` when nobody said who that is.
    """
    usual = connections[alias]
    owner = usual.settings_dict.get("OWNER")
    if not owner:
        raise ImproperlyConfigured(
            "LOTSE_DATABASE_OWNER_URL fehlt: die Adresse der Datenbank mit der Rolle, der sie "
            "gehört. Nur diese Rolle darf die Datenbank umwandeln."
        )
    owners = usual.copy()
    owners.settings_dict.setdefault(GRANTEE, usual.settings_dict["USER"])
    owners.settings_dict |= owner
    connections[alias] = owners
    try:
        yield
    finally:
        connections[alias] = usual
        owners.close()


def grant_to_application(using: str, plan: Any = None, **_more: Any) -> None:
    """Give the application exactly its rights on all there is; receiver of `post_migrate`.

    Without a plan it was sent by `flush`, which makes nothing new.
    """
    role = connections[using].settings_dict.get(GRANTEE)
    if plan is None or not role:
        return
    with transaction.atomic(using), connections[using].cursor() as cursor:
        for statement in _grants(cursor, connections[using].ops.quote_name, role):
            cursor.execute(statement)


def append_only_tables() -> list[str]:
    """Return the tables to which rows may only be added."""
    return [
        model._meta.db_table
        for model in apps.get_models()
        if getattr(model, "is_append_only", False)
    ]


def _grants(cursor: CursorWrapper, quote: Any, role: str) -> Iterable[str]:
    cursor.execute("select current_database()")
    database, to = quote(cursor.fetchone()[0]), quote(role)
    append_only = ", ".join(map(quote, append_only_tables()))
    yield f"revoke temporary on database {database} from public"
    yield f"revoke create on schema public from public, {to}"
    # Temporary tables and schemas of others come first otherwise.
    yield f"alter database {database} set search_path = public"
    yield f"grant usage on schema public to {to}"
    yield f"revoke all on all tables in schema public from public, {to}"
    yield f"grant select, insert, update, delete on all tables in schema public to {to}"
    yield f"revoke update, delete on {append_only} from {to}"
    yield f"revoke insert, update, delete on {', '.join(map(quote, READ_ONLY))} from {to}"
    yield f"grant usage on all sequences in schema public to {to}"
    yield "revoke all on all functions in schema public from public"
    cursor.execute(
        "select oid::regprocedure from pg_proc"
        " where prosecdef and pronamespace = 'public'::regnamespace"
    )
    for (function,) in cursor.fetchall():
        yield f"grant execute on function {function} to {to}"


def why_refused(connection: Any) -> str | None:
    """Return why a connection's role must not be used, in German, or None where it may be.

    The owner, for migrations, may own and make roles; nobody may be beyond row level security.
    """
    with connection.cursor() as cursor:
        cursor.execute("select session_user")
        (session,) = cursor.fetchone()
        cursor.execute(MIGHTY)
        for role, might in cursor.fetchall():
            if might is None or (might != "unbound" and GRANTEE in connection.settings_dict):
                continue
            sentence = MEMBER if role != session else SENTENCES[might]
            return sentence.format(role=role, session=session)
    return None


def refuse_mighty_role(connection: Any, **_more: Any) -> None:
    """Raise `ImproperlyConfigured` when the walls of the database would not hold.

    Receiver of Django's `connection_created`, so that no process can work with such a role.
    """
    reason = why_refused(connection)
    if reason is not None:
        connection.close()
        raise ImproperlyConfigured(reason)
