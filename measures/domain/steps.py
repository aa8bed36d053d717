"""The steps of a measure: who does what until when, and what is done."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measures import queries
from measures.domain.journal import note_step
from measures.models import Measure, Step
from organisations.domain.auditing import Action, changed_fields, record
from organisations.domain.saving import refuse_stale
from organisations.models import User

STEP_ADDED = Action("measure.step_added", _("Teilschritt hinzugefügt"))
STEP_CHANGED = Action("measure.step_changed", _("Teilschritt geändert"))
STEP_REMOVED = Action("measure.step_removed", _("Teilschritt entfernt"))
STEP_DONE = Action("measure.step_done", _("Teilschritt erledigt"))
STEP_REOPENED = Action("measure.step_reopened", _("Teilschritt wieder geöffnet"))

FIELDS = ("text", "responsible", "due_date", "note")


class Direction(StrEnum):
    """Where a step moves in the order of its measure."""

    UP = "hoch"
    DOWN = "runter"


def add_step(step: Step, by: User) -> Step:
    """Put a step at the end of its measure, which the caller has locked, and return it.

    An open step that says just the same is a double click: that step is returned.
    """
    steps = steps_of(step.measure)
    for same in steps:
        if same.done_at is None and all(
            getattr(same, name) == getattr(step, name) for name in FIELDS
        ):
            return same
    step.organisation_id = step.measure.organisation_id
    step.position = max((one.position for one in steps), default=0) + 1
    step.save()
    record(
        STEP_ADDED,
        organisation_id=step.organisation_id,
        by=by,
        subject=step,
        after={_("Maßnahme"): step.measure.title},
    )
    return step


def change_step(step: Step, *, seen_version: int, stored: Step, by: User) -> None:
    """Store a changed step; `stored` is the row as it is now, its measure being locked.

    Raises `StaleRow` when it was changed since `seen_version`.
    """
    before, after = changed_fields(stored, step, FIELDS)
    if not before:
        return
    refuse_stale(stored, seen_version)
    step.version = stored.version + 1
    step.save(update_fields=[*FIELDS, "version"])
    record(
        STEP_CHANGED,
        organisation_id=step.organisation_id,
        by=by,
        subject=step,
        before=before,
        after=after,
    )


def remove_step(step: Step, by: User) -> None:
    """Remove a step for good; the trail keeps its words and its note."""
    record(
        STEP_REMOVED,
        organisation_id=step.organisation_id,
        by=by,
        subject=step,
        before={_("Teilschritt"): step.text} | ({_("Notiz"): step.note} if step.note else {}),
    )
    step.delete()


def move_step(step: Step, direction: Direction) -> None:
    """Let a step change places with the one before or after it; at the end nothing happens.

    The caller has locked the measure.
    """
    steps = list(queries.steps().of(step.measure))
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
    return list(queries.steps().of(measure).with_people())
