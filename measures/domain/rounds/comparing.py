"""Comparing what two rounds agreed on: who rose, who fell, and why. Pure, from snapshots only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checks.domain.catalogue import Criterion
from measures.models.snapshot import Snapshot, SnapshotMove, SnapshotRow


class ShiftKind(StrEnum):
    """Where a measure went from one list to another."""

    ROSE = "rose"
    FELL = "fell"
    STAYED = "stayed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class CriterionChange:
    """Another rating or weight of one criterion; None where there was no rating."""

    criterion: Criterion
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Shift:
    """One measure in both lists, as far as it has a place there."""

    before: SnapshotRow | None
    after: SnapshotRow | None

    @property
    def title(self) -> str:
        row = self.after or self.before
        return row.title if row else ""

    @property
    def kind(self) -> ShiftKind:
        """Where it went. Without a place it is as if it were not there."""
        if self.before is None:
            return ShiftKind.NEW
        if self.after is None:
            return ShiftKind.GONE
        old, new = self.before.place or 0, self.after.place or 0
        return ShiftKind.ROSE if new < old else ShiftKind.FELL if new > old else ShiftKind.STAYED

    @property
    def places_up(self) -> int:
        """How many places it rose; negative when it fell, 0 when it is not in both lists."""
        if self.before is None or self.after is None:
            return 0
        return (self.before.place or 0) - (self.after.place or 0)

    @cached_property
    def ratings(self) -> list[CriterionChange]:
        """The criteria on which another value holds."""
        old = self.before.rating_by_criterion if self.before else {}
        new = self.after.rating_by_criterion if self.after else {}
        values = [
            (one, old[one].value if one in old else None, new[one].value if one in new else None)
            for one in Criterion
        ]
        return [CriterionChange(*found) for found in values if found[1] != found[2]]

    @property
    def move_made(self) -> SnapshotMove | None:
        """The place given by hand that only the later list has."""
        new, old = self.after and self.after.move, self.before and self.before.move
        return new if new and (old is None or old.place != new.place) else None

    @property
    def move_undone(self) -> SnapshotMove | None:
        """The place given by hand that only the earlier list has."""
        new, old = self.after and self.after.move, self.before and self.before.move
        return old if old and new is None else None


@dataclass(frozen=True)
class RoundComparison:
    """What differs between an earlier and a later snapshot."""

    before: Snapshot
    after: Snapshot

    @cached_property
    def shifts(self) -> list[Shift]:
        """Every measure that has a place in one of both lists, in the order of the later one."""
        old = {row.key: row for row in self.before.ranked}
        new = {row.key: row for row in self.after.ranked}
        return [Shift(old.get(row.key), row) for row in new.values()] + [
            Shift(row, None) for row in old.values() if row.key not in new
        ]

    def going(self, kind: ShiftKind) -> list[Shift]:
        """Return the measures that went one kind, those that went furthest first."""
        found = [shift for shift in self.shifts if shift.kind is kind]
        return sorted(found, key=lambda shift: -abs(shift.places_up))

    @cached_property
    def weights(self) -> list[CriterionChange]:
        return [
            CriterionChange(one, self.before.weights[one], self.after.weights[one])
            for one in Criterion
            if self.before.weights[one] != self.after.weights[one]
        ]
