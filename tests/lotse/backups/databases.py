"""Other databases of the server that the tests run on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from django.db import connection
from psycopg import sql

from lotse.embedded.postgres import OWNER


def on_server(*statements: str, user: str = OWNER) -> None:
    """Run statements outside any of Lotse's databases."""
    server = connection.settings_dict["HOST"]
    with closing(
        psycopg.connect(host=server, user=user, dbname="postgres", autocommit=True)
    ) as opened:
        for statement in statements:
            opened.execute(sql.SQL(statement))


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Let Django work in another database of the server."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
