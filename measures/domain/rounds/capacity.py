"""How many hours there are until the next round, and how many the chosen measures need. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DAYS_IN_A_WEEK = 7


def hours_between(hours_per_week: Decimal, begin: date, end: date) -> Decimal:
    """Return the hours from `begin` to `end`, to the tenth; 0 when the end is not later."""
    days = max((end - begin).days, 0)
    return _tenths(hours_per_week * days / DAYS_IN_A_WEEK)


def weeks_between(begin: date, end: date) -> Decimal:
    """Return the weeks from `begin` to `end`, to the tenth."""
    return _tenths(Decimal(max((end - begin).days, 0)) / DAYS_IN_A_WEEK)


def open_hours(planned: int | None, spent: Decimal | None) -> Decimal | None:
    """Return what is left of the planned hours; None without a plan, 0 when more was spent."""
    if planned is None:
        return None
    return max(Decimal(planned) - (spent or 0), Decimal(0))


@dataclass(frozen=True)
class Balance:
    """The hours the chosen measures need, against the hours there are (None when unknown)."""

    needed: Decimal
    available: Decimal | None
    unknown: int

    @property
    def left(self) -> Decimal | None:
        """The hours that are left, negative when there are too few."""
        return None if self.available is None else self.available - self.needed

    @property
    def is_too_much(self) -> bool:
        """Whether more is chosen than there are hours for."""
        return self.left is not None and self.left < 0

    @property
    def percent(self) -> int:
        """How much of the hours is taken, in percent, at most 100; for drawing."""
        if not self.available:
            return 100 if self.needed else 0
        return min(int(self.needed * 100 / self.available), 100)


def balance(hours: Iterable[Decimal | None], available: Decimal | None) -> Balance:
    """Return how measures with these open hours fit; None stands for one nobody estimated."""
    hours = list(hours)
    known = [one for one in hours if one is not None]
    return Balance(sum(known, start=Decimal(0)), available, len(hours) - len(known))


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
