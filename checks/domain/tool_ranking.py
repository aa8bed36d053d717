"""How tools compare on requirements: pure calculation, without Django.

A „must“ decides before any points: whoever leaves one unmet stands behind everyone who does not,
and every „must“ that is not met is named, whether it is unmet, met in part or still open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Weight(StrEnum):
    """How much a requirement counts."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class ToolVerdict(StrEnum):
    """How far a tool meets a requirement."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    OPEN = "open"


class MustGroup(StrEnum):
    """What the „must“ requirements say of a tool, the better first."""

    ALL_MUSTS = "all_musts"
    MUSTS_UNCERTAIN = "musts_uncertain"
    MUSTS_UNMET = "musts_unmet"


COUNTS = {Weight.MUST: 3, Weight.SHOULD: 2, Weight.COULD: 1}
SHARE = {
    ToolVerdict.MET: Fraction(1),
    ToolVerdict.PARTLY: Fraction(1, 2),
    ToolVerdict.NOT_MET: Fraction(0),
    ToolVerdict.OPEN: Fraction(0),
}
# When two requirements become one, it is met no better than the worse of them.
LEAST_FIRST = (ToolVerdict.NOT_MET, ToolVerdict.OPEN, ToolVerdict.PARTLY, ToolVerdict.MET)


@dataclass(frozen=True)
class Demand:
    """A requirement by its key, with how much it counts."""

    key: int
    weight: Weight


@dataclass(frozen=True)
class ToolResult:
    """What a comparison says of one tool.

    `place` counts from 1; tools that are equal share one. `points` go from 0 to 100 and are None
    without requirements. `unmet_musts`, `partly_musts` and `open_musts` name every „must“ that
    is not met, in the order of the requirements.
    """

    tool: int
    place: int
    counts: Mapping[tuple[Weight, ToolVerdict], int]
    points: Fraction | None
    unmet_musts: tuple[int, ...]
    partly_musts: tuple[int, ...]
    open_musts: tuple[int, ...]

    @property
    def group(self) -> MustGroup:
        """What the „must“ requirements say."""
        if self.unmet_musts:
            return MustGroup.MUSTS_UNMET
        if self.partly_musts or self.open_musts:
            return MustGroup.MUSTS_UNCERTAIN
        return MustGroup.ALL_MUSTS

    @property
    def shown_points(self) -> int | None:
        """The points as a whole number; only who meets everything has 100."""
        return None if self.points is None else int(self.points)

    def number(self, verdict: ToolVerdict) -> int:
        """How many requirements got a verdict."""
        return sum(self.counts[weight, verdict] for weight in Weight)


def least_favourable(verdicts: Iterable[ToolVerdict]) -> ToolVerdict:
    """Return the worst of some verdicts; „open“ is worse than „partly“. None given is open."""
    return min(verdicts, key=LEAST_FIRST.index, default=ToolVerdict.OPEN)


def compare(
    demands: Sequence[Demand], verdicts: Mapping[int, Mapping[int, ToolVerdict]]
) -> list[ToolResult]:
    """Return what the verdicts say of each tool, the best first.

    `verdicts` leads from a tool to its verdicts by requirement; what has none is open, and
    verdicts on other requirements do not count. First comes who meets every „must“, then who
    might, last who leaves one unmet; then fewer unmet „musts“; then points.
    """
    found = [_judge(tool, demands, said) for tool, said in verdicts.items()]
    found.sort(key=lambda outcome: (*_rank(outcome), outcome.tool))
    placed: list[ToolResult] = []
    for number, outcome in enumerate(found, start=1):
        ties = placed and _rank(placed[-1]) == _rank(outcome)
        place = placed[-1].place if ties else number
        placed.append(ToolResult(**{**outcome.__dict__, "place": place}))
    return placed


def _rank(outcome: ToolResult) -> tuple[int, int, Fraction]:
    groups = list(MustGroup)
    unmet = len(outcome.unmet_musts)
    return groups.index(outcome.group), unmet, -(outcome.points or Fraction(0))


def _judge(tool: int, demands: Sequence[Demand], said: Mapping[int, ToolVerdict]) -> ToolResult:
    counts = {(weight, verdict): 0 for weight in Weight for verdict in ToolVerdict}
    musts: dict[ToolVerdict, list[int]] = {verdict: [] for verdict in ToolVerdict}
    reached, possible = Fraction(0), 0
    for demand in demands:
        verdict = said.get(demand.key, ToolVerdict.OPEN)
        counts[demand.weight, verdict] += 1
        if demand.weight is Weight.MUST:
            musts[verdict].append(demand.key)
        reached += SHARE[verdict] * COUNTS[demand.weight]
        possible += COUNTS[demand.weight]
    return ToolResult(
        tool,
        0,
        counts,
        100 * reached / possible if possible else None,
        tuple(musts[ToolVerdict.NOT_MET]),
        tuple(musts[ToolVerdict.PARTLY]),
        tuple(musts[ToolVerdict.OPEN]),
    )
