"""The mail with which a person is reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.reminders.domain.bundling import Item
from lotse.reminders.domain.unsubscribing import TOPIC_NAMES, link_for
from lotse.reminders.domain.wording import paragraph_for, subject_for
from organisations.domain import instance
from organisations.domain.letters import Attachment, Letter
from organisations.models import Membership

KIND = "reminder"
CALENDAR_TYPE = "text/calendar; method=PUBLISH"


def identity_for(membership_id: int, day: object) -> str:
    """Return what makes a mail the only one of a person on a day."""
    return f"{KIND}:{membership_id}:{day}"


def letter_for(
    membership: Membership,
    items: Sequence[Item],
    names: Mapping[int, str],
    now: datetime,
    calendar: str,
) -> Letter:
    """Return the mail that reminds a person of some things.

    Needs the membership's user and organisation to be loaded; `names` are those of all people by
    the ids of their memberships, `calendar` is the file with the dates, empty without any.
    """
    today = timezone.localdate(now)
    context = content_of(membership, items, names, now) | {"has_calendar": bool(calendar)}
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
    )


def content_of(
    membership: Membership, items: Sequence[Item], names: Mapping[int, str], now: datetime
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
