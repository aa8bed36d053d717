"""Changing many measures at once, and undoing it.

Each measure gets the notes in its Verlauf and in the trail that a single change leaves; the number
of queries does not depend on how many measures there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from measures.domain.journal import status_note
from measures.domain.prioritising import CHANGED
from measures.models import BulkChange, BulkChangeItem, JournalEntry, Measure
from organisations.domain.auditing import changed_fields, entry_on, record_all
from organisations.models import Organisation, User

# What can be set for many measures.
FIELDS = ("status", "responsible", "due_date")
# The list offers to undo what is not older.
OFFERED_FOR = timedelta(days=1)


class UndoneAlready(Exception):
    """Someone has undone it meanwhile. Nothing was changed."""


@dataclass(frozen=True)
class Changed:
    """What came of changing many: the change, and measures left alone as changed meanwhile."""

    change: BulkChange | None
    number: int
    stale: tuple[Measure, ...]


def change_many(
    organisation: Organisation, seen: Mapping[int, int], wanted: Mapping[str, Any], by: User
) -> Changed:
    """Set some of `FIELDS` for many measures.

    `seen` maps the ids of the measures to the versions that the person saw; a measure with
    another version is left alone, as is one that is so already.
    """
    found = _locked(organisation, list(seen))
    stale = tuple(measure for measure in found if measure.version != seen[measure.pk])
    pairs = []
    for before in found:
        after = copy(before)
        for name, value in wanted.items():
            setattr(after, name, value)
        if before not in stale and _state(after) != _state(before):
            after.note_when_done()
            pairs.append((before, after))
    if not pairs:
        return Changed(None, 0, stale)
    change = BulkChange.objects.create(
        organisation=organisation, fields=sorted(wanted), made_by=by, **wanted
    )
    BulkChangeItem.objects.bulk_create(
        BulkChangeItem(
            organisation=organisation,
            bulk_change=change,
            measure=before,
            done_at=before.done_at,
            **{name: getattr(before, name) for name in FIELDS},
        )
        for before, _after in pairs
    )
    _store(pairs, by)
    return Changed(change, len(pairs), stale)


def undo(change: BulkChange, by: User) -> tuple[int, list[Measure]]:
    """Let measures be as they were before a change, which the caller has locked.

    Return how many there are, and those that someone set otherwise since: they stay as they are.
    Raises `UndoneAlready`.
    """
    if change.undone_at is not None:
        raise UndoneAlready
    items = {item.measure_id: item for item in change.items.select_related("responsible__user")}
    pairs, kept = [], []
    for before in _locked(change.organisation, list(items)):
        if any(getattr(before, name) != getattr(change, name) for name in change.fields):
            kept.append(before)
            continue
        after, item = copy(before), items[before.pk]
        for name in change.fields:
            setattr(after, name, getattr(item, name))
        after.done_at = item.done_at if "status" in change.fields else before.done_at
        pairs.append((before, after))
    _store(pairs, by)
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    return len(pairs), kept


def latest_to_undo(organisation: Organisation) -> BulkChange | None:
    """Return the newest change of many that was made lately and still stands."""
    since = timezone.now() - OFFERED_FOR
    return (
        BulkChange.objects.filter(organisation=organisation, undone_at=None, made_at__gt=since)
        .select_related("made_by", "responsible__user")
        .annotate(number=Count("items"))
        .order_by("-made_at", "-id")
        .first()
    )


def in_words(change: BulkChange) -> str:
    """Say what was set: „Stand: geplant, Fällig am: 1. Mai 2027“."""
    empty = BulkChange(status="", responsible=None, due_date=None)
    shown = changed_fields(empty, change, change.fields)[1]
    labels = {name: str(BulkChange._meta.get_field(name).verbose_name) for name in change.fields}  # type: ignore[union-attr]
    return ", ".join(
        f"{labels[name]}: {shown.get(labels[name]) or '–'}" for name in FIELDS if name in labels
    )


def _locked(organisation: Organisation, ids: Sequence[int]) -> list[Measure]:
    """Lock measures, always in the same order, so that nobody waits for one another."""
    return list(
        Measure.objects.of(organisation)
        .filter(pk__in=ids)
        .select_related("responsible__user")
        .order_by("id")
        .select_for_update(of=("self",))
    )


def _state(measure: Measure) -> tuple[Any, ...]:
    return tuple(getattr(measure, name) for name in FIELDS)


def _store(pairs: Sequence[tuple[Measure, Measure]], by: User) -> None:
    for _before, after in pairs:
        after.version += 1
        after.updated_at = timezone.now()
    Measure.objects.bulk_update(
        [after for _before, after in pairs], [*FIELDS, "done_at", "version", "updated_at"]
    )
    JournalEntry.objects.bulk_create(
        status_note(after, before.get_status_display(), by)
        for before, after in pairs
        if after.status != before.status
    )
    entries = []
    for before, after in pairs:
        was, now = changed_fields(before, after, FIELDS)
        entries.append(entry_on(CHANGED, by=by, subject=after, before=was, after=now))
    record_all(entries)
