"""The embedded PostgreSQL of the measurements, and the databases in it."""

from __future__ import annotations

from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from lotse.embedded import postgres


class Databases:
    """One server with a folder of its own; every size of data has a database in it."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.socket = postgres.start(data_dir)

    def stop(self) -> None:
        """Stop the server; the data stay for the next run."""
        postgres.stop(self.data_dir)

    def is_ready(self, name: str, fingerprint: str) -> bool:
        """Whether a database holds exactly what the fingerprint stands for."""
        with self._connect() as server:
            row = server.execute(
                "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
                [name],
            ).fetchone()
        return row == (fingerprint,)

    def create(self, name: str) -> None:
        """Create an empty database, migrate it and make it the one of this process."""
        with self._connect() as server:
            server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
            server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        use(name)
        call_command("migrate", verbosity=0, interactive=False)

    def mark_ready(self, name: str, fingerprint: str) -> None:
        """Note what a database holds, so that the next run need not load it again."""
        with self._connect() as server:
            server.execute(
                sql.SQL("comment on database {} is {}").format(
                    sql.Identifier(name), sql.Literal(fingerprint)
                )
            )

    def version(self) -> str:
        """Return the version of PostgreSQL."""
        with self._connect() as server:
            return str(server.info.parameter_status("server_version"))

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket), user=postgres.OWNER, dbname=postgres.DATABASE, autocommit=True
        )


def use(name: str) -> None:
    """Let Django in this process work on another database of the same server."""
    connection.close()
    connection.settings_dict["NAME"] = name
