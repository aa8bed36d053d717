"""Walls between organisations, drawn in the database.

Every tenant table has forced row level security with a policy on the setting
`lotse.organisation`. The setting lives as long as the transaction that made it; without it
every query on a tenant table fails. There are five ways to make it, all of them here:
`activate` for the work of one organisation, `activate_found` for one that has to be found first,
`across` for named work over several, `own_memberships` for the question in which organisations a
person takes part, and `by_token` for finding the one row that belongs to a secret link. Which
roles of the database these walls need: `roles`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol, TypeVar

from django.db import connection, transaction
from django.db.models import Func, TextField


class HasPk(Protocol):
    """Anything with a primary key, such as an organisation or a user."""

    @property
    def pk(self) -> int: ...


T = TypeVar("T")

CLOSE_ALL = (
    "select set_config('lotse.organisation', '{}', true),"
    " set_config('lotse.person', '', true), set_config('lotse.token', '', true)"
)


class Opening(Func):
    """Opens the tables of the organisation whose key it gets, while its row is selected."""

    template = "set_config('lotse.organisation', concat('{', %(expressions)s, '}'), true)"
    output_field = TextField()


Scope = tuple[str, str, str]
_scope: ContextVar[Scope] = ContextVar("lotse_tenancy", default=("", "", ""))


def current_organisation_ids() -> tuple[int, ...]:
    """Return the ids of the organisations that the running code may see, empty when none."""
    literal = _scope.get()[0].strip("{}")
    return tuple(int(part) for part in literal.split(",") if part)


@contextmanager
def activate(organisation: HasPk) -> Iterator[None]:
    """Open the tables of one organisation for the length of the block.

    The block is one transaction: it is committed at its end and rolled back when an
    exception leaves it. Blocks may be nested; the inner one hides the outer one.
    """
    with _opened(f"{{{int(organisation.pk)}}}"):
        yield


@contextmanager
def activate_found(find: Callable[[], tuple[HasPk | None, T]]) -> Iterator[tuple[Any, T]]:
    """Find an organisation and open its tables in one go, for the length of the block.

    `find` closes all tables with `CLOSE_ALL`, selects at most one organisation together with
    `Opening`, and returns it and whatever else it found behind the wall; the block gets both.
    When there is no organisation, nothing is open.
    """

    def enter() -> tuple[Scope, tuple[Any, T]]:
        organisation, more = find()
        opened = "" if organisation is None else str(int(organisation.pk))
        return (f"{{{opened}}}", "", ""), (organisation, more)

    with _entered(enter) as found:
        yield found


@contextmanager
def across(organisations: Iterable[HasPk]) -> Iterator[None]:
    """Open the tables of several organisations at once, for named work over tenants.

    `organisations` is an iterable of organisations, evaluated before the block begins. Use it
    only where work really crosses tenants (a sweep, a portfolio), so that a search for this
    name finds every such place.
    """
    ids = ",".join(str(int(organisation.pk)) for organisation in organisations)
    with _opened(f"{{{ids}}}"):
        yield


@contextmanager
def own_memberships(user: HasPk) -> Iterator[None]:
    """Open exactly the memberships of one person, in whatever organisation they are."""
    with _opened("{}", person=str(int(user.pk))):
        yield


@contextmanager
def by_token(digest: str) -> Iterator[None]:
    """Open exactly the rows that were made for one secret, in whatever organisation they are.

    `digest` is what the database keeps of the secret. Whoever holds the secret finds with it
    the row it was given for and nothing else; what follows needs `activate`.
    """
    with _opened("{}", token=digest):
        yield


@contextmanager
def _opened(organisations: str, person: str = "", token: str = "") -> Iterator[None]:
    scope = organisations, person, token

    def enter() -> tuple[Scope, None]:
        _configure(*scope)
        return scope, None

    with _entered(enter):
        yield


@contextmanager
def _entered(enter: Callable[[], tuple[Scope, T]]) -> Iterator[T]:
    """Run the block in a transaction that `enter` opens; it tells the scope and what it found."""
    nested = connection.in_atomic_block
    before = _scope.get()
    with transaction.atomic():
        scope, found = enter()
        reset = _scope.set(scope)
        try:
            yield found
        finally:
            _scope.reset(reset)
        # At the end of a transaction PostgreSQL forgets the setting by itself, and a rolled
        # back savepoint restores it. Only a released savepoint would carry it further.
        if nested:
            _configure(*before)


def _configure(organisations: str, person: str, token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('lotse.organisation', %s, true),"
            " set_config('lotse.person', %s, true), set_config('lotse.token', %s, true)",
            [organisations, person, token],
        )
