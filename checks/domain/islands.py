"""Digital islands: from which systems data leaves only by hand, and what that costs.

Systems and connections are plain values here, so that a planned change can be tried out on
them as well as what is there today.

A connection moves data *by hand* when somebody types it again or carries it on paper. It
*flows* when it runs by itself or as a file. What a system is follows from the connections that
leave it, and only where none leaves from those that arrive:

- **island**: at least one connection leaves it, and all that leave go by hand. It is an island
  whatever arrives, even when what arrives flows: others can only get at its data by hand.
- **open**: at least one connection that leaves it flows.
- **end**: nothing leaves it, something arrives (an archive, a website). Nobody has to type what
  is in it, so it is no island.
- **alone**: it has no connection at all. Most often nobody has noted one yet, so it is not
  counted as an island, but pages ask about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class FlowMethod(StrEnum):
    """How a connection moves data."""

    AUTOMATIC = "automatic"
    FILE = "file"
    TYPED = "typed"
    PAPER = "paper"


BY_HAND = frozenset({FlowMethod.TYPED, FlowMethod.PAPER})


class SystemStanding(StrEnum):
    """What a system is among the others."""

    ISLAND = "island"
    OPEN = "open"
    END = "end"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Flow:
    """One connection: data that moves from `source` to `target`.

    `times_a_week` and `minutes` (for each time) are None where nobody said it.
    """

    source: int
    target: int
    method: FlowMethod
    times_a_week: Fraction | None = None
    minutes: int | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether a person has to carry the data over."""
        return self.method in BY_HAND


@dataclass(frozen=True)
class Survey:
    """What a landscape of systems looks like.

    `standings` has every system in the order given. `groups` are the systems between which data
    flows, in whatever direction and over whatever others; every system is in exactly one, and a
    system without such a connection is a group of its own. A double entry is one transfer by
    hand: something that is already written down somewhere is written down again.
    """

    standings: Mapping[int, SystemStanding]
    groups: tuple[tuple[int, ...], ...]
    double_entries_a_week: Fraction
    minutes_a_week: Fraction
    unmeasured: int

    @property
    def islands(self) -> tuple[int, ...]:
        """The systems that are islands."""
        return self._with(SystemStanding.ISLAND)

    @property
    def alone(self) -> tuple[int, ...]:
        """The systems without any connection."""
        return self._with(SystemStanding.ALONE)

    @property
    def is_connected(self) -> bool:
        """Whether any connection is known; without one nothing can be said about islands."""
        return len(self.alone) < len(self.standings)

    def _with(self, standing: SystemStanding) -> tuple[int, ...]:
        return tuple(key for key, found in self.standings.items() if found is standing)


def survey(systems: Iterable[int], flows: Iterable[Flow]) -> Survey:
    """Return what a landscape looks like.

    `systems` are the keys of the systems, `flows` their connections. Double entries count where
    their frequency is known, minutes where how long one takes is known too; `unmeasured` is the
    number of connections by hand that lack one of the two. Raises ValueError when a connection
    names a system that is not there or leads from a system to itself.
    """
    keys, flows = tuple(dict.fromkeys(systems)), tuple(flows)
    known = set(keys)
    for flow in flows:
        if flow.source == flow.target or not {flow.source, flow.target} <= known:
            raise ValueError(f"no connection between two systems of the landscape: {flow}")
    by_hand = [flow for flow in flows if flow.is_by_hand]
    return Survey(
        standings={key: _standing(key, flows) for key in keys},
        groups=_groups(keys, flows),
        double_entries_a_week=sum(
            (flow.times_a_week or Fraction() for flow in by_hand), Fraction()
        ),
        minutes_a_week=sum(
            ((flow.times_a_week or Fraction()) * (flow.minutes or 0) for flow in by_hand),
            Fraction(),
        ),
        unmeasured=sum(flow.times_a_week is None or flow.minutes is None for flow in by_hand),
    )


def _standing(key: int, flows: tuple[Flow, ...]) -> SystemStanding:
    leaving = [flow for flow in flows if flow.source == key]
    if leaving:
        return (
            SystemStanding.ISLAND
            if all(flow.is_by_hand for flow in leaving)
            else SystemStanding.OPEN
        )
    return SystemStanding.END if any(flow.target == key for flow in flows) else SystemStanding.ALONE


def _groups(keys: tuple[int, ...], flows: tuple[Flow, ...]) -> tuple[tuple[int, ...], ...]:
    group_of = {key: [key] for key in keys}
    for flow in flows:
        one, other = group_of[flow.source], group_of[flow.target]
        if not flow.is_by_hand and one is not other:
            one.extend(other)
            for key in other:
                group_of[key] = one
    order = {key: number for number, key in enumerate(keys)}
    distinct = {id(group): group for group in group_of.values()}.values()
    return tuple(tuple(sorted(group, key=order.__getitem__)) for group in distinct)
