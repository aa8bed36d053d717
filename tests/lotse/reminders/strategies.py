"""Dates, days and occasions as hypothesis makes them up."""

from datetime import date

from hypothesis import strategies as st

from lotse.reminders.domain.schedule import Occasion
from lotse.reminders.domain.workdays import WorkDays
from lotse.reminders.models import FederalState
from lotse.reminders.terms import OccasionKind

DATES = st.dates(date(2023, 12, 1), date(2033, 1, 31))
# Days around which calendars go wrong: leap days, clock changes, month ends, the turn of the year.
TRICKY = st.sampled_from(
    [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
        date(2028, 2, 29),
        date(2026, 3, 28),
        date(2026, 3, 29),
        date(2026, 3, 30),
        date(2026, 10, 24),
        date(2026, 10, 25),
        date(2026, 10, 26),
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2026, 4, 3),
        date(2026, 11, 30),
    ]
)
SOME_DAYS = DATES | TRICKY
ONE_PERSON = st.just((1,))


@st.composite
def work_days(draw):
    """Return days and hours at which an organisation may be written to."""
    begins = draw(st.integers(0, 22))
    return WorkDays(
        tuple(draw(st.sets(st.integers(1, 7), min_size=1))),
        draw(st.sampled_from(FederalState.values)),
        begins,
        draw(st.integers(begins + 2, 24)),
    )


def occasions(people=ONE_PERSON, due_on=SOME_DAYS):
    """Return occasions of every kind."""
    return st.builds(
        Occasion,
        kind=st.sampled_from(OccasionKind),
        subject_id=st.integers(1, 3),
        title=st.just("Termin"),
        due_on=due_on,
        people=people,
    )
