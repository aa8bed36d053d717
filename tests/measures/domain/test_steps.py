"""Steps: who does what until when, in which order, and what is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures.domain import steps
from measures.domain.leaving import steps_left_alone
from measures.domain.steps import Direction
from measures.models import Measure, Status, Step
from organisations import tenancy
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry
from tests.factories import MeasureFactory, MembershipFactory, StepFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    found = MeasureFactory(title="Kalender")
    with tenancy.activate(found.organisation):
        yield found


@pytest.fixture
def person(measure):
    return UserFactory(name="Ada Probe")


def texts(measure):
    return [step.text for step in steps.steps_of(measure)]


def add(measure, person, text, **more):
    row = Step(organisation=measure.organisation, measure=measure, text=text, **more)
    return steps.STEPS.add(row, person)


def last_entry():
    entry = AuditEntry.objects.order_by("-id").first()
    return entry.action, entry.subject, entry.before, entry.after


class TestAdding:
    def test_puts_a_step_at_the_end(self, measure, person):
        for text in ("Eins", "Zwei"):
            add(measure, person, text)
        assert [(step.position, step.text) for step in steps.steps_of(measure)] == [
            (1, "Eins"),
            (2, "Zwei"),
        ]
        assert last_entry() == ("measure.step_added", "Zwei", {}, {"Maßnahme": "Kalender"})

    def test_the_same_twice_is_a_double_click(self, measure, person):
        first, second = (add(measure, person, "Eins") for _ in range(2))
        assert first == second
        assert texts(measure) == ["Eins"]

    def test_what_was_done_may_come_again(self, measure, person):
        step = add(measure, person, "Eins")
        steps.tick_step(step, done=True, by=person)
        add(measure, person, "Eins")
        add(measure, person, "Eins", note="Anders")
        assert texts(measure) == ["Eins", "Eins", "Eins"]


class TestChanging:
    @pytest.fixture
    def step(self, measure):
        return StepFactory(organisation=measure.organisation, measure=measure, text="Anrufen.")

    def changed(self, step, **values):
        found = Step.objects.get(pk=step.pk)
        for name, value in values.items():
            setattr(found, name, value)
        return found

    def test_stores_and_counts_up(self, step, person):
        steps.STEPS.change(
            self.changed(step, text="Schreiben."), seen_version=1, stored=step, by=person
        )
        assert Step.objects.get().version == 2
        assert last_entry() == (
            "measure.step_changed",
            "Schreiben.",
            {"Teilschritt": "Anrufen."},
            {"Teilschritt": "Schreiben."},
        )

    def test_of_what_changed_meanwhile_is_refused(self, step, person):
        with pytest.raises(StaleRow) as stale:
            steps.STEPS.change(self.changed(step, text="X"), seen_version=0, stored=step, by=person)
        assert stale.value.stored == step
        assert Step.objects.get().text == "Anrufen."

    def test_to_what_is_stored_already_does_nothing(self, step, person):
        steps.STEPS.change(self.changed(step), seen_version=0, stored=step, by=person)
        assert Step.objects.get().version == 1
        assert not AuditEntry.objects.exists()

    def test_does_not_lose_a_tick_made_meanwhile(self, step, person):
        opened = self.changed(step, text="Schreiben.")
        steps.tick_step(step, done=True, by=person)
        steps.STEPS.change(opened, seen_version=1, stored=step, by=person)
        assert Step.objects.get().done_by == person


class TestMoving:
    @pytest.fixture
    def three(self, measure):
        return [
            StepFactory(organisation=measure.organisation, measure=measure, position=7, text=text)
            for text in "ABC"
        ]

    @pytest.mark.parametrize(
        ("number", "direction", "order"),
        [
            (1, Direction.UP, "BAC"),
            (1, Direction.DOWN, "ACB"),
            (0, Direction.UP, "ABC"),
            (2, Direction.DOWN, "ABC"),
        ],
    )
    def test_changes_places_with_the_neighbour(self, measure, three, number, direction, order):
        steps.move_step(three[number], direction)
        assert "".join(texts(measure)) == order


class TestRemoving:
    @pytest.mark.parametrize(
        ("note", "kept"), [("", {}), ("Mit Frau Probe", {"Notiz": "Mit Frau Probe"})]
    )
    def test_leaves_the_words_in_the_trail(self, measure, person, note, kept):
        step = StepFactory(
            organisation=measure.organisation, measure=measure, text="Anrufen.", note=note
        )
        steps.STEPS.remove(step, person)
        assert not Step.objects.exists()
        assert last_entry() == (
            "measure.step_removed",
            "Anrufen.",
            {"Teilschritt": "Anrufen."} | kept,
            {},
        )


class TestTicking:
    def test_remembers_who_and_when(self, measure, person):
        step = StepFactory(organisation=measure.organisation, measure=measure)
        steps.tick_step(step, done=True, by=person)
        assert (step.done_by, step.done_at is None) == (person, False)
        steps.tick_step(step, done=False, by=person)
        assert (step.done_by, step.done_at) == (None, None)


class TestOverdue:
    @pytest.mark.parametrize(("days", "is_overdue"), [(-1, True), (0, False), (1, False)])
    def test_is_what_should_be_done_by_now(self, days, is_overdue):
        day = timezone.localdate() + timedelta(days=days)
        assert Measure(due_date=day).is_overdue is is_overdue
        assert Step(due_date=day).is_overdue is is_overdue

    def test_is_nothing_that_is_done_or_has_no_day(self):
        day = timezone.localdate() - timedelta(days=1)
        assert not Measure(due_date=day, status=Status.DONE).is_overdue
        assert not Step(due_date=day, done_at=timezone.now()).is_overdue
        assert not Step().is_overdue


def test_whoever_leaves_is_told_which_steps_they_leave(measure):
    member = MembershipFactory(organisation=measure.organisation)
    for text, more in (
        ("Offen", {}),
        ("Getan", {"done_at": timezone.now()}),
        ("Vorbei", {"measure": MeasureFactory(organisation=member.organisation, status="done")}),
    ):
        StepFactory(
            **{"organisation": member.organisation, "measure": measure}
            | {"text": text, "responsible": member}
            | more
        )
    assert list(steps_left_alone(member).titles) == ["Offen"]
