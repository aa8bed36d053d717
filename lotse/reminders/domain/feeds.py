"""The secret address of a member's calendar: made, renewed, revoked, and found again."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lotse.reminders.models import CalendarFeed
from organisations.domain import secret_links
from organisations.domain.auditing import Action, record
from organisations.models import Membership, User

MADE = Action("people.calendar_made", _("Kalender-Link erstellt"))
RENEWED = Action("people.calendar_renewed", _("Kalender-Link erneuert"))
REVOKED = Action("people.calendar_revoked", _("Kalender-Link zurückgezogen"))

# How exactly it is kept when a program last asked.
FETCHED_TO = timedelta(hours=1)


def feed_of(membership: Membership) -> CalendarFeed | None:
    """Return the feed of a member that is in force, or None."""
    return _feeds_of(membership).filter(revoked_at=None).first()


def _feeds_of(membership: Membership) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(
        organisation_id=membership.organisation_id, membership=membership
    )


def make_feed(membership: Membership, by: User) -> str:
    """Make a member's calendar address, in place of any before, and return its secret.

    Nobody can read the secret later, so it has to be shown now.
    """
    is_renewed = _revoke(membership)
    secret = secret_links.new_secret()
    CalendarFeed.objects.create(
        organisation_id=membership.organisation_id,
        membership=membership,
        token_digest=secret_links.digest_of(secret),
    )
    _note(RENEWED if is_renewed else MADE, membership, by)
    return secret


def revoke_feed(membership: Membership, by: User) -> None:
    """Let a member's calendar address lead nowhere from now on; without one nothing happens."""
    if _revoke(membership):
        _note(REVOKED, membership, by)


def _revoke(membership: Membership) -> bool:
    """Revoke what is in force; two requests at once go one after the other."""
    Membership.objects.select_for_update().get(pk=membership.pk)
    return secret_links.revoke(_feeds_of(membership))


def _note(action: Action, membership: Membership, by: User) -> None:
    record(action, organisation_id=membership.organisation_id, by=by, subject=by)


def note_fetched(feed: CalendarFeed) -> None:
    """Keep that a program asked for the calendar, to the hour. Needs its tenancy."""
    now = timezone.now()
    if feed.fetched_at is None or feed.fetched_at <= now - FETCHED_TO:
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=now)
