"""Writing the audit trail: every function that changes what matters records it here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

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
    "measure": _("Maßnahmen"),
    "report": _("Berichte"),
    "data": _("Daten"),
}


def record(
    action: Action,
    *,
    organisation_id: int,
    by: User | None,
    subject: object = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Enter into the trail of an organisation that `by` did `action` to `subject`.

    `by` is None for what Lotse does by itself. `before` and `after` map German labels to plain
    values; only what changed belongs there. Needs the organisation to be activated. The entry
    is part of the caller's transaction: what is rolled back was not done.
    """
    return AuditEntry.objects.create(
        organisation_id=organisation_id,
        actor_id=by.pk if by else None,
        actor_name=str(by) if by else "Lotse",
        actor_role=_role.get() if by else "",
        action=action.key,
        subject=str(subject)[:SUBJECT_LENGTH],
        before=dict(before or {}),
        after=dict(after or {}),
    )


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Let all entries of the block carry the role in which the person acts."""
    token = _role.set(role)
    try:
        yield
    finally:
        _role.reset(token)
