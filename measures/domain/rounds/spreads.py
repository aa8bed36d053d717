"""How far apart people are who rated alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# So far apart, people talk about it.
DISPUTED_FROM = 2


@dataclass(frozen=True)
class RatingVoice:
    """What one person rated alone, and why."""

    name: str
    value: int
    note: str = ""


@dataclass(frozen=True)
class RatingSpread:
    """The values of several people for one criterion of one measure; at least one."""

    voices: tuple[RatingVoice, ...]

    @property
    def lowest(self) -> int:
        """The lowest value."""
        return min(voice.value for voice in self.voices)

    @property
    def highest(self) -> int:
        """The highest value."""
        return max(voice.value for voice in self.voices)

    @property
    def width(self) -> int:
        """How far the lowest and the highest value are apart."""
        return self.highest - self.lowest

    @property
    def is_disputed(self) -> bool:
        """Whether people should talk about it."""
        return self.width >= DISPUTED_FROM

    @property
    def agreed(self) -> int | None:
        """The value that everyone gave, None when they differ."""
        return self.lowest if self.width == 0 else None

    @property
    def counts(self) -> list[tuple[int, int]]:
        """How many people gave each value from 1 to 5."""
        return [(value, len(self.names_at(value))) for value in range(1, 6)]

    def names_at(self, value: int) -> list[str]:
        """Return who gave a value."""
        return [voice.name for voice in self.voices if voice.value == value]


def widest(spreads: Sequence[RatingSpread]) -> int:
    """Return how far people are apart where they are furthest apart; 0 for nothing."""
    return max((spread.width for spread in spreads), default=0)
