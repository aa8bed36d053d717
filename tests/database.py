"""A migrated database that every run clones, so that migrations run once and not each time."""

from __future__ import annotations

import hashlib
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from lotse.embedded.postgres import OWNER

ROOT = Path(__file__).parents[1]
MADE_FROM = ("*/migrations/*.py", "lotse/*/migrations/*.py", "organisations/tenancy/*.py")
# Nobody misses the data of a test when the machine crashes. Autovacuum would tell the planner that
# tables are empty, since every test rolls back: then a thousand new rows are checked by scans.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


def migrated_template() -> str:
    """Return the name of a database with all migrations; make it where there is none yet."""
    name = f"migrated_{_digest()}"
    with _server("postgres") as server:
        for setting in CARELESS:
            server.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(setting)))
        server.execute("select pg_reload_conf()")
    with _server(OWNER) as server:
        # Several workers come here at once: one makes it, the others wait.
        server.execute("select pg_advisory_lock(20240502)")
        made = "select datname from pg_database where datname like 'migrated%'"
        found = {row[0] for row in server.execute(made)}
        if name not in found:
            for old in found:
                server.execute(sql.SQL("drop database {}").format(sql.Identifier(old)))
            server.execute("create database migrated")
            _migrate("migrated")
            renamed = sql.SQL("alter database migrated rename to {}")
            server.execute(renamed.format(sql.Identifier(name)))
    return name


def _server(user: str) -> psycopg.Connection:
    return psycopg.connect(
        host=connection.settings_dict["HOST"], user=user, dbname="postgres", autocommit=True
    )


def _migrate(database: str) -> None:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    call_command("migrate", verbosity=0)
    connection.close()
    connection.settings_dict["NAME"] = usual


def _digest() -> str:
    files = sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern))
    content = b"".join(path.read_bytes() for path in [*files, ROOT / "requirements.txt"])
    return hashlib.sha256(content).hexdigest()[:16]
