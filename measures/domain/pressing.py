"""What cannot wait, whatever its points: people or data are at risk, or a law asks for it.

Pure: which measures that are is written in the catalogue (`Pressing`), at which levels of which
questions; here it is held against the answers of a check and against what people did since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checks.domain.catalogue import Pressing


class PressingState(StrEnum):
    """What became of a measure that cannot wait, in the order in which it is shown."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    PUT_OFF = "put_off"


@dataclass(frozen=True)
class Dealings:
    """What people did about a measure; `put_off_at` is when they said why it has to wait."""

    is_taken_up: bool = False
    done_at: datetime | None = None
    put_off_at: datetime | None = None


def presses(pressing: Pressing | None, levels: Mapping[str, int]) -> bool:
    """Return whether one of the answers, levels by the key of the question, cannot wait."""
    return pressing is not None and any(levels.get(key) in at for key, at in pressing.at.items())


def state_of(dealings: Dealings, begun_at: datetime) -> PressingState | None:
    """Return what became of it since the check was begun; None when it is done.

    What was carried out or put off before does not count any more: the check says it anew.
    """
    if dealings.is_taken_up:
        return PressingState.TAKEN_UP
    if dealings.done_at and dealings.done_at >= begun_at:
        return None
    if dealings.put_off_at and dealings.put_off_at >= begun_at:
        return PressingState.PUT_OFF
    return PressingState.OPEN
