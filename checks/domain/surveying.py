"""The system landscape of an organisation as it stands in the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.islands import (
    Flow,
    FlowMethod,
    Survey,
    SystemStanding,
    survey,
)
from checks.models import Connection, System, SystemState, TransferMethod
from organisations.domain.founding import UMLAUTS

STANDINGS: dict[SystemStanding, str | Promise] = {
    SystemStanding.ISLAND: gettext_lazy("Insel"),
    SystemStanding.OPEN: gettext_lazy("verbunden"),
    SystemStanding.END: gettext_lazy("Endpunkt"),
    SystemStanding.ALONE: gettext_lazy("ohne Verbindung"),
}
WEEKS_A_YEAR = 52
MINUTES_AN_HOUR = 60
# A transfer that takes longest comes first; more of them at once would be a list, not an answer.
MOST_TRANSFERS = 3
# From here on decimals would only pretend to know better.
WHOLE_FROM = 10


def number(value: Fraction | Decimal) -> str:
    """Return a number as one says it: whole from 10 on, below with one decimal at most."""
    rounded = round(Fraction(value), 0 if value >= WHOLE_FROM else 1)
    return f"{float(rounded):g}".replace(".", ",")


def duration(minutes: Fraction) -> str:
    """Return about how long something takes, in minutes or hours."""
    about = _rounded(minutes)
    if about < MINUTES_AN_HOUR:
        whole = int(about)
        return ngettext("etwa %d Minute", "etwa %d Minuten", whole) % whole
    hours = about / MINUTES_AN_HOUR
    return _("etwa eine Stunde") if hours == 1 else _("etwa %s Stunden") % number(hours)


def _rounded(minutes: Fraction) -> Fraction:
    """Return minutes as `duration` says them: whole, half hours from one hour on, then whole."""
    if minutes < MINUTES_AN_HOUR:
        return Fraction(max(1, round(minutes)))
    hours = round(minutes / MINUTES_AN_HOUR * 2) / Fraction(2)
    if hours >= WHOLE_FROM:
        hours = Fraction(round(minutes / MINUTES_AN_HOUR))
    return hours * MINUTES_AN_HOUR


def figures(survey: Survey) -> str:
    """Return islands, double entries a week and the time they take in one line.

    Without any connection nobody knows yet whether there are some.
    """
    if not survey.is_connected:
        return _("Noch keine Verbindung aufgenommen")
    islands = len(survey.islands)
    parts = [ngettext("%d Insel", "%d Inseln", islands) % islands if islands else _("Keine Insel")]
    entries = survey.double_entries_a_week
    if entries:
        text = ngettext(
            "%s doppelte Eingabe in der Woche",
            "%s doppelte Eingaben in der Woche",
            1 if entries == 1 else 2,
        )
        parts.append(text % number(entries))
    elif not survey.unmeasured:
        parts.append(_("keine doppelten Eingaben"))
    if survey.minutes_a_week:
        parts.append(duration(survey.minutes_a_week))
    return ", ".join(parts)


def figures_a_year(survey: Survey) -> str:
    """Return what double entries add up to in a year, empty without measured ones.

    It is 52 times what `figures` says for a week, so that both agree for whoever reckons.
    """
    if not survey.minutes_a_week:
        return ""
    return _("Im Jahr sind das %s.") % duration(_rounded(survey.minutes_a_week) * WEEKS_A_YEAR)


def what_is_missing(survey: Survey) -> str:
    """Return for how many connections and systems the figures know nothing, empty for none."""
    said = []
    if survey.unmeasured:
        text = ngettext(
            "Bei %d Verbindung von Hand fehlt noch, wie oft oder wie lange.",
            "Bei %d Verbindungen von Hand fehlt noch, wie oft oder wie lange.",
            survey.unmeasured,
        )
        said.append(text % survey.unmeasured)
    alone = len(survey.alone)
    if alone and survey.is_connected:
        text = ngettext(
            "Zu %d System ist noch keine Verbindung aufgenommen.",
            "Zu %d Systemen ist noch keine Verbindung aufgenommen.",
            alone,
        )
        said.append(text % alone)
    return " ".join(said)


def how_often(connection: Connection) -> str:
    """Return how often data moves, empty when nobody said it."""
    times = connection.times_a_week
    if times is None:
        return ""
    if times == 0:
        return _("nie")
    if times >= 1:
        return _("%s-mal in der Woche") % number(times)
    weeks = round(1 / Fraction(times))
    return ngettext("jede Woche", "etwa alle %d Wochen", weeks).replace("%d", str(weeks))


def how_long(connection: Connection) -> str:
    """Return how long one transfer takes, empty when nobody said it."""
    minutes = connection.minutes
    if minutes is None:
        return ""
    return ngettext("je %d Minute", "je %d Minuten", minutes) % minutes


def said(connection: Connection) -> str:
    """Return a connection in one line."""
    details = [
        connection.data,
        str(connection.get_transfer_method_display()),
        how_often(connection),
        how_long(connection),
    ]
    return f"{connection.source} → {connection.target}: {', '.join(filter(None, details))}"


def description(
    systems: Sequence[System], connections: Sequence[Connection], islands: Sequence[System]
) -> str:
    """Return the map in words: how much there is, which systems are islands, how data moves."""
    what = _("%(systems)s und %(connections)s.") % {
        "systems": ngettext("%d System", "%d Systeme", len(systems)) % len(systems),
        "connections": ngettext("%d Verbindung", "%d Verbindungen", len(connections))
        % len(connections),
    }
    if not connections:
        return what
    counted = Counter(one.transfer_method for one in connections)
    names = ", ".join(str(system) for system in islands)
    return _("%(what)s %(islands)s Wege der Daten: %(ways)s.") % {
        "what": what,
        "islands": _("Inseln: %s.") % names if islands else _("Keine Insel."),
        "ways": ", ".join(
            f"{method.label} {counted[method]}" for method in TransferMethod if counted[method]
        ),
    }


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


def minutes_a_week(connection: Connection) -> Fraction:
    """Return the minutes that a connection takes in a week, 0 when nobody said it."""
    return Fraction(connection.times_a_week or 0) * (connection.minutes or 0)


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
        return str(STANDINGS[self.standing]) if self.standing else ""

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

    @cached_property
    def longest_transfers(self) -> list[Connection]:
        """The connections in use that cost most time by hand, at most three, the longest first."""
        by_hand = [one for one in self.connections_in_use if flow_of(one).is_by_hand]
        return sorted(by_hand, key=minutes_a_week, reverse=True)[:MOST_TRANSFERS]

    @property
    def figures(self) -> str:
        """Islands, double entries and the time they take, in one line."""
        return figures(self.survey)

    @property
    def figures_a_year(self) -> str:
        """What double entries add up to in a year, empty when nobody measured any."""
        return figures_a_year(self.survey)

    @property
    def what_is_missing(self) -> str:
        """What the figures leave out because nobody said it, empty when nothing is missing."""
        return what_is_missing(self.survey)

    @property
    def description(self) -> str:
        """The map in words."""
        return description(self.in_use, self.connections_in_use, self.islands)

    def _systems(self, keys: Iterable[int]) -> list[System]:
        wanted = set(keys)
        return [system for system in self.in_use if system.pk in wanted]


STATES = [str(state) for state in SystemState]


def _by_name(system: System) -> str:
    return system.name.casefold().translate(UMLAUTS)
