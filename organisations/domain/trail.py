"""The audit trail as people read it: in German, entry by entry, with what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.domain.auditing import TOPICS, Action, record
from organisations.domain.participation import CONSULTANT
from organisations.domain.spreadsheets import csv_line
from organisations.models import AuditEntry, Organisation, Role, User

EXPORTED = Action("data.trail_exported", _("Protokoll heruntergeladen"))


@dataclass(frozen=True)
class Change:
    """What one field said before and after; either may be empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    at: datetime
    who: str
    role: str
    topic: str
    what: str
    subject: str
    changes: tuple[Change, ...]

    @property
    def changes_in_words(self) -> str:
        """All changes in one line, such as „Stufe: 1 → 3“."""
        return "; ".join(
            f"{change.label}: {change.before} → {change.after}"
            if change.before
            else f"{change.label}: {change.after}"
            for change in self.changes
        )


def in_words(entry: AuditEntry) -> Line:
    """Return an entry as people read it; unknown actions keep their key."""
    action = Action.known.get(entry.action)
    topic = entry.action.partition(".")[0]
    labels = [*entry.before, *(label for label in entry.after if label not in entry.before)]
    return Line(
        at=entry.at,
        who=entry.actor_name,
        role=_role_name(entry.actor_role),
        topic=str(TOPICS.get(topic, topic)),
        what=str(action.label) if action else entry.action,
        subject=entry.subject,
        changes=tuple(
            Change(label, _text(entry.before.get(label)), _text(entry.after.get(label)))
            for label in labels
        ),
    )


def _role_name(role: str) -> str:
    if role == CONSULTANT:
        return _("Berater:in")
    return str(Role(role).label) if role in Role.values else ""


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return "" if value is None else str(value)


def as_csv(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield the trail as lines of a CSV file that spreadsheet programs open in German."""
    head = (_("Zeitpunkt"), _("Person"), _("Rolle"), _("Bereich"), _("Handlung"))
    yield "\ufeff" + csv_line([*head, _("Gegenstand"), _("Änderungen")])
    for line in map(in_words, entries):
        at = date_format(timezone.localtime(line.at), "d.m.Y H:i:s")
        yield csv_line(
            [at, line.who, line.role, line.topic, line.what, line.subject, line.changes_in_words]
        )


def note_export(organisation: Organisation, by: User) -> None:
    """Enter into the trail that someone took it along."""
    record(EXPORTED, organisation_id=organisation.pk, by=by)
