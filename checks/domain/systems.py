"""Keeping the list of systems and the connections between them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from checks.models import Connection, System, SystemKind
from organisations.domain.auditing import Action, changed_fields, record
from organisations.domain.saving import refuse_stale, refusing_twice
from organisations.models import Organisation, User

NOTED = Action("system.noted", _("System aufgenommen"))
CHANGED = Action("system.changed", _("System geändert"))
REMOVED = Action("system.removed", _("System gestrichen"))
CONNECTED = Action("system.connected", _("Verbindung aufgenommen"))
CONNECTION_CHANGED = Action("system.connection_changed", _("Verbindung geändert"))
DISCONNECTED = Action("system.disconnected", _("Verbindung gestrichen"))

# What one can tick at once; the names are those of the kinds, to be made precise later.
STARTERS = tuple(kind for kind in SystemKind if kind is not SystemKind.OTHER)
SYSTEM_FIELDS = (
    *("name", "kind", "state", "purpose", "operator", "used_by", "data", "contract"),
    *("yearly_cost", "login", "export", "support_ends", "notes"),
)
CONNECTION_FIELDS = ("source", "target", "data", "way", "times_a_week", "minutes")


class NameTaken(Exception):
    """Another system of the organisation has this name."""


class AlreadyConnected(Exception):
    """The same data already moves between these two systems in this direction."""


def note_starters(
    organisation: Organisation, kinds: Iterable[SystemKind], by: User
) -> list[System]:
    """Take in one system of each kind under the kind's name, except where the name is taken."""
    noted = []
    for kind in kinds:
        try:
            system = System(organisation=organisation, name=str(kind.label), kind=kind)
            noted.append(note_system(system, by))
        except NameTaken:
            continue
    return noted


def note_system(system: System, by: User) -> System:
    """Take a system into the list. Raises `NameTaken`."""
    system.created_by = by
    with refusing_twice(NameTaken):
        system.save()
    record(NOTED, organisation_id=system.organisation_id, by=by, subject=system)
    return system


def change_system(system: System, *, seen_version: int, stored: System, by: User) -> None:
    """Store a changed system; `stored` is the locked row as it is now.

    Raises `StaleRow` when it was changed since `seen_version`, and `NameTaken`.
    """
    refuse_stale(stored, seen_version)
    system.version = stored.version + 1
    with refusing_twice(NameTaken):
        system.save()
    before, after = changed_fields(stored, system, SYSTEM_FIELDS)
    record(
        CHANGED,
        organisation_id=system.organisation_id,
        by=by,
        subject=system,
        before=before,
        after=after,
    )


def remove_system(system: System, by: User) -> None:
    """Delete a system with its connections."""
    record(REMOVED, organisation_id=system.organisation_id, by=by, subject=system)
    system.delete()


def connect(connection: Connection, by: User) -> Connection:
    """Take in that data moves between two systems. Raises `AlreadyConnected`."""
    connection.created_by = by
    with refusing_twice(AlreadyConnected):
        connection.save()
    record(
        CONNECTED,
        organisation_id=connection.organisation_id,
        by=by,
        subject=connection,
        after=changed_fields(Connection(), connection, ("way", "times_a_week", "minutes"))[1],
    )
    return connection


def change_connection(
    connection: Connection, *, seen_version: int, stored: Connection, by: User
) -> None:
    """Store a changed connection; `stored` is the locked row as it is now.

    Raises `StaleRow` when it was changed since `seen_version`, and `AlreadyConnected`.
    """
    refuse_stale(stored, seen_version)
    connection.version = stored.version + 1
    with refusing_twice(AlreadyConnected):
        connection.save()
    before, after = changed_fields(stored, connection, CONNECTION_FIELDS)
    record(
        CONNECTION_CHANGED,
        organisation_id=connection.organisation_id,
        by=by,
        subject=connection,
        before=before,
        after=after,
    )


def disconnect(connection: Connection, by: User) -> None:
    """Delete a connection."""
    record(DISCONNECTED, organisation_id=connection.organisation_id, by=by, subject=connection)
    connection.delete()
