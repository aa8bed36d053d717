"""The Verlauf of a measure: what happened when, and how many hours it took.

Lotse notes changes of the Stand and finished steps here by itself, in rows of their own: the
audit trail knows subjects by their words only and is not there to be read by everyone.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.models import JournalEntry, JournalKind, Measure
from measures.models.journal import short_number
from organisations.domain.auditing import Action
from organisations.domain.editing import RowEditor, Told
from organisations.models import User
from organisations.models.editable import apart

ENTRY_WRITTEN = Action("measure.journal_written", gettext_lazy("Eintrag im Verlauf geschrieben"))
ENTRY_CHANGED = Action("measure.journal_changed", gettext_lazy("Eintrag im Verlauf geändert"))
ENTRY_REMOVED = Action("measure.journal_removed", gettext_lazy("Eintrag im Verlauf entfernt"))
ENTRY_RESTORED = Action("measure.journal_restored", gettext_lazy("Eintrag im Verlauf zurückgeholt"))

SHOWN_AT_ONCE = 8
# The same once more within this time is no second wish.
DOUBLE_CLICK = timedelta(minutes=1)


class Journal:
    """The Verlauf of one measure, the newest first, and its hours."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure

    @cached_property
    def _rows(self) -> tuple[list[JournalEntry], list[JournalEntry]]:
        entries = JournalEntry.with_removed.filter(measure=self.measure)
        return apart(entries.select_related("created_by"))

    @property
    def entries(self) -> list[JournalEntry]:
        """All entries with the people who wrote them."""
        return self._rows[0]

    @property
    def removed(self) -> list[JournalEntry]:
        """The entries that can be taken back."""
        return self._rows[1]

    @property
    def latest(self) -> list[JournalEntry]:
        return self.entries[:SHOWN_AT_ONCE]

    @property
    def older(self) -> list[JournalEntry]:
        return self.entries[SHOWN_AT_ONCE:]

    @cached_property
    def spent(self) -> Decimal:
        """The hours of all entries."""
        return sum((one.hours for one in self.entries if one.hours), start=Decimal())

    @property
    def share(self) -> int | None:
        """The part of the planned hours that is spent, in per cent; None without a plan."""
        if not self.measure.effort_hours:
            return None
        return int(self.spent * 100 / self.measure.effort_hours)

    @property
    def effort(self) -> str:
        """Say how many of the planned hours are spent; empty when there is nothing to say."""
        return effort_in_words(self.spent, self.measure.effort_hours)


def effort_in_words(spent: Decimal | None, planned: int | None) -> str:
    """Say how many of the planned hours are spent; empty as long as none is."""
    if not spent:
        return ""
    number = short_number(spent)
    if planned is None:
        return _("1 Stunde gebraucht") if spent == 1 else _("%s Stunden gebraucht") % number
    words = _("%(spent)s von etwa %(planned)d Stunden gebraucht") % {
        "spent": number,
        "planned": planned,
    }
    over = spent - planned
    return words + (_(", %s mehr als geplant") % short_number(over) if over > 0 else "")


class JournalEditor(RowEditor[JournalEntry]):
    """Stores what people write, their measure being locked; the trail keeps all of it."""

    def subject(self, row: JournalEntry) -> object:
        return row.measure

    def told_on_adding(self, row: JournalEntry) -> Told:
        return self.differences(JournalEntry(), row)[1]

    told_on_removing = told_on_adding

    def add(self, row: JournalEntry, by: User) -> JournalEntry:
        """Store a new entry and return it; the same a moment ago is a double click."""
        just_now = timezone.now() - DOUBLE_CLICK
        same: JournalEntry
        for same in row.measure.journal.written().filter(created_by=by, created_at__gt=just_now):
            if not any(self.differences(same, row)):
                return same
        return super().add(row, by)


JOURNAL_ENTRIES = JournalEditor(
    ("day", "hours", "text"),
    added=ENTRY_WRITTEN,
    changed=ENTRY_CHANGED,
    removed=ENTRY_REMOVED,
    restored=ENTRY_RESTORED,
)


def note_status(measure: Measure, before: str, by: User) -> None:
    """Note that the Stand of a measure is not `before`, a German word, any more."""
    status_note(measure, before, by).save()


def status_note(measure: Measure, before: str, by: User) -> JournalEntry:
    """Return the note, not stored yet, that the Stand of a measure is not `before` any more."""
    now = measure.get_status_display()
    text = _("Stand geändert: von „%(before)s“ auf „%(now)s“") % {"before": before, "now": now}
    return _note(measure, JournalKind.STATUS, text, by)


def note_step(measure: Measure, text: str, *, done: bool, by: User) -> None:
    """Note that a step with these words was done, or was opened again."""
    words = _("Teilschritt erledigt: %s") if done else _("Teilschritt wieder geöffnet: %s")
    _note(measure, JournalKind.STEP, words % text, by).save()


def note_round(measure: Measure, text: str, by: User) -> None:
    """Note what a Priorisierungsrunde changed in a measure's ratings or place."""
    _note(measure, JournalKind.ROUND, text, by).save()


def _note(measure: Measure, kind: JournalKind, text: str, by: User) -> JournalEntry:
    return JournalEntry(
        organisation_id=measure.organisation_id,
        measure=measure,
        kind=kind,
        day=timezone.localdate(),
        text=text,
        created_by=by,
    )
