"""Which reminder is due when, and for whom."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.reminders.domain.bundling import bundle
from lotse.reminders.domain.schedule import (
    LEAD,
    PATIENCE,
    Occasion,
    Sent,
    days_to_come,
    lead_day,
    stage_due,
)
from lotse.reminders.domain.workdays import WorkDays
from lotse.reminders.terms import OccasionKind, ReminderStage, topic_of
from tests.lotse.reminders.strategies import SOME_DAYS, occasions, work_days

WEEK = WorkDays((1, 2, 3, 4, 5), "BE")
MONDAY = date(2026, 6, 1)
PERSON, DIRECTOR = 1, 9


def occasion(**changes):
    facts = {
        "kind": OccasionKind.MEASURE,
        "subject_id": 1,
        "title": "Termin",
        "due_on": MONDAY,
        "people": (PERSON,),
    }
    return Occasion(**(facts | changes))


def run(day_by_day, days, *, awake=None, directors=(DIRECTOR,), unwanted=()):
    """Let days go by; return everything sent, as (day, person, item), silent ones apart.

    `day_by_day` yields days with the occasions that there are; `awake` says whether the worker
    runs on a day.
    """
    history, told, silent = defaultdict(list), [], []
    for number, (today, found) in enumerate(day_by_day):
        if not days.are_on(today) or (awake and not awake(number)):
            continue
        for theirs in bundle(
            found,
            today=today,
            days=days,
            history=history,
            directors=directors,
            unwanted=unwanted,
        ):
            told += [(today, theirs.person, item) for item in theirs.told]
            silent += [(today, theirs.person, item) for item in theirs.silent]
            for item in theirs.items:
                history[item.occasion.key].append(
                    Sent(theirs.person, item.stage, item.occasion.due_on, today)
                )
    return told, silent


def some_days(first, number, *found):
    return ((first + timedelta(days=one), found) for one in range(number))


def stages(told):
    return [(day, person, item.stage) for day, person, item in told]


class TestOneDate:
    def test_is_told_before_on_the_day_a_week_later_and_then_to_the_director(self):
        told, _silent = run(some_days(date(2026, 5, 1), 90, occasion()), WEEK)
        assert stages(told) == [
            # The 25th of May is Pfingstmontag.
            (date(2026, 5, 26), PERSON, ReminderStage.BEFORE),
            (date(2026, 6, 1), PERSON, ReminderStage.DUE),
            (date(2026, 6, 8), PERSON, ReminderStage.MISSED),
            (date(2026, 6, 15), DIRECTOR, ReminderStage.ESCALATED),
        ]

    def test_is_not_told_to_directors_who_look_after_it_themselves(self):
        mine = occasion(people=(DIRECTOR,))
        told, _silent = run(some_days(date(2026, 5, 1), 90, mine), WEEK)
        assert {person for _day, person, _item in told} == {DIRECTOR}
        assert ReminderStage.ESCALATED not in {item.stage for _day, _person, item in told}

    def test_that_was_slept_through_is_told_once_and_then_week_by_week(self):
        told, _silent = run(some_days(date(2026, 7, 1), 60, occasion()), WEEK)
        assert stages(told) == [
            (date(2026, 7, 1), PERSON, ReminderStage.DUE),
            (date(2026, 7, 8), PERSON, ReminderStage.MISSED),
            (date(2026, 7, 15), DIRECTOR, ReminderStage.ESCALATED),
        ]

    def test_is_not_told_when_the_thing_is_done(self):
        before = some_days(date(2026, 5, 26), 3, occasion())
        told, _silent = run([*before, *some_days(date(2026, 5, 29), 30)], WEEK)
        assert stages(told) == [(date(2026, 5, 26), PERSON, ReminderStage.BEFORE)]

    def test_counts_as_missed_by_those_who_want_no_mails(self):
        unwanted = {(PERSON, topic_of(OccasionKind.MEASURE, ReminderStage.DUE))}
        told, silent = run(some_days(date(2026, 5, 1), 90, occasion()), WEEK, unwanted=unwanted)
        assert [stage for _day, _person, stage in stages(told)] == [ReminderStage.ESCALATED]
        assert len(silent) == 3

    def test_is_not_told_to_directors_who_do_not_want_to_hear(self):
        unwanted = {(DIRECTOR, "escalated")}
        told, silent = run(some_days(date(2026, 5, 1), 90, occasion()), WEEK, unwanted=unwanted)
        assert {person for _day, person, _stage in stages(told)} == {PERSON}
        assert stages(silent) == [(date(2026, 6, 15), DIRECTOR, ReminderStage.ESCALATED)]


class TestMovedDates:
    later = occasion(due_on=date(2026, 9, 1))

    def test_are_told_to_whoever_knows_the_old_one(self):
        first = some_days(date(2026, 5, 26), 2, occasion())
        then = some_days(date(2026, 5, 28), 120, self.later)
        told, _silent = run([*first, *then], WEEK)
        assert stages(told)[:4] == [
            (date(2026, 5, 26), PERSON, ReminderStage.BEFORE),
            (date(2026, 5, 28), PERSON, ReminderStage.MOVED),
            (date(2026, 8, 25), PERSON, ReminderStage.BEFORE),
            (date(2026, 9, 1), PERSON, ReminderStage.DUE),
        ]

    def test_are_told_as_the_coming_date_where_they_are_near(self):
        near = occasion(due_on=date(2026, 6, 4))
        first = some_days(date(2026, 5, 26), 2, occasion())
        told, _silent = run([*first, *some_days(date(2026, 5, 28), 6, near)], WEEK)
        assert [stage for _day, _person, stage in stages(told)] == [
            ReminderStage.BEFORE,
            ReminderStage.BEFORE,
        ]

    def test_are_not_told_to_those_who_never_heard_of_one(self):
        assert stage_due(self.later, PERSON, date(2026, 5, 28), [], WEEK) is None

    def test_need_no_second_mail_before_the_date_when_just_told(self):
        sent = [
            Sent(PERSON, ReminderStage.BEFORE, MONDAY, date(2026, 5, 26)),
            Sent(PERSON, ReminderStage.MOVED, date(2026, 9, 1), date(2026, 8, 25)),
        ]
        assert stage_due(self.later, PERSON, date(2026, 8, 27), sent, WEEK) is None


class TestComing:
    def test_days_are_those_before_and_on_the_date(self):
        found = days_to_come(occasion(), date(2026, 5, 1), [], WEEK)
        assert found == [date(2026, 5, 26), date(2026, 6, 1)]
        assert days_to_come(occasion(), date(2026, 5, 27), [], WEEK) == [date(2026, 6, 1)]

    def test_days_go_on_while_it_is_overdue(self):
        told = Sent(PERSON, ReminderStage.DUE, MONDAY, MONDAY)
        again = Sent(PERSON, ReminderStage.MISSED, MONDAY, date(2026, 6, 8))
        assert days_to_come(occasion(), date(2026, 6, 6), [], WEEK) == [date(2026, 6, 8)]
        assert days_to_come(occasion(), date(2026, 6, 2), [told], WEEK) == [date(2026, 6, 8)]
        assert days_to_come(occasion(), date(2026, 6, 10), [told], WEEK) == [date(2026, 6, 10)]
        assert days_to_come(occasion(), date(2026, 6, 9), [told, again], WEEK) == []


@st.composite
def histories(draw):
    """Return occasions whose dates move as time goes by, with the days on which they do."""
    first = draw(SOME_DAYS)
    found = draw(
        st.lists(
            occasions(
                people=st.sampled_from([(1,), (1, 2), (DIRECTOR,)]),
                due_on=st.integers(-20, 70).map(lambda n: first + timedelta(days=n)),
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda one: one.key,
        )
    )
    moves = draw(
        st.dictionaries(
            st.integers(0, 100),
            st.tuples(st.integers(0, len(found) - 1), st.integers(-10, 60)),
            max_size=4,
        )
    )
    days, current = [], list(found)
    for number in range(110):
        if number in moves:
            which, by = moves[number]
            moved = current[which].due_on + timedelta(days=by)
            current[which] = replace(current[which], due_on=moved)
        days.append((first + timedelta(days=number), tuple(current)))
    return days


class TestAnyHistory:
    @settings(max_examples=60)
    @given(story=histories(), days=work_days(), asleep=st.sets(st.integers(0, 109), max_size=60))
    def test_tells_everything_once_and_escalates_after_two_misses(self, story, days, asleep):
        told, _silent = run(story, days, awake=lambda number: number not in asleep)
        identities = Counter(
            (person, item.occasion.key, item.occasion.due_on, item.stage)
            for _day, person, item in told
        )
        assert not identities or max(identities.values()) == 1
        known = dict(story)
        for day, person, item in told:
            one = item.occasion
            assert days.are_on(day)
            assert one in known[day]
            earlier = [
                (their_day, their.stage)
                for their_day, they, their in told
                if their_day < day
                and their.occasion.key == one.key
                and their.occasion.due_on == one.due_on
                and they != DIRECTOR
            ]
            match item.stage:
                case ReminderStage.BEFORE:
                    assert one.due_on - LEAD[one.kind] <= day < days.next_from(one.due_on)
                case ReminderStage.DUE:
                    assert day >= one.due_on
                case ReminderStage.MISSED:
                    assert day >= one.due_on + PATIENCE
                case ReminderStage.ESCALATED:
                    assert {ReminderStage.DUE, ReminderStage.MISSED} <= {
                        stage for _day, stage in earlier
                    }
                    assert day >= one.due_on + 2 * PATIENCE
                    assert person == DIRECTOR
                    assert DIRECTOR not in one.people

    @given(one=occasions(), days=work_days())
    def test_without_sleep_the_date_is_told_on_its_day(self, one, days):
        due = days.next_from(one.due_on)
        told, _silent = run(some_days(one.due_on - timedelta(days=80), 120, one), days)
        by_stage = {item.stage: day for day, _person, item in told}
        assert by_stage[ReminderStage.DUE] == due
        if lead_day(one, days) < due:
            assert by_stage[ReminderStage.BEFORE] == lead_day(one, days)


def test_topics_are_the_kind_except_for_what_goes_to_the_director():
    assert topic_of(OccasionKind.STEP, ReminderStage.DUE) == "step"
    assert topic_of(OccasionKind.STEP, ReminderStage.ESCALATED) == "escalated"


@pytest.mark.parametrize("kind", OccasionKind)
def test_every_kind_is_told_before_its_date(kind):
    assert LEAD[kind] > timedelta(0)
