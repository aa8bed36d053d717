"""Mails about things that do not exist, for hosts who want to see what people will get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.reminders.domain.bundling import DueReminder
from lotse.reminders.domain.calendar_file import sample_file
from lotse.reminders.domain.letters import letter_for
from lotse.reminders.domain.schedule import Occasion
from lotse.reminders.terms import OccasionKind, ReminderStage
from organisations.domain import instance
from organisations.domain.letters import Letter
from organisations.models import Membership, Organisation, Role, User

PATH = "/"


@dataclass(frozen=True)
class Sample:
    """A mail that hosts may look at: its name and what it reminds of on a day."""

    key: str
    name: str | Promise
    items: Callable[[date], Sequence[DueReminder]]


def _item(kind: OccasionKind, stage: ReminderStage, title: str, day: date) -> DueReminder:
    return DueReminder(Occasion(kind, 1, title, day, (2,), PATH), stage)


def _check(today: date) -> DueReminder:
    day = today + timedelta(days=14)
    return _item(
        OccasionKind.CHECK, ReminderStage.BEFORE, _("Digitalisierungscheck wiederholen"), day
    )


def _measure(today: date, stage: ReminderStage = ReminderStage.DUE, days: int = 0) -> DueReminder:
    title = _("Ein gemeinsamer Kalender für alle")
    return _item(OccasionKind.MEASURE, stage, title, today + timedelta(days=days))


def _step(today: date) -> DueReminder:
    title = _("Zwei Werkzeuge ausprobieren (Ein gemeinsamer Kalender für alle)")
    return _item(OccasionKind.STEP, ReminderStage.MISSED, title, today - timedelta(days=8))


def _mandate(today: date) -> DueReminder:
    day = today + timedelta(days=42)
    return _item(OccasionKind.MANDATE, ReminderStage.BEFORE, _("Beauftragung verlängern"), day)


def _round(today: date) -> DueReminder:
    day = today + timedelta(days=14)
    return _item(OccasionKind.ROUND, ReminderStage.MOVED, _("Maßnahmen gemeinsam neu ordnen"), day)


SAMPLES = {
    one.key: one
    for one in (
        Sample("vorher", gettext_lazy("Vor dem Termin"), lambda day: [_check(day)]),
        Sample("am-tag", gettext_lazy("Am Tag selbst"), lambda day: [_measure(day)]),
        Sample("ueberfaellig", gettext_lazy("Überfällig"), lambda day: [_step(day)]),
        Sample("verschoben", gettext_lazy("Termin verschoben"), lambda day: [_round(day)]),
        Sample(
            "mehrere",
            gettext_lazy("Mehreres an einem Tag"),
            lambda day: [_step(day), _measure(day), _check(day), _mandate(day)],
        ),
        Sample(
            "geschaeftsfuehrung",
            gettext_lazy("An die Geschäftsführung, nach zwei Wochen"),
            lambda day: [_measure(day, ReminderStage.ESCALATED, -15)],
        ),
    )
}


def sample_letter(key: str, to: User, now: datetime) -> Letter:
    """Return the sample with a key, written to a person. Raises `KeyError`."""
    organisation = Organisation(pk=0, name=_("Beispielverein"), slug="beispielverein")
    person = User(pk=to.pk, name=to.name, email=to.email)
    membership = Membership(pk=0, organisation=organisation, user=person, role=Role.PILOT)
    items = SAMPLES[key].items(timezone.localdate(now))
    file = sample_file(items, organisation, now)
    return letter_for(membership, items, {2: _("Alex Beispiel")}, now, file)


def send_sample(key: str, to: User) -> None:
    """Send a sample at once, because the host waits for it.

    Raises what sending raises, and `KeyError`.
    """
    letter = sample_letter(key, to, timezone.now())
    subject = _("Probe: %s") % letter.subject
    message = EmailMultiAlternatives(
        subject=instance.mail_subject(subject),
        body=letter.text,
        to=[letter.to],
        headers=dict(letter.headers),
    )
    message.attach_alternative(letter.html, "text/html")
    for one in letter.attachments:
        message.attach(one.name, one.content, one.media_type)
    message.send()
