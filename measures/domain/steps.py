"""The steps of a measure: who does what until when, and what is done."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measures.domain.journal import note_step
from measures.models import Measure, Step
from organisations.domain.auditing import Action, record
from organisations.domain.editing import RowEditor, Told
from organisations.models import User
from organisations.models.editable import apart

STEP_ADDED = Action("measure.step_added", _("Teilschritt hinzugefügt"))
STEP_CHANGED = Action("measure.step_changed", _("Teilschritt geändert"))
STEP_REMOVED = Action("measure.step_removed", _("Teilschritt entfernt"))
STEP_RESTORED = Action("measure.step_restored", _("Teilschritt zurückgeholt"))
STEP_DONE = Action("measure.step_done", _("Teilschritt erledigt"))
STEP_REOPENED = Action("measure.step_reopened", _("Teilschritt wieder geöffnet"))


class Direction(StrEnum):
    """Where a step moves in the order of its measure."""

    UP = "hoch"
    DOWN = "runter"


class StepEditor(RowEditor[Step]):
    """Stores steps, their measure being locked; the trail keeps the words of those that go."""

    def told_on_adding(self, row: Step) -> Told:
        return {_("Maßnahme"): row.measure.title}

    def told_on_removing(self, row: Step) -> Told:
        return {_("Teilschritt"): row.text} | ({_("Notiz"): row.note} if row.note else {})

    def add(self, row: Step, by: User) -> Step:
        """Put a step at the end of its measure, which the caller has locked, and return it.

        An open step that says just the same is a double click: that step is returned.
        """
        steps = steps_of(row.measure)
        for same in steps:
            if same.done_at is None and not any(self.differences(same, row)):
                return same
        row.position = max((one.position for one in steps), default=0) + 1
        return super().add(row, by)


STEPS = StepEditor(
    ("text", "responsible", "due_date", "note"),
    added=STEP_ADDED,
    changed=STEP_CHANGED,
    removed=STEP_REMOVED,
    restored=STEP_RESTORED,
)


def move_step(step: Step, direction: Direction) -> None:
    """Let a step change places with the one before or after it; at the end nothing happens.

    The caller has locked the measure.
    """
    steps = list(step.measure.steps.all())
    place = steps.index(step)
    other = place - 1 if direction is Direction.UP else place + 1
    if not 0 <= other < len(steps):
        return
    steps[place], steps[other] = steps[other], steps[place]
    for position, one in enumerate(steps, start=1):
        one.position = position
    Step.objects.bulk_update(steps, ["position"])


def tick_step(step: Step, *, done: bool, by: User) -> None:
    """Mark a step as done, or as open after all."""
    if done == (step.done_at is not None):
        return
    step.done_at, step.done_by = (timezone.now(), by) if done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    note_step(step.measure, step.text, done=done, by=by)
    record(
        STEP_DONE if done else STEP_REOPENED,
        organisation_id=step.organisation_id,
        by=by,
        subject=step,
    )


def steps_of(measure: Measure) -> list[Step]:
    """Return the steps of a measure in their order, with the people."""
    return steps_and_removed(measure)[0]


def steps_and_removed(measure: Measure) -> tuple[list[Step], list[Step]]:
    """Return the steps of a measure in their order, and those that can be taken back."""
    steps = Step.with_removed.filter(measure=measure)
    return apart(steps.select_related("responsible__user", "done_by"))
