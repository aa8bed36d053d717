"""How much data there is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much data a database gets. Every organisation gets the same number of everything."""

    organisations: int
    checks: int = 5
    answers: int = 60
    requirements: int = 5
    measures: int = 6

    @property
    def all_answers(self) -> int:
        """The number of answers of all organisations together."""
        return self.organisations * self.checks * self.answers
