"""Queries that nearly every page asks: written with the ORM as usual, compiled to SQL once.

For a query that fetches a row or a few, the ORM spends more time on building the SQL than
PostgreSQL on answering it. What is built here is the same SQL, with gaps for the parameters.
"""

from __future__ import annotations

import inspect
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection, models
from django.db.models import QuerySet, Value

M = TypeVar("M", bound=models.Model)


class Gap(NamedTuple):
    """Stands in the SQL where a parameter comes."""

    name: str


class _Sql(NamedTuple):
    text: str
    parameters: tuple[Any, ...]
    columns: list[str]
    row_type: Any
    has_annotations: bool
    compiler: Any
    converters: Any


class Compiled(Generic[M]):
    """A query with parameters: `Compiled(lambda slug: Organisation.objects.filter(slug=slug))`.

    The function gets a placeholder for each of its parameters and returns a queryset of rows of
    one model, whole ones or what `only` names of them. It runs once; calls with values of the
    columns' own types fetch rows. What the queryset annotates is computed by the database and not
    returned.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self.build = build

    @cached_property
    def _queryset(self) -> QuerySet[M]:
        names = inspect.signature(self.build).parameters
        return self.build(**{name: Value(Gap(name)) for name in names})

    @cached_property
    def _sql(self) -> _Sql:
        compiler = self._queryset.query.get_compiler(connection=connection)
        text, parameters = compiler.as_sql()
        loaded = compiler.get_default_columns(compiler.query.get_select_mask())
        columns = [column.target.attname for column in loaded]
        expressions = [expression for expression, _sql, _alias in compiler.select]
        return _Sql(
            text,
            parameters,
            columns,
            namedtuple("Row", columns),
            len(expressions) > len(columns),
            compiler,
            compiler.get_converters(expressions[: len(columns)]),
        )

    def rows(self, **values: Any) -> list[Any]:
        """Return what is stored for these values of the parameters.

        A row is a named tuple with the model's attributes, which costs far less than the model.
        """
        return together((self, values))[0]

    def asked(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """Return the SQL and its parameters."""
        parameters = self._sql.parameters
        return self._sql.text, [
            values[part.name] if isinstance(part, Gap) else part for part in parameters
        ]

    def named(self, rows: Iterable[Any]) -> list[Any]:
        """Make what the database sent rows as `rows` returns them."""
        sql = self._sql
        if sql.has_annotations:
            rows = [row[: len(sql.columns)] for row in rows]
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
        return self._queryset.model.from_db(connection.alias, self._sql.columns, row)

    def all(self, **values: Any) -> list[M]:
        """Return what is stored for these values of the parameters."""
        return [self.model_of(row) for row in self.rows(**values)]

    def first(self, **values: Any) -> M | None:
        """Return the first of what is stored for these values, or None."""
        return next(map(self.model_of, self.rows(**values)), None)


class Statement:
    """SQL without parameters, whose answer tells nothing."""

    def __init__(self, text: str) -> None:
        self.text = text

    def asked(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """Return the SQL, without parameters."""
        return self.text, []

    def named(self, rows: Iterable[Any]) -> list[Any]:
        """Return nothing."""
        return []


def together(*asked: tuple[Compiled[Any] | Statement, Mapping[str, Any]]) -> list[list[Any]]:
    """Ask several queries, each with its values, in one go; return the rows of each."""
    texts, parameters = zip(*(query.asked(values) for query, values in asked), strict=True)
    found = []
    with connection.cursor() as cursor:
        cursor.execute("; ".join(texts), [value for part in parameters for value in part])
        for query, _values in asked:
            found.append(query.named(cursor.fetchall()))
            cursor.nextset()
    return found
