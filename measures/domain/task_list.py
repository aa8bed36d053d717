"""A measure as tasks of a CalDAV list, such as Nextcloud Tasks: VTODOs in one file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from icalendar import Todo

from measures.domain.calendar_entries import address_of, new_calendar, stamp, uid_of
from measures.domain.process_sheet import split_title
from measures.models import Measure, Status, Step

# RFC 5545: 1 is the highest priority, 9 the lowest.
HIGH, MIDDLE, LOW = 1, 5, 9
HIGH_UNTIL, MIDDLE_UNTIL = 3, 10
STATUS = {
    Status.IDEA: "NEEDS-ACTION",
    Status.PLANNED: "NEEDS-ACTION",
    Status.IN_PROGRESS: "IN-PROCESS",
    Status.DONE: "COMPLETED",
    Status.REJECTED: "CANCELLED",
}


def as_tasks(measure: Measure, steps: Sequence[Step], *, slug: str, rank: int | None) -> bytes:
    """Return the measure as a task and its steps as tasks below it, in their order.

    `rank` is the measure's place in the list, from which its priority follows. Equal measures
    give equal bytes, and bringing the file in once more renews the same tasks. Needs the
    organisation's tenancy.
    """
    calendar = new_calendar(measure.title)
    calendar.add_component(_parent(measure, steps, slug, rank))
    for place, step in enumerate(steps, start=1):
        calendar.add_component(_child(measure, step, place, rank))
    stamp(calendar.subcomponents, measure.organisation_id)
    content: bytes = calendar.to_ical()
    return content


def priority_of(rank: int | None) -> int | None:
    """Return the priority that goes with a place in the list, None without one."""
    if rank is None:
        return None
    return HIGH if rank <= HIGH_UNTIL else MIDDLE if rank <= MIDDLE_UNTIL else LOW


def _parent(measure: Measure, steps: Sequence[Step], slug: str, rank: int | None) -> Todo:
    task = _todo(measure, measure, measure.title, rank)
    address = address_of(measure, slug)
    task.add("description", "\n\n".join(filter(None, (measure.what, measure.why, address))))
    task.add("url", address)
    done = sum(step.done_at is not None for step in steps)
    share = 100 * done // len(steps) if steps else 0
    _standing(task, STATUS[Status(measure.status)], measure.done_at, share)
    return task


def _child(measure: Measure, step: Step, place: int, rank: int | None) -> Todo:
    title, rest = split_title(step.text)
    task = _todo(step, measure, title, rank)
    note = "\n\n".join(filter(None, (rest, step.note)))
    if note:
        task.add("description", note)
    task.add("related-to", uid_of(measure), parameters={"RELTYPE": "PARENT"})
    task.add("x-apple-sort-order", str(place))
    gone = measure.status == Status.REJECTED and not step.done_at
    open_status = "CANCELLED" if gone else "NEEDS-ACTION"
    _standing(task, "COMPLETED" if step.done_at else open_status, step.done_at, 0)
    return task


def _todo(row: Measure | Step, measure: Measure, title: str, rank: int | None) -> Todo:
    task = Todo()
    task.add("uid", uid_of(row))
    task.add("created", measure.created_at)
    # Not below what a file said before changes were counted.
    task.add("sequence", row.version)
    task.add("summary", title)
    due: date | None = row.due_date
    if due:
        task.add("due", due)
    priority = priority_of(rank)
    if priority:
        task.add("priority", priority)
    if row.responsible:
        # A contact and not an attendee: nobody gets an invitation by mail for it.
        task.add("contact", str(row.responsible.user))
    task.add("categories", [_("Digitalisierung")])
    return task


def _standing(task: Todo, status: str, done_at: datetime | None, share: int) -> None:
    task.add("status", status)
    if status == "COMPLETED":
        task.add("percent-complete", 100)
        if done_at:
            task.add("completed", done_at)
    else:
        task.add("percent-complete", share)
