"""What can go wrong when several people save at once, or many rows are saved in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction

Row = TypeVar("Row")
# What forbids a new row may be over when one looks for it, and another one there after that.
ATTEMPTS = 5


class StaleRow(Exception):
    """Someone changed the row meanwhile. Nothing was stored; `stored` is how it is now."""

    def __init__(self, stored: Any) -> None:
        super().__init__(stored.pk)
        self.stored = stored


def refuse_stale(stored: Any, seen_version: int) -> None:
    """Raise `StaleRow` unless a row that counts its versions is the one that a person saw."""
    if stored.version != seen_version:
        raise StaleRow(stored)


@contextmanager
def refusing_twice(refusal: type[Exception]) -> Iterator[None]:
    """Raise `refusal` where the database says that something is there already."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise refusal from error


def create_or_find(create: Callable[[], Row], find: Callable[[], Row | None]) -> tuple[Row, bool]:
    """Return what `create` stores and True or, where a constraint forbids it, what `find` finds.

    For rows of which there may be one at a time, such as a job in the making: the one that stood in
    the way may have ended before `find` looks and gives None. Then the way is free, and `create` is
    called again. Raises the `IntegrityError` when neither works.
    """
    attempts_left = ATTEMPTS
    while True:
        try:
            with transaction.atomic():
                return create(), True
        except IntegrityError:
            found = find()
            if found is not None:
                return found, False
            attempts_left -= 1
            if not attempts_left:
                raise


def plan_checks_anew() -> None:
    """Let references be checked by plans for tables as large as they are now.

    Checks run at the end of the transaction, by plans that the connection may have made while a
    table was so small that reading all of it was best. For thousands of rows that takes minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute("discard plans")
