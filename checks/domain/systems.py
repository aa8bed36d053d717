"""Keeping the list of systems and the connections between them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from checks.models import Connection, System, SystemKind
from organisations.domain.auditing import Action, changed_fields
from organisations.domain.editing import NameTaken, RowEditor, Told
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
CONNECTION_FIELDS = ("source", "target", "data", "transfer_method", "times_a_week", "minutes")


class AlreadyConnected(Exception):
    """The same data already moves between these two systems in this direction."""


SYSTEMS: RowEditor[System] = RowEditor(
    SYSTEM_FIELDS, added=NOTED, changed=CHANGED, removed=REMOVED, taken=NameTaken
)


class ConnectionEditor(RowEditor[Connection]):
    """Stores connections; the trail keeps from the beginning how much work they are."""

    def told_on_adding(self, row: Connection) -> Told:
        """Return the way and how much time it takes."""
        return changed_fields(Connection(), row, ("transfer_method", "times_a_week", "minutes"))[1]


CONNECTIONS = ConnectionEditor(
    CONNECTION_FIELDS,
    added=CONNECTED,
    changed=CONNECTION_CHANGED,
    removed=DISCONNECTED,
    taken=AlreadyConnected,
)


def note_starters(
    organisation: Organisation, kinds: Iterable[SystemKind], by: User
) -> list[System]:
    """Take in one system of each kind under the kind's name, except where the name is taken."""
    noted = []
    for kind in kinds:
        try:
            system = System(organisation=organisation, name=str(kind.label), kind=kind)
            noted.append(SYSTEMS.add(system, by))
        except NameTaken:
            continue
    return noted
