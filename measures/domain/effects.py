"""What a measure does to the system landscape, tried out on it as if it were carried out.

A measure touches systems in one of four ways. From that follows another landscape: connected
systems exchange their data by themselves, a replaced system is gone and another takes over what
it was connected with, an introduced one is new. Islands before and after tell how the measure
rates on „Vermeidung digitaler Inseln“, what it needs tells how it rates on „Nutzung bestehender
Systeme“.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from checks.domain.islands import Flow, FlowMethod, SystemStanding, survey


class Touch(StrEnum):
    USES = "uses"
    CONNECTS = "connects"
    REPLACES = "replaces"
    INTRODUCES = "introduces"


@dataclass(frozen=True)
class Effect:
    """What a measure does to the landscape.

    `joined` are the systems between which data flows by itself afterwards. `islands` counts how
    many islands there are more (or, below zero, fewer); an introduced system that nothing is
    connected with counts as one. `by_hand` counts connections by hand in the same way.
    """

    uses: tuple[int, ...]
    replaces: tuple[int, ...]
    introduces: tuple[int, ...]
    joined: tuple[int, ...]
    isolated: tuple[int, ...]
    islands: int
    by_hand: int
    new_flows: int

    @property
    def integration(self) -> int:
        """The rating from 1 to 5 on „Vermeidung digitaler Inseln“."""
        if self.islands:
            return 5 if self.islands < 0 else 1
        return 4 if self.by_hand < 0 or self.new_flows else 3

    @property
    def reuse(self) -> int:
        """The rating from 1 to 5 on „Nutzung bestehender Systeme“."""
        if not self.introduces:
            return 5
        if len(self.introduces) > len(self.replaces):
            return 1
        return 2 if len(self.introduces) == len(self.replaces) else 3


def effect_of(
    systems: Iterable[int], flows: Iterable[Flow], touches: Iterable[tuple[int, Touch]]
) -> Effect:
    """Return what a measure that touches systems does to a landscape.

    `systems` and `flows` are what is in use, `touches` pairs of a system and what happens to it.
    A system that is introduced is not there before, whether or not it is in use meanwhile.

    All systems that the measure connects exchange data with one another and with those it
    introduces; with a single one it is those it uses. What moved by hand between two of them
    flows by itself then; where nothing moved, it does in both directions. What a replaced system
    was connected with goes to the first system that is introduced, else to the first one that is
    used or connected, as it was; without one it is gone.
    """
    touched = list(touches)
    uses, connects, replaces, introduces = (_touched(touched, touch) for touch in Touch)
    there = [key for key in systems if key not in introduces]
    before = [flow for flow in flows if {flow.source, flow.target} <= set(there)]
    joined = _joined(uses, connects, introduces)
    heirs = [*introduces, *uses, *connects]
    inherited = _inherited(before, replaces, heirs)
    after = _connected(inherited, joined)
    left = [key for key in there if key not in replaces] + list(introduces)
    left += [key for key in (*uses, *connects) if key not in left]
    first, second = survey(there, before), survey(left, after)
    isolated = tuple(key for key in introduces if second.standings[key] is SystemStanding.ALONE)
    return Effect(
        uses=(*uses, *(key for key in connects if key not in joined)),
        replaces=replaces,
        introduces=introduces,
        joined=joined,
        isolated=isolated,
        islands=len(second.islands) + len(isolated) - len(first.islands),
        by_hand=_by_hand(after) - _by_hand(before),
        new_flows=len(after) - len(inherited),
    )


def _touched(touched: Iterable[tuple[int, Touch]], wanted: Touch) -> tuple[int, ...]:
    return tuple(dict.fromkeys(key for key, touch in touched if touch is wanted))


def _joined(
    uses: tuple[int, ...], connects: tuple[int, ...], introduces: tuple[int, ...]
) -> tuple[int, ...]:
    """Return the systems that exchange data afterwards, none when there are fewer than two."""
    together = (*connects, *introduces) if connects else ()
    if len(together) == 1:
        together = (*together, *uses)
    return together if len(together) > 1 else ()


def _inherited(flows: list[Flow], replaced: tuple[int, ...], heirs: list[int]) -> list[Flow]:
    """Return the connections after others took over those of the replaced systems."""
    left = []
    heir = heirs[0] if heirs else None
    for flow in flows:
        source = heir if flow.source in replaced else flow.source
        target = heir if flow.target in replaced else flow.target
        if source is not None and target is not None and source != target:
            left.append(replace(flow, source=source, target=target))
    return left


def _connected(flows: list[Flow], joined: tuple[int, ...]) -> list[Flow]:
    """Return the connections after data flows by itself between the joined systems."""
    inside = set(joined)
    found = [
        replace(flow, method=FlowMethod.AUTOMATIC)
        if flow.is_by_hand and {flow.source, flow.target} <= inside
        else flow
        for flow in flows
    ]
    moved = {frozenset((flow.source, flow.target)) for flow in found}
    for one, other in combinations(joined, 2):
        if frozenset((one, other)) not in moved:
            found += [
                Flow(one, other, FlowMethod.AUTOMATIC),
                Flow(other, one, FlowMethod.AUTOMATIC),
            ]
    return found


def _by_hand(flows: Iterable[Flow]) -> int:
    return sum(flow.is_by_hand for flow in flows)
