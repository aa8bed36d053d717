"""What a reminder says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.reminders.domain.bundling import Item
from lotse.reminders.models import KIND_NAMES
from lotse.reminders.terms import Kind, Stage
from measures.domain.wording import listed


@dataclass(frozen=True)
class Paragraph:
    """One reminder as people read it: what it is, its name, a sentence, and where it leads."""

    kind: str
    title: str
    sentence: str
    hint: str
    action: str
    url: str
    is_overdue: bool


def paragraph_for(item: Item, today: date, names: Mapping[int, str]) -> Paragraph:
    """Return a reminder as people read it; `names` are those of all people by membership."""
    occasion = item.occasion
    return Paragraph(
        kind=str(KIND_NAMES[occasion.kind]),
        title=occasion.title,
        sentence=sentence_for(item, today, names),
        hint=hint_for(occasion.kind, item.stage),
        action=action_for(occasion.kind),
        url=settings.BASE_URL + occasion.path,
        is_overdue=occasion.due_on < today,
    )


def day_in_words(day: date) -> str:
    """Return a day with its weekday, such as „Montag, 2. März 2026“."""
    return date_format(day, "l, j. F Y")


def distance_in_words(day: date, today: date) -> str:
    """Return how far a day is, such as „in 3 Tagen“ or „seit 1 Tag überfällig“."""
    days = (day - today).days
    if days == 0:
        return _("heute")
    if days == 1:
        return _("morgen")
    if days > 1:
        return _("in %d Tagen") % days
    return ngettext("seit %d Tag überfällig", "seit %d Tagen überfällig", -days) % -days


def sentence_for(item: Item, today: date, names: Mapping[int, str]) -> str:
    """Return the sentence of a reminder; `names` are those of all people."""
    day, far = day_in_words(item.occasion.due_on), distance_in_words(item.occasion.due_on, today)
    facts = {"day": day, "far": far}
    if item.stage == Stage.ESCALATED:
        people = listed(names[one] for one in item.occasion.people)
        return _(
            "Der Termin war am %(day)s und ist noch offen (%(far)s). Zuständig: %(people)s."
        ) % {**facts, "people": people}
    if item.stage == Stage.MOVED:
        return _("Der Termin ist verschoben. Neu: %(day)s (%(far)s).") % facts
    if item.stage == Stage.MISSED:
        return _("Der Termin war am %(day)s (%(far)s). Dies ist die zweite Erinnerung.") % facts
    if item.occasion.due_on < today:
        return _("Der Termin war am %(day)s (%(far)s).") % facts
    if item.occasion.due_on == today:
        return _("Der Termin ist heute, %(day)s.") % facts
    return _("Der Termin ist am %(day)s (%(far)s).") % facts


def hint_for(kind: Kind, stage: Stage) -> str:
    """Return what helps now."""
    if stage == Stage.ESCALATED:
        return _("Sprechen Sie miteinander: Was fehlt? Zeit, Geld oder eine Entscheidung?")
    return {
        Kind.ROUND: _(
            "Was ist erledigt, was ist neu, was zuerst? Eine Stunde gemeinsam genügt meist."
        ),
        Kind.CHECK: _("So sehen Sie, was sich verändert hat. Die alten Antworten stehen daneben."),
        Kind.MANDATE: _(
            "Ohne Beauftragung fehlen Auftrag, Zeit und Mittel. Verlängern dauert wenige Minuten."
        ),
        Kind.MEASURE: _("Fertig? Dann haken Sie sie ab. Sonst setzen Sie einen neuen Termin."),
        Kind.STEP: _("Fertig? Dann haken Sie ihn ab. Sonst setzen Sie einen neuen Termin."),
    }[kind]


def action_for(kind: Kind) -> str:
    """Return what stands on the button that leads there."""
    return {
        Kind.ROUND: _("Maßnahmen ordnen"),
        Kind.CHECK: _("Check wiederholen"),
        Kind.MANDATE: _("Beauftragung ansehen"),
        Kind.MEASURE: _("Maßnahme ansehen"),
        Kind.STEP: _("Teilschritt ansehen"),
    }[kind]


def subject_for(items: Sequence[Item], today: date, organisation: str) -> str:
    """Return the subject of a mail with some reminders."""
    late = sum(item.occasion.due_on < today for item in items)
    if len(items) > 1:
        text = ngettext("%d Termin", "%d Termine", len(items)) % len(items)
        if late:
            text += _(", %d überfällig") % late
    else:
        occasion = items[0].occasion
        far = distance_in_words(occasion.due_on, today)
        text = f"{KIND_NAMES[occasion.kind]} {far}: {_shortened(occasion.title)}"
    return f"{text} ({organisation})"


def _shortened(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
