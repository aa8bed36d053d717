"""Writing the audit trail: every function that changes what matters records it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import AuditEntry, User

SUBJECT_LENGTH = 200

_role: ContextVar[str] = ContextVar("lotse_acting_role", default="")


class Action:
    """A kind of thing that people do, such as `Action("measure.rated", _("Maßnahme bewertet"))`.

    `key` names it in the database (its part before the dot is the topic one filters by),
    `label` names it for people. Making one enters it into `Action.known`.
    """

    known: dict[str, Action] = {}

    def __init__(self, key: str, label: str | Promise) -> None:
        self.key = key
        self.label = label
        Action.known[key] = self

    @property
    def topic(self) -> str:
        """The part of the key before the dot."""
        return self.key.partition(".")[0]


# Topic of an action → German name, for the filter of the trail.
TOPICS: dict[str, str | Promise] = {
    "organisation": _("Organisation"),
    "people": _("Menschen und Rollen"),
    "access": _("Zugang von Berater:innen"),
    "mandate": _("Beauftragung"),
    "check": _("Check"),
    "system": _("Systeme"),
    "requirement": _("Anforderungen"),
    "comparison": _("Vergleiche von Werkzeugen"),
    "measure": _("Maßnahmen"),
    "round": _("Priorisierungsrunden"),
    "report": _("Berichte"),
    "data": _("Daten"),
}


def changed_fields(
    before: Model, after: Model, names: Iterable[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what two states of a row say in the fields `names`, as far as they differ.

    Both mappings lead from the German name of a field to its value as people read it. Values are
    compared as they are stored: two people of the same name are two people.
    """
    old, new = {}, {}
    for name in names:
        field: Any = before._meta.get_field(name)
        if getattr(before, field.attname) != getattr(after, field.attname):
            label = str(field.verbose_name)
            old[label], new[label] = _shown(before, name), _shown(after, name)
    return old, new


def _shown(row: Model, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, Decimal):
        return localize(value)
    return "" if value is None else str(value)


def record(
    action: Action,
    *,
    organisation_id: int,
    by: User | None,
    subject: object = "",
    before: Mapping[Any, Any] | None = None,
    after: Mapping[Any, Any] | None = None,
) -> AuditEntry:
    """Enter into the trail of an organisation that `by` did `action` to `subject`.

    `by` is None for what Lotse does by itself. `before` and `after` map German labels to plain
    values; only what changed belongs there. Needs the organisation to be activated. The entry
    is part of the caller's transaction: what is rolled back was not done.
    """
    entry = entry_on(
        action, organisation_id=organisation_id, by=by, subject=subject, before=before, after=after
    )
    entry.save(force_insert=True)
    return entry


def entry_on(
    action: Action,
    *,
    organisation_id: int,
    by: User | None,
    subject: object = "",
    before: Mapping[Any, Any] | None = None,
    after: Mapping[Any, Any] | None = None,
) -> AuditEntry:
    """Return an entry as `record` makes it, not stored yet, for `record_all`."""
    return AuditEntry(
        organisation_id=organisation_id,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "Lotse",
        actor_role=_role.get() if by else "",
        action=action.key,
        subject=str(subject)[:SUBJECT_LENGTH],
        before={str(label): value for label, value in (before or {}).items()},
        after={str(label): value for label, value in (after or {}).items()},
    )


def record_all(entries: Iterable[AuditEntry]) -> None:
    """Enter many things into the trail in one query; otherwise as `record`."""
    AuditEntry.objects.bulk_create(entries)


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Let all entries of the block carry the role in which the person acts."""
    token = _role.set(role)
    try:
        yield
    finally:
        _role.reset(token)
