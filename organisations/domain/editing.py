"""One way to add, change and remove a row, and to tell the trail."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils import timezone

from organisations.domain.auditing import Action, changed_fields, record
from organisations.domain.saving import refuse_stale, refusing_twice
from organisations.models import User
from organisations.models.editable import EditableModel

Row = TypeVar("Row", bound=EditableModel)
Told = Mapping[Any, Any]


class NameTaken(Exception):
    """Another row has this name already. Nothing was stored."""


class RowEditor(Generic[Row]):
    """Stores what people do to the rows of one model, and tells the trail.

    `fields` are what people edit and the trail tells, by the names of the model. `added`,
    `changed` and `removed` are the actions of the trail; where one is missing it is `changed`.
    With `restored` a row that goes stays for a while, with the time in its `removed_at`, and can
    be taken back. `taken` is raised instead of the database's refusal where there is such a row
    already. The hooks `subject`, `differences`, `told_on_adding` and `told_on_removing` say what
    is special about a model.
    """

    def __init__(
        self,
        fields: tuple[str, ...],
        *,
        changed: Action,
        added: Action | None = None,
        removed: Action | None = None,
        restored: Action | None = None,
        taken: type[Exception] | None = None,
    ) -> None:
        self.fields = fields
        self.added, self.changed, self.removed = added or changed, changed, removed or changed
        self.restored, self.taken = restored, taken

    def subject(self, row: Row) -> object:
        """Return what the trail calls the row."""
        return row

    def differences(self, stored: Row, row: Row) -> tuple[dict[str, str], dict[str, str]]:
        """Return how two states of a row differ: German labels to values as people read them."""
        return changed_fields(stored, row, self.fields)

    def told_on_adding(self, row: Row) -> Told:
        """Return what the trail keeps of a new row: German labels to plain values."""
        return {}

    def told_on_removing(self, row: Row) -> Told:
        """Return what the trail keeps of a row that goes: German labels to plain values."""
        return {}

    def add(self, row: Row, by: User) -> Row:
        """Store a new row as made by a person, and return it. Raises `taken`."""
        row.created_by = by
        self._save(row)
        self._record(self.added, row, by, after=self.told_on_adding(row))
        return row

    def change(
        self,
        row: Row,
        *,
        stored: Row,
        seen_version: int,
        by: User,
        before: Told | None = None,
        after: Told | None = None,
    ) -> bool:
        """Store a changed row; `stored` is the locked row as it is now. Return whether it differs.

        A row of version 0 is not stored yet: it holds what counts until somebody changes it.
        Where nothing differs nothing is written. `before` and `after` tell what the caller
        changed besides the row. Raises `StaleRow` when somebody else changed the row since
        `seen_version`, and `taken`.
        """
        was, now = self.differences(stored, row)
        was, now = {**was, **(before or {})}, {**now, **(after or {})}
        if not now:
            return False
        refuse_stale(stored, seen_version)
        row.version = stored.version + 1
        if stored.version:
            self._save(row, update_fields=[*self.fields, "version", "updated_at"])
        else:
            row.created_by = by
            self._save(row)
        self._record(self.changed, row, by, before=was, after=now)
        return True

    def remove(self, row: Row, by: User) -> None:
        """Delete a row, or note when it went where it can be taken back; once is enough."""
        if self.restored and not self._set_removed(row, timezone.now()):
            return
        self._record(self.removed, row, by, before=self.told_on_removing(row))
        if not self.restored:
            row.delete()

    def take_back(self, row: Row, by: User) -> None:
        """Put a removed row back with everything that belonged to it. Raises `taken`."""
        if self.restored and self._set_removed(row, None):
            self._record(self.restored, row, by)

    def _set_removed(self, row: Any, at: datetime | None) -> bool:
        """Store when a row went, and return whether that is news."""
        if (row.removed_at is None) == (at is None):
            return False
        row.removed_at = at
        self._save(row, update_fields=["removed_at", "updated_at"])
        return True

    def _save(self, row: Row, update_fields: list[str] | None = None) -> None:
        with refusing_twice(self.taken) if self.taken else nullcontext():
            row.save(update_fields=update_fields)

    def _record(self, action: Action, row: Row, by: User, **told: Told) -> None:
        organisation_id = row.organisation_id
        record(action, organisation_id=organisation_id, by=by, subject=self.subject(row), **told)
