"""When an organisation may be written to."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.reminders.domain.occasions import months_after
from lotse.reminders.domain.workdays import (
    BERLIN,
    WorkDays,
    holiday_name,
    holidays_in,
    moment,
)
from tests.lotse.reminders.strategies import SOME_DAYS, work_days

WEEK = (1, 2, 3, 4, 5)


class TestMonths:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2025, 11, 30), 3, date(2026, 2, 28)),
            (date(2027, 11, 30), 3, date(2028, 2, 29)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2024, 2, 29), 48, date(2028, 2, 29)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2026, 12, 31), 1, date(2027, 1, 31)),
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
        ],
    )
    def test_end_with_the_month_where_it_is_shorter(self, day, months, expected):
        assert months_after(day, months) == expected

    @given(day=SOME_DAYS, months=st.integers(1, 60))
    def test_pass_as_many_months_as_were_asked_for(self, day, months):
        found = months_after(day, months)
        assert (found.year - day.year) * 12 + found.month - day.month == months
        is_last_of_month = (found + timedelta(days=1)).month != found.month
        assert found.day == day.day or (found.day < day.day and is_last_of_month)


class TestDays:
    def test_leave_out_weekends_and_holidays_of_the_land(self):
        in_berlin = WorkDays(WEEK, "BE")
        assert not in_berlin.are_on(date(2027, 3, 8))  # Frauentag, nur in Berlin und MV
        assert WorkDays(WEEK, "HH").are_on(date(2027, 3, 8))
        # Karfreitag bis Ostermontag.
        assert in_berlin.next_from(date(2026, 4, 3)) == date(2026, 4, 7)

    def test_name_holidays_in_german(self):
        assert holiday_name(date(2026, 4, 3), "") == "Karfreitag"
        assert holiday_name(date(2026, 10, 31), "SN") == "Reformationstag"
        assert holiday_name(date(2026, 10, 31), "BE") == ""

    @given(days=work_days(), day=SOME_DAYS)
    def test_come_soon_and_are_the_first_that_is_allowed(self, days, day):
        found = days.next_from(day)
        assert found.isoweekday() in days.weekdays
        assert found not in holidays.country_holidays(
            "DE", subdiv=days.state or None, years=found.year
        )
        assert timedelta(0) <= found - day <= timedelta(days=28)
        between = (day + timedelta(days=number) for number in range((found - day).days))
        assert not any(days.are_on(one) for one in between)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"weekdays": ()},
            {"weekdays": (0, 8)},
            {"weekdays": WEEK, "begins": 8, "ends": 9},
            {"weekdays": WEEK, "begins": -1},
            {"weekdays": WEEK, "begins": 20, "ends": 25},
        ],
    )
    def test_must_leave_room_for_mails(self, wrong):
        with pytest.raises(ValueError, match=r"is left|two hours"):
            WorkDays(**wrong)

    def test_of_all_germany_are_fewer_than_those_of_a_land(self):
        assert holidays_in(2026, "") < holidays_in(2026, "BY")


class TestHours:
    def test_begin_when_clocks_have_gone_on(self):
        in_spring = date(2026, 3, 29)
        assert moment(in_spring, 2) == datetime(2026, 3, 29, 1, tzinfo=UTC)
        assert moment(in_spring, 8) == datetime(2026, 3, 29, 6, tzinfo=UTC)
        assert moment(date(2026, 3, 28), 8) == datetime(2026, 3, 28, 7, tzinfo=UTC)

    def test_begin_the_first_time_clocks_show_them(self):
        in_autumn = date(2026, 10, 25)
        assert moment(in_autumn, 2) == datetime(2026, 10, 25, 0, tzinfo=UTC)
        assert moment(in_autumn, 24) == datetime(2026, 10, 25, 23, tzinfo=UTC)

    @given(days=work_days(), day=SOME_DAYS)
    def test_let_an_hourly_clock_in_on_every_day(self, days, day):
        day = days.next_from(day)
        begin = moment(day, 0)
        ticks = [begin + timedelta(hours=number, minutes=5) for number in range(-2, 28)]
        assert any(days.are_open(tick) for tick in ticks if tick.astimezone(BERLIN).date() == day)

    @given(
        days=work_days(),
        day=SOME_DAYS,
        minutes=st.integers(0, 26 * 60),
    )
    def test_keep_quiet_hours_and_days(self, days, day, minutes):
        now = moment(day, 0) + timedelta(minutes=minutes)
        local = now.astimezone(BERLIN)
        if days.are_open(now):
            assert days.begins <= local.hour < days.ends
            assert local.date() in days_on(days, local.date())


def days_on(days, day):
    return {day} if days.are_on(day) else set()
