"""Mails that have ended are kept for a while, then without content, then not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from lotse.jobs.models import State
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.models import Organisation, UndeliverableAddress, User

CONTENT_KEPT_FOR = timedelta(days=30)
# Longer than any reminder's occasion comes back, so that none is sent twice.
ROW_KEPT_FOR = timedelta(days=400)


# What is left of a mail is that it was sent.
EMPTY: dict[str, Any] = {
    "to": "",
    "reply_to": "",
    "subject": "",
    "text": "",
    "html": "",
    "headers": {},
    "attachments": [],
    "seed": "",
    "person": None,
}


def forget_old_mails() -> int:
    """Remove content and addresses after 30 days, the rows after 400; return how many changed."""
    now = timezone.now()
    with tenancy.across(Organisation.objects.all()):
        emptied = Mail.objects.filter(
            finished_at__lt=now - CONTENT_KEPT_FOR, content_removed_at=None
        ).update(content_removed_at=now, **EMPTY)
        deleted, _by_model = Mail.objects.filter(finished_at__lt=now - ROW_KEPT_FOR).delete()
        addresses = UndeliverableAddress.objects
        standing = addresses.standing(now).filter(since__gte=now - ROW_KEPT_FOR)
        addresses.exclude(pk__in=standing.values("pk")).delete()
    return emptied + deleted


def forget_mails_to(person: User) -> None:
    """Send somebody nothing more in the activated organisation, and forget what was sent."""
    now = timezone.now()
    mails = Mail.objects.filter(person=person)
    mails.unfinished().update(state=State.CANCELLED, next_try_at=None, finished_at=now)
    mails.update(content_removed_at=now, **EMPTY)
    UndeliverableAddress.objects.filter(address=person.email.lower()).delete()
