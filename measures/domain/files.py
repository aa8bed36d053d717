"""Files of measures: stored, given out and removed."""

from __future__ import annotations

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measures.models import Measure, MeasureFile, Step
from organisations.domain.auditing import Action, record
from organisations.foreign_files.contents import safe_name
from organisations.models import Organisation, User

FILE_ADDED = Action("measure.file_added", _("Datei hochgeladen"))
FILE_TAKEN = Action("measure.file_taken", _("Datei heruntergeladen"))
FILE_REMOVED = Action("measure.file_removed", _("Datei entfernt"))
FILE_RESTORED = Action("measure.file_restored", _("Datei zurückgeholt"))

MOST_OF_A_MEASURE = 30
MOST_TOGETHER = 150 * 1024 * 1024


class NoRoom(Exception):
    """The measure has too many files, or those of the organisation are too large together."""


def add_file(
    measure: Measure, content: bytes, *, name: str, kind: str, step: Step | None, by: User
) -> MeasureFile:
    """Store a file of a known kind with a measure, or with one of its steps; return it.

    The same content under the same name is a double click: that file is returned. Raises
    `NoRoom`.
    """
    # One upload after the other: only then nobody goes beyond the limits.
    Organisation.objects.select_for_update(no_key=True).get(pk=measure.organisation_id)
    name = safe_name(name, kind)
    same = measure.files.filter(name=name, step=step, content=content).first()
    if same is not None:
        return same
    if measure.files.count() >= MOST_OF_A_MEASURE:
        raise NoRoom
    _make_room(measure.organisation_id, len(content))
    stored: MeasureFile = MeasureFile.objects.create(
        organisation_id=measure.organisation_id,
        measure=measure,
        step=step,
        name=name,
        kind=kind,
        content=content,
        size=len(content),
        uploaded_by=by,
    )
    _record(FILE_ADDED, stored, by)
    return stored


def note_taken(file: MeasureFile, by: User) -> None:
    """Enter into the trail that someone downloaded a file."""
    _record(FILE_TAKEN, file, by)


def remove_file(file: MeasureFile, by: User) -> None:
    """Remove a file; for a while it can be taken back. The trail keeps its name."""
    if file.set_removed(timezone.now()):
        _record(FILE_REMOVED, file, by)


def take_file_back(file: MeasureFile, by: User) -> None:
    """Put a removed file back."""
    if file.set_removed(None):
        _record(FILE_RESTORED, file, by)


def _make_room(organisation_id: int, size: int) -> None:
    """Let removed files go for good where a new one needs their place. Raises `NoRoom`."""
    everything = MeasureFile.with_removed.filter(organisation_id=organisation_id)
    sizes = everything.aggregate(
        all=Sum("size", default=0), current=Sum("size", default=0, filter=Q(removed_at=None))
    )
    if sizes["current"] + size > MOST_TOGETHER:
        raise NoRoom
    if sizes["all"] + size > MOST_TOGETHER:
        everything.exclude(removed_at=None).delete()


def _record(action: Action, file: MeasureFile, by: User) -> None:
    record(
        action,
        organisation_id=file.organisation_id,
        by=by,
        subject=file,
        after={_("Maßnahme"): file.measure.title},
    )
