"""The Verlauf of a measure: what happened, by whom, and how many hours it took."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from measures.domain import prioritising, steps
from measures.domain.journal import JOURNAL_ENTRIES, Journal, effort_in_words
from measures.models import JournalEntry, JournalKind, Measure
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import JournalEntryFactory, MeasureFactory, StepFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def measure():
    found = MeasureFactory(title="Kalender", effort_hours=10)
    with tenancy.activate(found.organisation):
        yield found


@pytest.fixture
def person():
    return UserFactory(name="Ada Probe")


def entry(measure, **more):
    data = {"organisation": measure.organisation, "measure": measure}
    return JournalEntry(**data | {"day": TODAY, "text": "Telefoniert."} | more)


def last_entry():
    found = AuditEntry.objects.order_by("-id").first()
    return found.action, found.subject, found.before, found.after


class TestWriting:
    def test_stores_what_happened(self, measure, person):
        JOURNAL_ENTRIES.add(entry(measure, hours=Decimal("1.5")), person)
        [stored] = Journal(measure).entries
        assert (stored.text, stored.hours, stored.created_by) == (
            *("Telefoniert.", Decimal("1.5"), person),
        )
        action, subject, _before, after = last_entry()
        assert (action, subject) == ("measure.journal_written", "Kalender")
        assert (after["Stunden"], after["Was ist geschehen?"]) == ("1,5", "Telefoniert.")

    def test_the_same_twice_is_a_double_click(self, measure, person):
        first, second = (JOURNAL_ENTRIES.add(entry(measure), person) for _ in range(2))
        assert first == second
        JOURNAL_ENTRIES.add(entry(measure, hours=Decimal(1)), person)
        JOURNAL_ENTRIES.add(entry(measure), UserFactory())
        assert len(Journal(measure).entries) == 3


def test_removing_leaves_the_words_in_the_trail(measure, person):
    written = JournalEntryFactory(organisation=measure.organisation, measure=measure)
    JOURNAL_ENTRIES.remove(written, person)
    assert not JournalEntry.objects.exists()
    assert last_entry()[2]["Was ist geschehen?"] == "Mit dem Anbieter telefoniert."


class TestNotes:
    def test_tell_of_a_new_status(self, measure, person):
        for status in ("in_progress", "in_progress"):
            changed = Measure.objects.get()
            changed.status = status
            stored = Measure.objects.get()
            prioritising.MEASURES.change(
                changed, seen_version=stored.version, stored=stored, by=person
            )
        [note] = Journal(measure).entries
        assert (note.kind, note.text) == (
            *(JournalKind.STATUS, "Stand geändert: von „Idee“ auf „in Umsetzung“"),
        )

    def test_tell_of_steps_even_when_they_are_gone(self, measure, person):
        step = StepFactory(organisation=measure.organisation, measure=measure, text="Anrufen.")
        for done in (True, False):
            steps.tick_step(step, done=done, by=person)
        steps.STEPS.remove(step, person)
        assert [one.text for one in Journal(measure).entries] == [
            "Teilschritt wieder geöffnet: Anrufen.",
            "Teilschritt erledigt: Anrufen.",
        ]

    def test_never_carry_hours(self, measure):
        with pytest.raises(IntegrityError), transaction.atomic():
            JournalEntryFactory(organisation=measure.organisation, measure=measure, kind="step")


class TestEffort:
    @pytest.mark.parametrize(
        ("spent", "planned", "words"),
        [
            (None, 10, ""),
            ("0", None, ""),
            ("1.00", None, "1 Stunde gebraucht"),
            ("2.50", None, "2,5 Stunden gebraucht"),
            ("10.00", 40, "10 von etwa 40 Stunden gebraucht"),
            ("42.25", 40, "42,25 von etwa 40 Stunden gebraucht, 2,25 mehr als geplant"),
        ],
    )
    def test_is_said_in_words(self, spent, planned, words):
        assert effort_in_words(spent and Decimal(spent), planned) == words

    def test_is_the_same_on_list_and_measure(self, measure):
        for _ in range(2):
            JournalEntryFactory(organisation=measure.organisation, measure=measure)
        JournalEntryFactory(organisation=measure.organisation, hours=90)
        JournalEntryFactory(organisation=measure.organisation, measure=measure, hours=None)
        found = Journal(measure)
        assert (found.share, found.effort) == (40, "4 von etwa 10 Stunden gebraucht")
        [row] = [
            one for one in prioritising.ranked_list(measure.organisation) if one.measure == measure
        ]
        assert row.effort == found.effort

    def test_without_a_plan_has_no_share(self, measure):
        measure.effort_hours = None
        assert Journal(measure).share is None


@pytest.mark.parametrize(
    ("hours", "words"), [(None, ""), ("1.00", "1 Stunde"), ("10.00", "10 Stunden")]
)
def test_hours_stand_without_zeros(hours, words):
    assert JournalEntry(hours=hours and Decimal(hours)).hours_in_words == words


def test_what_is_older_is_folded_away(measure):
    for _ in range(10):
        JournalEntryFactory(organisation=measure.organisation, measure=measure)
    found = Journal(measure)
    assert (len(found.latest), len(found.older)) == (8, 2)
    assert found.latest[0].pk > found.older[0].pk
    assert measure.journal.count() == 10
