"""The queries of the question page: written with the ORM as usual, compiled to SQL once.

For a query that fetches a row or a few, the ORM spends more time on building the SQL than
PostgreSQL on answering it. Saving an answer and showing the next question may take 2.5 times an
empty page and 12 queries (`make bench`). With these queries compiled and asked in one go it takes
2.35 times (CPU of the process) and 10 queries, with plain querysets 3.9 times and 13; the door
and the content of the running check are all that is compiled.
"""

from __future__ import annotations

import inspect
from collections import namedtuple
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models
from django.db.models import QuerySet, Value
from psycopg import ClientCursor

M = TypeVar("M", bound=models.Model)


class Placeholder(NamedTuple):
    """Stands in the SQL where a parameter comes."""

    name: str


class _Sql(NamedTuple):
    text: str
    parameters: tuple[Any, ...]
    columns: list[str]
    row_type: Any
    compiler: Any
    converters: Any


class Compiled(Generic[M]):
    """A query with parameters: `Compiled(lambda slug: Organisation.objects.filter(slug=slug))`.

    The function gets a placeholder for each of its parameters and returns a queryset of rows of
    one model, whole ones or what `only` names of them. It runs once; `together` asks with values
    of the columns' own types. What the queryset annotates follows in the rows, not in the models.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self.build = build

    @cached_property
    def _queryset(self) -> QuerySet[M]:
        names = inspect.signature(self.build).parameters
        return self.build(**{name: Value(Placeholder(name)) for name in names})

    @cached_property
    def _sql(self) -> _Sql:
        compiler = self._queryset.query.get_compiler(connection=connection)
        text, parameters = compiler.as_sql()
        loaded = compiler.get_default_columns(compiler.query.get_select_mask())
        columns = [column.target.attname for column in loaded]
        expressions = [expression for expression, _sql, _alias in compiler.select]
        named = [*columns, *compiler.annotation_col_map]
        converters = compiler.get_converters(expressions)
        return _Sql(text, parameters, columns, namedtuple("Row", named), compiler, converters)

    def _filled(self, values: dict[str, Any]) -> list[Any]:
        parameters = self._sql.parameters
        return [values[part.name] if isinstance(part, Placeholder) else part for part in parameters]

    def _named(self, rows: Iterable[Any]) -> list[Any]:
        sql = self._sql
        if sql.converters:
            rows = [
                next(sql.compiler.apply_converters([row], sql.converters))
                if any(row[place] is not None for place in sql.converters)
                else row
                for row in rows
            ]
        return list(map(sql.row_type._make, rows))

    def model_of(self, row: Any) -> M:
        """Make a row an instance of the model."""
        columns = self._sql.columns
        return self._queryset.model.from_db(connection.alias, columns, row[: len(columns)])


def together(values: dict[str, Any], *queries: Compiled[Any], before: str = "") -> list[list[Any]]:
    """Ask several queries with the same values in one go; return the rows of each.

    A row is a named tuple with the model's attributes and what is annotated, which costs far less
    than the model.
    `before` is SQL to run first, a statement whose answer tells nothing.
    """
    texts = [before] if before else []
    texts += [query._sql.text for query in queries]
    found = []
    parameters = [value for query in queries for value in query._filled(values)]
    with connection.cursor() as cursor:
        # Several statements with parameters are refused wherever the server binds these.
        cursor.execute(ClientCursor(connection.connection).mogrify("; ".join(texts), parameters))
        if before:
            cursor.nextset()
        for query in queries:
            found.append(query._named(cursor.fetchall()))
            cursor.nextset()
    return found
