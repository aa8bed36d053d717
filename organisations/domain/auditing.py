"""The audit trail: whatever changes what matters records it here; and how people read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.domain.participation import CONSULTANT
from organisations.domain.spreadsheets import csv_line
from organisations.models import AuditEntry, Organisation, Role, User

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


COLUMNS = (
    *(_("Zeitpunkt"), _("Person"), _("Rolle"), _("Bereich"), _("Handlung")),
    *(_("Gegenstand"), _("Änderungen")),
)
EXPORTED = Action("data.trail_exported", _("Protokoll heruntergeladen"))


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
    by: User | None,
    subject: object = "",
    organisation_id: int | None = None,
    before: Mapping[Any, Any] | None = None,
    after: Mapping[Any, Any] | None = None,
) -> AuditEntry:
    """Enter into the trail of an organisation that `by` did `action` to `subject`.

    The organisation is the one that `subject` belongs to, unless `organisation_id` names it.
    `by` is None for what Lotse does by itself. `before` and `after` map German labels to plain
    values; only what changed belongs there. Needs the organisation to be activated. The entry
    is part of the caller's transaction: what is rolled back was not done.
    """
    entry = entry_on(
        action, by=by, subject=subject, organisation_id=organisation_id, before=before, after=after
    )
    entry.save(force_insert=True)
    return entry


def entry_on(
    action: Action,
    *,
    by: User | None,
    subject: object = "",
    organisation_id: int | None = None,
    before: Mapping[Any, Any] | None = None,
    after: Mapping[Any, Any] | None = None,
) -> AuditEntry:
    """Return an entry as `record` makes it, not stored yet, for `record_all`."""
    if organisation_id is None:
        organisation_id = subject.organisation_id  # type: ignore[attr-defined]
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


@dataclass(frozen=True)
class AuditChange:
    """What one field said before and after; either may be empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditLine:
    """One entry in words."""

    at: datetime
    who: str
    role: str
    topic: str
    what: str
    subject: str
    changes: tuple[AuditChange, ...]

    @property
    def changes_in_words(self) -> str:
        """All changes in one line, such as „Stufe: 1 → 3“."""
        return "; ".join(
            f"{change.label}: {change.before} → {change.after}"
            if change.before
            else f"{change.label}: {change.after}"
            for change in self.changes
        )


def in_words(entry: AuditEntry) -> AuditLine:
    """Return an entry as people read it; unknown actions keep their key."""
    action = Action.known.get(entry.action)
    topic = entry.action.partition(".")[0]
    labels = [*entry.before, *(label for label in entry.after if label not in entry.before)]
    return AuditLine(
        at=entry.at,
        who=entry.actor_name,
        role=_role_name(entry.actor_role),
        topic=str(TOPICS.get(topic, topic)),
        what=str(action.label) if action else entry.action,
        subject=entry.subject,
        changes=tuple(
            AuditChange(label, _text(entry.before.get(label)), _text(entry.after.get(label)))
            for label in labels
        ),
    )


def _role_name(role: str) -> str:
    if role == CONSULTANT:
        return gettext("Berater:in")
    return str(Role(role).label) if role in Role.values else ""


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nein")
    return "" if value is None else str(value)


def as_csv(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield the trail as lines of a CSV file that spreadsheet programs open in German."""
    yield "\ufeff" + csv_line([str(column) for column in COLUMNS])
    for line in map(in_words, entries):
        at = date_format(timezone.localtime(line.at), "d.m.Y H:i:s")
        yield csv_line(
            [at, line.who, line.role, line.topic, line.what, line.subject, line.changes_in_words]
        )


def note_export(organisation: Organisation, by: User) -> None:
    """Enter into the trail that someone took it along."""
    record(EXPORTED, organisation_id=organisation.pk, by=by)
