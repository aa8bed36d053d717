"""What stands in the snapshot of a Priorisierungsrunde: plain, frozen data without Django.

A snapshot explains itself: it holds names and words as they were, and refers to measures by
their `key`, which they keep when an organisation moves to another instance.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from checks.domain.catalogue import Criterion

Value = Annotated[int, Field(ge=1, le=5)]
Place = Annotated[int, Field(ge=1)]


class Frozen(BaseModel):
    """Base of everything in a snapshot: frozen, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Opinion(Frozen):
    """How one person rated alone."""

    name: str
    value: Value


class SnapshotRating(Frozen):
    """What holds for one criterion, who settled it and what people thought before.

    `by` is empty for a suggestion that nobody took up as their own.
    """

    criterion: Criterion
    value: Value
    note: str = ""
    by: str = ""
    opinions: tuple[Opinion, ...] = ()


class SnapshotMove(Frozen):
    """A place that a person gave by hand, and why."""

    place: Place
    reason: str
    by: str = ""


class SnapshotRow(Frozen):
    """One open measure. `place` counts in the list, `rank` by points; both None when unrated."""

    key: UUID
    title: str
    status: str
    place: Place | None = None
    rank: Place | None = None
    score: Annotated[int, Field(ge=0, le=100)] | None = None
    ratings: tuple[SnapshotRating, ...] = ()
    move: SnapshotMove | None = None
    is_chosen: bool = False
    effort_hours: int | None = None
    responsible: str = ""
    due_date: date | None = None

    @cached_property
    def rating_by_criterion(self) -> dict[Criterion, SnapshotRating]:
        return {rating.criterion: rating for rating in self.ratings}


class SnapshotNews(Frozen):
    """What had changed since the round before: titles, and why something is stuck."""

    done: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


class Snapshot(Frozen):
    """A closed round: who took part, what counted how much, and the list they agreed on."""

    format: Literal[1] = 1
    number: Place
    version: Place
    held_on: date
    next_on: date
    rated_alone: bool = False
    participants: tuple[str, ...]
    weights: dict[Criterion, Annotated[int, Field(ge=0, le=10)]]
    hours_per_week: Decimal | None = None
    hours_available: Decimal | None = None
    news: SnapshotNews = SnapshotNews()
    rows: tuple[SnapshotRow, ...]

    @model_validator(mode="after")
    def _is_one_list(self) -> Snapshot:
        if len({row.key for row in self.rows}) != len(self.rows):
            raise ValueError("a measure stands in the list twice")
        if set(self.weights) != set(Criterion):
            raise ValueError("every criterion has a weight")
        return self

    @cached_property
    def row_by_key(self) -> dict[UUID, SnapshotRow]:
        return {row.key: row for row in self.rows}

    @property
    def ranked(self) -> list[SnapshotRow]:
        """The measures with a place, from the first down."""
        return [row for row in self.rows if row.place is not None]

    @property
    def chosen(self) -> list[SnapshotRow]:
        return [row for row in self.rows if row.is_chosen]
