"""About what a person wants no mails: set by themselves, or by one click in a mail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lotse.mails.domain.joining import AND
from lotse.reminders.models import Unsubscription
from lotse.reminders.terms import TOPICS
from organisations import tenancy
from organisations.models import Membership, Organisation

SALT = "lotse.reminders.unsubscribe"
# Topic → what a person reads.
TOPIC_NAMES = {
    "round": _("Priorisierungsrunden"),
    "check": _("Wiederholung des Checks"),
    "mandate": _("Ende der Beauftragung"),
    "measure": _("Maßnahmen in meiner Verantwortung"),
    "step": _("Teilschritte in meiner Verantwortung"),
    "escalated": _("Was bei anderen liegen bleibt"),
}


class BadToken(Exception):
    """The link is not one of ours, or was made with another key."""


@dataclass(frozen=True)
class UnsubscribeWish:
    """What a link in a mail asks for: no more mails about some topics for one person."""

    organisation_id: int
    membership_id: int
    topics: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The topics as a person reads them."""
        return [str(TOPIC_NAMES[one]) for one in self.topics]


def token_for(membership: Membership, topics: Sequence[str]) -> str:
    """Return what proves that mails to a person about some topics are meant."""
    return signing.dumps([membership.organisation_id, membership.pk, *sorted(topics)], salt=SALT)


def link_for(membership: Membership, topics: Sequence[str]) -> str:
    """Return the address that unsubscribes a person from some topics without signing in."""
    path = reverse("reminders:unsubscribe", args=[token_for(membership, topics)])
    return str(settings.BASE_URL + path)


def wishes_of(tokens: str) -> list[UnsubscribeWish]:
    """Return what a link asks for, of each organisation its mail was from. Raises `BadToken`."""
    return [_wish_of(token) for token in tokens.split(AND)]


def _wish_of(token: str) -> UnsubscribeWish:
    try:
        organisation_id, membership_id, *topics = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadToken from error
    return UnsubscribeWish(
        organisation_id, membership_id, tuple(one for one in TOPICS if one in topics)
    )


def person_of(wish: UnsubscribeWish) -> Membership | None:
    """Return whose wish it is; None when they have left. Needs no opened tenancy."""
    with tenancy.activate(Organisation(pk=wish.organisation_id)):
        return (
            Membership.objects.filter(organisation_id=wish.organisation_id, pk=wish.membership_id)
            .select_related("user", "organisation")
            .first()
        )


def fulfil(wish: UnsubscribeWish, *, again: bool = False) -> Membership | None:
    """Send a person no more mails about some topics, or `again` after all.

    Doing it twice changes nothing. Returns the person, None when they have left.
    """
    with tenancy.activate(Organisation(pk=wish.organisation_id)):
        membership = person_of(wish)
        if membership is not None and again:
            Unsubscription.objects.by(membership).filter(topic__in=wish.topics).delete()
        elif membership is not None:
            _unsubscribe(membership, wish.topics)
    return membership


def set_wanted(membership: Membership, wanted: Collection[str]) -> None:
    """Store about which topics a person wants mails; about all others they want none."""
    Unsubscription.objects.by(membership).filter(topic__in=wanted).delete()
    _unsubscribe(membership, [one for one in TOPICS if one not in wanted])


def wanted_by(membership: Membership) -> list[str]:
    """Return about which topics a person wants mails."""
    unwanted = set(Unsubscription.objects.by(membership).values_list("topic", flat=True))
    return [one for one in TOPICS if one not in unwanted]


def _unsubscribe(membership: Membership, topics: Collection[str]) -> None:
    Unsubscription.objects.bulk_create(
        [
            Unsubscription(
                organisation_id=membership.organisation_id, membership=membership, topic=topic
            )
            for topic in topics
        ],
        ignore_conflicts=True,
    )
