"""The work of the coming days: what is due, what is late, and who looks after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from measures.domain.prioritising import Row

A_WEEK = timedelta(days=7)
MOST_SHOWN = 6


@dataclass(frozen=True)
class Due:
    """One thing to be done by a day: a measure, or a step of one (`of` names the measure)."""

    day: date
    what: str
    measure_id: int
    who: str
    is_late: bool
    of: str = ""


@dataclass(frozen=True)
class Week:
    """The first things of the coming seven days, what is late before them, and how many more."""

    shown: tuple[Due, ...]
    more: int

    @classmethod
    def of(cls, rows: Iterable[Row], names: Mapping[int, str], today: date) -> Week:
        """Return the week that begins `today`; `names` are those of memberships."""
        due = sorted(
            (one for one in _dated(rows, names, today) if one.day <= today + A_WEEK),
            key=lambda one: one.day,
        )
        return cls(tuple(due[:MOST_SHOWN]), len(due[MOST_SHOWN:]))


def _dated(rows: Iterable[Row], names: Mapping[int, str], today: date) -> Iterator[Due]:
    for measure in (row.measure for row in rows if row.measure.is_open):
        in_charge = names.get(measure.responsible_id or 0, "")
        if day := measure.due_date:
            yield Due(day, measure.title, measure.pk, in_charge, day < today)
        for step in measure.steps.all():
            if step.due_date and step.done_at is None:
                who = names.get(step.responsible_id or 0, "") or in_charge
                yield Due(
                    step.due_date,
                    step.text,
                    measure.pk,
                    who,
                    step.due_date < today,
                    measure.title,
                )
