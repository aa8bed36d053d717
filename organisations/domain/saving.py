"""What can go wrong when several people save at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction


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
