"""People whom mails of an organisation do not reach: noted, and told to the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.domain.letters import LetterOutcome
from organisations.domain.participation import Participation
from organisations.domain.team import roles_to_give
from organisations.models import Invitation, Membership, UndeliverableAddress


@dataclass(frozen=True)
class Unreachable:
    """A member or somebody invited whom mails do not reach.

    `who` is a name, with the address where whoever looks may see it. `reason` is what a mail server
    said, in whatever words.
    """

    who: str
    reason: str
    since: datetime
    is_me: bool
    is_invited: bool


def note_outcome(outcome: LetterOutcome) -> None:
    """Store what the end of a mail says about its address."""
    rows = UndeliverableAddress.objects.filter(organisation_id=outcome.organisation_id)
    now, address = timezone.now(), outcome.to.lower()
    if outcome.is_accepted:
        rows.filter(address=address, accepted_at=None).update(accepted_at=now)
    if not outcome.is_for_good or not address:
        return
    known = rows.standing(now).filter(address=address).first()
    UndeliverableAddress.objects.update_or_create(
        organisation_id=outcome.organisation_id,
        address=address,
        defaults={
            "reason": outcome.error,
            "is_returned": outcome.is_returned,
            "since": known.since if known else now,
            "accepted_at": None,
        },
    )


def unreachable_people(participation: Participation) -> list[Unreachable]:
    """Return the members and the people invited whom mails do not reach, the longest first.

    Addresses are shown to those who invite, and so are people who were invited. An address that
    nobody uses any more is nobody's. Takes a query, two more when there is somebody.
    """
    organisation = participation.organisation
    rows = UndeliverableAddress.objects.filter(organisation_id=organisation.pk)
    failing = list(rows.standing(timezone.now()))
    if not failing:
        return []
    sees_addresses = bool(roles_to_give(participation))
    members = {
        one.user.email.lower(): one.user
        for one in Membership.objects.of(organisation).with_people()
    }
    invited = {one.email.lower() for one in Invitation.objects.of(organisation).unanswered()} - set(
        members
    )
    found = []
    for one in failing:
        person = members.get(one.address)
        if person is None and not (sees_addresses and one.address in invited):
            continue
        who = str(person or one.address)
        if person is not None and sees_addresses:
            who = _("%(name)s (%(address)s)") % {"name": person, "address": person.email}
        found.append(
            Unreachable(
                who=who,
                reason=one.reason,
                since=one.since,
                is_me=person is not None and person.pk == participation.user.pk,
                is_invited=person is None,
            )
        )
    return found
