"""What an answer says, as the pure calculations see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

State = Literal["answered", "unknown", "not_applicable"]
Value = bool | int | str | Sequence[str]


class Given(NamedTuple):
    """An answer that was given.

    `level` is set for answered level questions, `value` for answers of every other kind: an
    option's key, a sequence of them, a number, a text, or yes and no as a bool. A question
    that is still open has no `Given` at all.
    """

    state: State
    level: int | None = None
    value: Value | None = None

    @property
    def is_answered(self) -> bool:
        """Whether the question was answered in substance."""
        return self.state == "answered"

    @property
    def is_unknown(self) -> bool:
        """Whether the answer is „Weiß ich nicht“."""
        return self.state == "unknown"

    @property
    def is_not_applicable(self) -> bool:
        """Whether the answer is „Trifft nicht zu“."""
        return self.state == "not_applicable"
