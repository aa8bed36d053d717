"""Files of measures: names, limits, and what stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures.domain import files, steps
from measures.domain.files import NoRoom, add_file
from measures.models import MeasureFile, Step
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import MeasureFactory, MeasureFileFactory, StepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    found = MeasureFactory(title="Kalender")
    with tenancy.activate(found.organisation):
        yield found


def add(measure, person, content=b"Worte", **more):
    return add_file(
        measure, content, **{"name": "a.txt", "kind": "text", "step": None, "by": person} | more
    )


def test_a_file_is_stored_and_recorded(measure, person):
    stored = add(measure, person)
    assert (bytes(stored.content), stored.size, stored.uploaded_by) == (b"Worte", 5, person)
    files.note_taken(stored, person)
    files.remove_file(stored, person)
    files.remove_file(stored, person)
    assert not MeasureFile.objects.exists()
    files.take_file_back(stored, person)
    files.take_file_back(stored, person)
    assert MeasureFile.objects.get() == stored
    assert [(entry.action, entry.after) for entry in AuditEntry.objects.order_by("id")] == [
        (f"measure.file_{what}", {"Maßnahme": "Kalender"})
        for what in ("added", "taken", "removed", "restored")
    ]


def test_the_same_twice_is_a_double_click(measure, person):
    assert add(measure, person) == add(measure, person)
    add(measure, person, b"Andere")
    assert MeasureFile.objects.count() == 2


def test_there_is_room_for_so_many_and_so_much(measure, person, monkeypatch):
    monkeypatch.setattr(files, "MOST_OF_A_MEASURE", 1)
    add(measure, person)
    with pytest.raises(NoRoom):
        add(measure, person, b"Mehr")
    monkeypatch.setattr(files, "MOST_OF_A_MEASURE", 9)
    monkeypatch.setattr(files, "MOST_TOGETHER", 15)
    MeasureFileFactory(organisation=measure.organisation, size=8)
    with pytest.raises(NoRoom):
        add(measure, person, b"Mehr")


def test_a_removed_file_makes_room_for_a_new_one(measure, person, monkeypatch):
    monkeypatch.setattr(files, "MOST_OF_A_MEASURE", 1)
    monkeypatch.setattr(files, "MOST_TOGETHER", 9)
    first = add(measure, person)
    files.remove_file(first, person)
    with pytest.raises(NoRoom):
        add(measure, person, b"Viel zu viel")
    assert MeasureFile.to_take_back(measure=measure).get() == first
    add(measure, person, b"Andere")
    assert not MeasureFile.to_take_back(measure=measure).exists()


def test_a_file_survives_its_step(measure, person):
    step = StepFactory(organisation=measure.organisation, measure=measure)
    stored = add(measure, person, step=step)
    steps.STEPS.remove(step, person)
    stored.refresh_from_db()
    assert stored.step == step
    step.removed_at = timezone.now() - timedelta(days=2)
    step.save()
    assert Step.forget_removed() == 1
    stored.refresh_from_db()
    assert stored.step is None
