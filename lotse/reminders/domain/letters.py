"""The mail with which a person is reminded, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lotse.reminders.domain.bundling import DueReminder
from lotse.reminders.domain.unsubscribing import TOPIC_NAMES, link_for
from lotse.reminders.models import KIND_NAMES
from lotse.reminders.terms import OccasionKind, ReminderStage
from measures.domain.wording import listed
from organisations.domain import instance
from organisations.domain.letters import PART_BEGINS, PART_ENDS, Attachment, Letter
from organisations.models import Membership

KIND = "reminder"
CALENDAR_TYPE = "text/calendar; method=PUBLISH"


def identity_for(membership_id: int, day: object) -> str:
    """Return what makes a mail the only one of a person on a day."""
    return f"{KIND}:{membership_id}:{day}"


def joins_for(user_id: int, day: object) -> str:
    """Return what lets the mails of a person on a day leave as one."""
    return f"{KIND}:{user_id}:{day}"


def letter_for(
    membership: Membership,
    items: Sequence[DueReminder],
    names: Mapping[int, str],
    now: datetime,
    calendar: str,
    leaves_at: datetime | None = None,
) -> Letter:
    """Return the mail that reminds a person of some things.

    Needs the membership's user and organisation to be loaded; `names` are those of all people by
    the ids of their memberships, `calendar` is the file with the dates, empty without any. With
    `leaves_at` it leaves then, as one with those of the person's other organisations.
    """
    today = timezone.localdate(now)
    context = content_of(membership, items, names, now) | {"has_calendar": bool(calendar)}
    if leaves_at:
        context |= {"part_begins": PART_BEGINS, "part_ends": PART_ENDS}
    return Letter(
        organisation_id=membership.organisation_id,
        kind=KIND,
        about=membership.pk,
        identity=identity_for(membership.pk, today),
        to=membership.user.email,
        person_id=membership.user_id,
        subject=subject_for(items, today, membership.organisation.name),
        text=render_to_string("reminders/mail/reminder.txt", context),
        html=render_to_string("reminders/mail/reminder.html", context),
        headers={
            # What one click ends, for the mail program's own button (RFC 8058).
            "List-Unsubscribe": f"<{context['unsubscribe_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        attachments=[Attachment(_("termine.ics"), CALENDAR_TYPE, calendar)] if calendar else [],
        joins=joins_for(membership.user_id, today) if leaves_at else "",
        not_before=leaves_at,
    )


def content_of(
    membership: Membership, items: Sequence[DueReminder], names: Mapping[int, str], now: datetime
) -> dict[str, Any]:
    """Return what the templates of the mail say."""
    today = timezone.localdate(now)
    paragraphs = [paragraph_for(item, today, names) for item in items]
    slug = membership.organisation.slug
    review_url = settings.BASE_URL + reverse("reminders:review", args=[slug])
    is_single = len(paragraphs) == 1
    topics = list(dict.fromkeys(item.topic for item in items))
    return {
        "instance": instance.current().name,
        "organisation": membership.organisation,
        "person": membership.user,
        "paragraphs": paragraphs,
        "button_url": paragraphs[0].url if is_single else review_url,
        "button": paragraphs[0].action if is_single else _("Wiedervorlage öffnen"),
        "unsubscribe_url": link_for(membership, topics),
        "topics": [(TOPIC_NAMES[one], link_for(membership, [one])) for one in topics],
        "settings_url": settings.BASE_URL + reverse("reminders:wishes", args=[slug]),
    }


@dataclass(frozen=True)
class ReminderParagraph:
    """One reminder as people read it: what it is, its name, a sentence, and where it leads."""

    kind: str
    title: str
    sentence: str
    hint: str
    action: str
    url: str
    is_overdue: bool


def paragraph_for(item: DueReminder, today: date, names: Mapping[int, str]) -> ReminderParagraph:
    """Return a reminder as people read it; `names` are those of all people by membership."""
    occasion = item.occasion
    return ReminderParagraph(
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


def sentence_for(item: DueReminder, today: date, names: Mapping[int, str]) -> str:
    """Return the sentence of a reminder; `names` are those of all people."""
    day, far = day_in_words(item.occasion.due_on), distance_in_words(item.occasion.due_on, today)
    facts = {"day": day, "far": far}
    if item.stage == ReminderStage.ESCALATED:
        people = listed(names[one] for one in item.occasion.people)
        return _(
            "Der Termin war am %(day)s und ist noch offen (%(far)s). Zuständig: %(people)s."
        ) % {**facts, "people": people}
    if item.stage == ReminderStage.MOVED:
        return _("Der Termin ist verschoben. Neu: %(day)s (%(far)s).") % facts
    if item.stage == ReminderStage.MISSED:
        return _("Der Termin war am %(day)s (%(far)s). Dies ist die zweite Erinnerung.") % facts
    if item.occasion.due_on < today:
        return _("Der Termin war am %(day)s (%(far)s).") % facts
    if item.occasion.due_on == today:
        return _("Der Termin ist heute, %(day)s.") % facts
    return _("Der Termin ist am %(day)s (%(far)s).") % facts


def hint_for(kind: OccasionKind, stage: ReminderStage) -> str:
    """Return what helps now."""
    if stage == ReminderStage.ESCALATED:
        return _("Sprechen Sie miteinander: Was fehlt? Zeit, Geld oder eine Entscheidung?")
    return {
        OccasionKind.ROUND: _(
            "Was ist erledigt, was ist neu, was zuerst? Eine Stunde gemeinsam genügt meist."
        ),
        OccasionKind.CHECK: _(
            "So sehen Sie, was sich verändert hat. Die alten Antworten stehen daneben."
        ),
        OccasionKind.MANDATE: _(
            "Ohne Beauftragung fehlen Auftrag, Zeit und Mittel. Verlängern dauert wenige Minuten."
        ),
        OccasionKind.MEASURE: _(
            "Fertig? Dann haken Sie sie ab. Sonst setzen Sie einen neuen Termin."
        ),
        OccasionKind.STEP: _("Fertig? Dann haken Sie ihn ab. Sonst setzen Sie einen neuen Termin."),
    }[kind]


def action_for(kind: OccasionKind) -> str:
    """Return what stands on the button that leads there."""
    return {
        OccasionKind.ROUND: _("Maßnahmen ordnen"),
        OccasionKind.CHECK: _("Check wiederholen"),
        OccasionKind.MANDATE: _("Beauftragung ansehen"),
        OccasionKind.MEASURE: _("Maßnahme ansehen"),
        OccasionKind.STEP: _("Teilschritt ansehen"),
    }[kind]


def subject_for(items: Sequence[DueReminder], today: date, organisation: str) -> str:
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
