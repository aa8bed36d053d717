"""What programs are told about changes: SEQUENCE, DTSTAMP and LAST-MODIFIED move together.

They move exactly when something else of a component does, in the calendar, in task lists and in the
file of a mail alike. The comparison is made with what an independent library reads.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from lotse.reminders.domain import sending
from lotse.reminders.domain.bundling import DueReminder
from lotse.reminders.domain.calendar_file import calendar_of, file_of
from lotse.reminders.domain.occasions import Team, all_occasions
from lotse.reminders.models import ReviewRhythm
from lotse.reminders.terms import ReminderStage
from measures.domain.steps import steps_of
from measures.domain.task_list import as_tasks
from measures.models import CalendarEntry, Measure, Step
from organisations import tenancy
from organisations.models import Membership, Organisation, User
from tests.factories import (
    CheckFactory,
    MeasureFactory,
    MembershipFactory,
    ReviewRhythmFactory,
    StepFactory,
)
from tests.lotse.reminders.reminded import NOW, due, posted

pytestmark = pytest.mark.django_db
STAMPS = ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED")
DAY = date(2026, 12, 1)


class House:
    """An organisation with a measure, its steps, and a check that comes back; its pilot looks."""

    def __init__(self):
        self.pilot = MembershipFactory()
        self.organisation = self.pilot.organisation
        more = {"organisation": self.organisation, "responsible": self.pilot, "due_date": DAY}
        self.measure = MeasureFactory(**more, status="planned")
        self.steps = [
            StepFactory(**more, measure=self.measure, position=place) for place in (1, 2, 3)
        ]
        CheckFactory(organisation=self.organisation, finished_at="2026-11-30T12:00Z")
        ReviewRhythmFactory(organisation=self.organisation)
        self.rank = 1

    def files(self):
        """Return the calendar, the tasks and the file of a mail, as bytes."""
        with tenancy.activate(self.organisation):
            organisation = Organisation.objects.get(pk=self.organisation.pk)
            pilot = Membership.objects.get(pk=self.pilot.pk)
            pilot.organisation = organisation
            measure = Measure.objects.select_related("responsible__user").get()
            rhythm = ReviewRhythm.objects.get()
            found = all_occasions(organisation, rhythm, Team.of([pilot]))
            return (
                calendar_of(pilot, organisation),
                as_tasks(measure, steps_of(measure), slug=organisation.slug, rank=self.rank),
                file_of(
                    [DueReminder(one, ReminderStage.DUE) for one in found], organisation
                ).encode(),
            )

    def change(self, what, number):
        with tenancy.activate(self.organisation):
            CHANGES[what](self, number)

    def step(self, number):
        ids = list(Step.objects.order_by("id").values_list("pk", flat=True))
        return Step.objects.filter(pk__in=ids[number % 3 : number % 3 + 1])

    def add(self, number):
        more = {"organisation": self.organisation, "responsible": self.pilot}
        StepFactory(**more, measure=self.measure, position=9, due_date=day(number))

    def save_again(self, number):
        for one in (*Measure.objects.all(), *self.step(number)):
            one.version += 1
            one.save()

    def rank_as(self, number):
        self.rank = number * 3 + 1


def day(number):
    return DAY + timedelta(days=number) if number else None


def word(number):
    return f"Wort {number}"


def measures(field, value):
    return lambda house, number: Measure.objects.update(**{field: value(number)})


def steps(field, value):
    return lambda house, number: house.step(number).update(**{field: value(number)})


CHANGES = {
    "title": measures("title", word),
    "what": measures("what", word),
    "why": measures("why", word),
    "existing": measures("existing", word),
    "day": measures("due_date", day),
    "status": measures("status", ("planned", "in_progress", "done", "rejected").__getitem__),
    "text": steps("text", word),
    "note": steps("note", word),
    "day of a step": steps("due_date", day),
    "tick": steps("done_at", lambda number: timezone.now() if number % 2 else None),
    "position": steps("position", lambda number: number),
    "nobody": steps("responsible", lambda number: None),
    "remove": lambda house, number: house.step(number).delete(),
    "add": House.add,
    "person": lambda house, number: User.objects.update(name=word(number)),
    "version": House.save_again,
    "rank": House.rank_as,
    "rhythm": lambda house, number: ReviewRhythm.objects.update(check_months=12 + number),
    "nothing": lambda house, number: None,
}


def read(content):
    """Return of each component by its UID what it shows, and what it says of its changes."""
    found = {}
    for one in Calendar.from_ical(content).walk():
        if "UID" in one:
            shown = {name: one[name].to_ical() for name in one if name not in STAMPS}
            said = one["SEQUENCE"], one["DTSTAMP"].dt, one["LAST-MODIFIED"].dt
            found[str(one["UID"])] = shown, said
    return found


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(list(CHANGES)), st.integers(0, 3)), min_size=1, max_size=4
    )
)
def test_all_three_move_with_what_is_shown_and_with_nothing_else(changes):
    house = House()
    files = house.files()
    latest = [read(one) for one in files]
    for what, number in changes:
        house.change(what, number)
        new_files = house.files()
        for before, now, seen, content in zip(files, new_files, latest, new_files, strict=True):
            components = read(content)
            same = True
            for uid, (shown, said) in components.items():
                old_shown, old_said = seen.get(uid, (None, None))
                if old_shown is None or shown == old_shown:
                    assert old_said in (None, said), (what, uid)
                else:
                    assert all(new > old for new, old in zip(said, old_said, strict=True)), what
                same = same and shown == old_shown
            if same and read(before).keys() == components.keys():
                assert before == now or what == "position", what
            seen.update(components)
        files = new_files


def test_a_ticked_step_moves_its_measure_too():
    house = House()
    before = read(house.files()[1])
    house.change("tick", 1)
    after = read(house.files()[1])
    ticked = house.steps[1]
    moved = {uid.partition("@")[0] for uid in after if after[uid] != before[uid]}
    assert moved == {f"massnahme-{house.measure.pk}", f"schritt-{ticked.pk}"}
    [parent] = [one for uid, one in after.items() if uid.startswith("massnahme")]
    assert parent[0]["PERCENT-COMPLETE"] == b"33"


def test_a_date_is_the_same_event_in_the_calendar_and_in_the_file_of_a_mail():
    house = House()
    feed, _tasks, file = map(read, house.files())
    assert feed == file
    assert len(feed) == 6
    house.change("rhythm", 2)
    moved = read(house.files()[0])
    assert moved.keys() == feed.keys()


def test_a_date_keeps_its_name_from_before(settings):
    """Whoever has subscribed or brought in a file does not get everything once more."""
    settings.BASE_URL = "https://lotse.test.example"
    house = House()
    names = {
        f"massnahme-{house.measure.pk}@lotse.test.example",
        *(f"schritt-{one.pk}@lotse.test.example" for one in house.steps),
    }
    feed, tasks, file = map(read, house.files())
    assert tasks.keys() == names
    assert names < feed.keys()
    assert file.keys() == feed.keys()
    assert all(said[0] >= 1 for _shown, said in tasks.values())


def test_two_changes_in_one_second_are_two_changes():
    house = House()
    seen = [read(house.files()[1])]
    for number in (1, 2, 3):
        house.change("title", number)
        seen.append(read(house.files()[1]))
    times = [one[f"massnahme-{house.measure.pk}@{host(one)}"][1][2] for one in seen]
    assert times == sorted(set(times))


def host(components):
    return next(iter(components)).partition("@")[2]


def test_of_the_next_calendar_nothing_is_written_where_nothing_changed():
    house = House()
    house.files()
    with tenancy.activate(house.organisation):
        before = list(CalendarEntry.objects.order_by("key").values())
    house.files()
    with tenancy.activate(house.organisation):
        assert list(CalendarEntry.objects.order_by("key").values()) == before


def test_the_file_of_a_mail_leaves_with_what_the_calendar_says(organisation, pilot):
    measure = due(organisation, title="Gemeinsamer Kalender")
    sending.remind(organisation, NOW)
    [mail] = posted(organisation)
    sent = read(mail.attachments[0]["content"])
    with tenancy.activate(organisation):
        Measure.objects.update(responsible=pilot)
        feed = read(calendar_of(pilot, organisation))
    [uid] = sent
    assert uid.startswith(f"massnahme-{measure.pk}@")
    assert feed[uid] == sent[uid]
