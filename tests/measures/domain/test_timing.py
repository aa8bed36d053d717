"""When measures and their steps are due."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from measures.domain.listing import MeasureList, Timeline
from tests.factories import MeasureFactory, StepFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def in_days(days):
    return TODAY + timedelta(days=days)


def test_measures_stand_in_the_order_of_what_is_next_and_done_ones_last(organisation):
    later = MeasureFactory(organisation=organisation, due_date=in_days(90))
    sooner = MeasureFactory(organisation=organisation, due_date=in_days(100))
    StepFactory(organisation=organisation, measure=sooner, due_date=in_days(2))
    done = MeasureFactory(organisation=organisation, due_date=in_days(-9), status="done")
    without = MeasureFactory(organisation=organisation)
    agenda = Timeline(MeasureList(organisation).rows)
    assert [row.measure for row, _days in agenda.lines] == [sooner, later, done]
    assert [row.measure for row in agenda.without_day] == [without]


def test_a_day_says_what_is_due_and_whether_it_is_late_or_done(organisation):
    measure = MeasureFactory(organisation=organisation, title="Server", due_date=in_days(5))
    more = {"organisation": organisation, "measure": measure}
    StepFactory(text="Anrufen", due_date=in_days(-5), **more)
    StepFactory(text="Fragen", due_date=in_days(-4), done_at=timezone.now(), **more)
    agenda = Timeline(MeasureList(organisation).rows)
    assert [one.in_words for one in agenda.deadlines] == [
        f"Teilschritt „Anrufen“: überfällig seit {date_format(in_days(-5))}",
        f"Teilschritt „Fragen“: erledigt, war fällig am {date_format(in_days(-4))}",
        f"Maßnahme „Server“: fällig am {date_format(in_days(5))}",
    ]
    assert [one.is_late for one in agenda.deadlines] == [True, False, False]
    assert agenda.late == 1


def test_nothing_of_a_closed_measure_is_late(organisation):
    measure = MeasureFactory(organisation=organisation, due_date=in_days(-5), status="rejected")
    StepFactory(organisation=organisation, measure=measure, due_date=in_days(-6))
    assert Timeline(MeasureList(organisation).rows).late == 0


def test_months_hold_what_is_due_in_them(organisation):
    for day in (in_days(400), in_days(0), in_days(400)):
        MeasureFactory(organisation=organisation, due_date=day)
    months = Timeline(MeasureList(organisation).rows).months
    assert [(month.title, month.is_now, len(month.deadlines)) for month in months] == [
        (date_format(TODAY, "F Y"), True, 1),
        (date_format(in_days(400), "F Y"), False, 2),
    ]
