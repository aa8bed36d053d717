"""The system landscape of an organisation as it stands in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from checks.domain import landscape_wording as wording
from checks.domain.islands import Flow, FlowMethod, Survey, SystemStanding, survey
from checks.models import Connection, System, SystemState
from organisations.domain.founding import UMLAUTS


def flow_of(connection: Connection) -> Flow:
    """Return a connection as the plain value with which islands are found."""
    times = connection.times_a_week
    return Flow(
        connection.source_id,
        connection.target_id,
        FlowMethod(connection.transfer_method),
        None if times is None else Fraction(times),
        connection.minutes,
    )


@dataclass(frozen=True)
class SystemRow:
    """One system with its connections; `standing` is None unless it is in use."""

    system: System
    standing: SystemStanding | None
    leaving: tuple[Connection, ...]
    arriving: tuple[Connection, ...]

    @property
    def is_island(self) -> bool:
        """Whether data leaves the system only by hand."""
        return self.standing is SystemStanding.ISLAND

    @property
    def standing_in_words(self) -> str:
        """What the system is among the others, in a word or two."""
        return str(wording.STANDINGS[self.standing]) if self.standing else ""

    @property
    def is_unnamed(self) -> bool:
        """Whether the system was only ticked: nothing is known but the name of its kind."""
        system = self.system
        known = system.purpose or system.used_by or system.operator
        return not known and system.name == str(system.get_kind_display())


class SystemLandscape:
    """All systems and connections of the activated organisation, fetched in two queries.

    Systems come in the order of their names. Only systems in use and the connections between
    them stand on the map and count in the figures.
    """

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id

    @cached_property
    def systems(self) -> list[System]:
        """All systems, planned and retired ones too."""
        return sorted(System.objects.filter(organisation=self.organisation_id), key=_by_name)

    @cached_property
    def connections(self) -> list[Connection]:
        """All connections, in the order of their systems' names."""
        by_id = {system.pk: system for system in self.systems}
        found = list(Connection.objects.filter(organisation=self.organisation_id))
        for connection in found:
            connection.source = by_id[connection.source_id]
            connection.target = by_id[connection.target_id]
        return sorted(found, key=lambda one: (_by_name(one.source), _by_name(one.target), one.data))

    @cached_property
    def in_use(self) -> list[System]:
        """The systems people work with today."""
        return [system for system in self.systems if system.state == SystemState.IN_USE]

    @cached_property
    def connections_in_use(self) -> list[Connection]:
        """The connections between systems in use."""
        ids = {system.pk for system in self.in_use}
        return [one for one in self.connections if {one.source_id, one.target_id} <= ids]

    @property
    def flows(self) -> list[Flow]:
        """The connections in use as plain values."""
        return [flow_of(connection) for connection in self.connections_in_use]

    @cached_property
    def survey(self) -> Survey:
        """Islands, groups and double entries."""
        return survey([system.pk for system in self.in_use], self.flows)

    @cached_property
    def rows(self) -> list[SystemRow]:
        """All systems with their connections and what they are; those in use come first."""
        found = [
            SystemRow(
                system,
                self.survey.standings.get(system.pk),
                tuple(one for one in self.connections if one.source_id == system.pk),
                tuple(one for one in self.connections if one.target_id == system.pk),
            )
            for system in self.systems
        ]
        return sorted(found, key=lambda row: STATES.index(row.system.state))

    @property
    def unnamed(self) -> int:
        """How many systems still have the name of their kind."""
        return sum(row.is_unnamed for row in self.rows)

    @property
    def islands(self) -> list[System]:
        """The systems that are islands."""
        return self._systems(self.survey.islands)

    @property
    def alone(self) -> list[System]:
        """The systems in use without any connection."""
        return self._systems(self.survey.alone)

    @property
    def figures(self) -> str:
        """Islands, double entries and the time they take, in one line."""
        return wording.figures(self.survey)

    @property
    def figures_a_year(self) -> str:
        """What double entries add up to in a year, empty when nobody measured any."""
        return wording.figures_a_year(self.survey)

    @property
    def what_is_missing(self) -> str:
        """What the figures leave out because nobody said it, empty when nothing is missing."""
        return wording.what_is_missing(self.survey)

    @property
    def description(self) -> str:
        """The map in words."""
        return wording.description(self.in_use, self.connections_in_use, self.islands)

    def _systems(self, keys: Iterable[int]) -> list[System]:
        wanted = set(keys)
        return [system for system in self.in_use if system.pk in wanted]


STATES = [str(state) for state in SystemState]


def _by_name(system: System) -> str:
    return system.name.casefold().translate(UMLAUTS)
