"""On which days, and at which hours, an organisation may be written to. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

BERLIN = ZoneInfo("Europe/Berlin")
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=256)
def holidays_in(year: int, state: str) -> frozenset[date]:
    """Return the public holidays of a year in a Bundesland; those of all Germany for ``""``."""
    return frozenset(holidays.country_holidays("DE", subdiv=state or None, years=year))


def holiday_name(day: date, state: str) -> str:
    """Return the German name of a public holiday, empty when the day is none."""
    named = holidays.country_holidays("DE", subdiv=state or None, years=day.year, language="de")
    return str(named.get(day) or "")


@dataclass(frozen=True)
class WorkDays:
    """When an organisation may be written to.

    `weekdays` are numbers from 1 (Monday) to 7, `state` is a Bundesland such as `BE`. Mails leave
    from the hour `begins` until the hour `ends`, which may be 24; everything else is quiet.
    Raises `ValueError` for what leaves no day, or fewer than two hours.
    """

    weekdays: Collection[int]
    state: str = ""
    begins: int = 8
    ends: int = 18

    def __post_init__(self) -> None:
        if not set(self.weekdays) & set(range(1, 8)):
            raise ValueError("No weekday is left.")
        if not 0 <= self.begins <= self.ends - 2 <= 22:
            raise ValueError("The day must leave two hours at least.")

    def are_on(self, day: date) -> bool:
        """Whether a day is one of the weekdays and no public holiday."""
        return day.isoweekday() in self.weekdays and day not in holidays_in(day.year, self.state)

    def next_from(self, day: date) -> date:
        """Return the day itself if mails may leave on it, else the next on which they may."""
        while not self.are_on(day):
            day += ONE_DAY
        return day

    def opens_at(self, day: date) -> datetime:
        """Return the moment from which mails may leave on a day."""
        return moment(day, self.begins)

    def closes_at(self, day: date) -> datetime:
        """Return the moment from which it is quiet again."""
        return moment(day, self.ends)

    def are_open(self, now: datetime) -> bool:
        """Whether mails may leave at a moment."""
        day = now.astimezone(BERLIN).date()
        return self.are_on(day) and self.opens_at(day) <= now < self.closes_at(day)


def moment(day: date, hour: int) -> datetime:
    """Return the moment at which the clocks in Germany show an hour, in UTC.

    An hour that the clocks leave out in spring begins when they have gone on, one that they
    show twice in autumn the first time. The hour 24 is the end of the day.
    """
    if hour == 24:
        day, hour = day + ONE_DAY, 0
    return datetime.combine(day, time(hour), BERLIN).astimezone(UTC)
