"""What is good for an organisation of a size.

The scale of maturity reaches up to what a house with an IT department can do. Five colleagues
who share a room need less: few places to look things up, rules that are agreed by word. So the
result is held against what carries in an organisation of that size, and never against 100.
"""

from __future__ import annotations

from enum import StrEnum

# Up to how many people which maturity in percent carries; more people need more agreed upon.
STEPS = ((10, 50), (25, 55))
LARGEST = 60


class Standing(StrEnum):
    """How an area stands for an organisation of that size."""

    SOLID = "solid"
    UNDERWAY = "underway"
    TO_BEGIN = "to-begin"


def enough_for(people: int) -> int:
    """Return the maturity in percent that is good for an organisation of so many people."""
    return next((enough for most, enough in STEPS if people <= most), LARGEST)


def standing(percent: int | None, people: int) -> Standing | None:
    """Return how a maturity stands for so many people, None without a maturity."""
    if percent is None:
        return None
    enough = enough_for(people)
    if percent >= enough:
        return Standing.SOLID
    return Standing.UNDERWAY if 2 * percent >= enough else Standing.TO_BEGIN
