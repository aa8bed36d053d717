"""Calendar feeds, rhythms, reminders, and what people want no mails about."""

from lotse.reminders.models.feed import CalendarFeed
from lotse.reminders.models.reminder import KIND_NAMES, STAGE_NAMES, Reminder
from lotse.reminders.models.rhythm import FederalState, ReviewRhythm
from lotse.reminders.models.samples import MailSample
from lotse.reminders.models.unsubscription import Unsubscription

__all__ = [
    "KIND_NAMES",
    "STAGE_NAMES",
    "CalendarFeed",
    "FederalState",
    "MailSample",
    "Reminder",
    "ReviewRhythm",
    "Unsubscription",
]
