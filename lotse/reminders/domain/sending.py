"""Reminds the people of organisations: each of everything once, in one mail a day.

What a person was reminded of stands in rows that the database allows only once, stored together
with the mail: after a crash both are there or neither. Two sweeps at once take turns at the people
of an organisation; the second finds everything done.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from lotse.mails.models import Mail
from lotse.reminders.domain.bundling import Bundle, bundle
from lotse.reminders.domain.calendar_file import file_of
from lotse.reminders.domain.letters import identity_for, joins_for, letter_for
from lotse.reminders.domain.occasions import Team, all_occasions, history_of
from lotse.reminders.domain.rhythms import rhythm_of, work_days
from lotse.reminders.models import Reminder, ReviewRhythm, Unsubscription
from lotse.reminders.terms import TOPICS
from organisations import tenancy
from organisations.domain import letters
from organisations.models import Membership, Organisation

logger = logging.getLogger(__name__)

# As long as the rows of mails. Whatever is still overdue then may be said once more.
KEPT_FOR = timedelta(days=400)
# So long a sweep over all organisations takes at most; then those of one person are joined.
JOINING = timedelta(minutes=10)


def organisations_awake(now: datetime) -> list[int]:
    """Return the ids of the organisations that may be written to at a moment."""
    everyone = list(Organisation.objects.filter(deletes_at=None))
    with tenancy.across(everyone):
        rhythms = {one.organisation_id: one for one in ReviewRhythm.objects.all()}
    usual = _is_awake(ReviewRhythm(), now)
    return [
        one.pk
        for one in everyone
        if (_is_awake(rhythms[one.pk], now) if one.pk in rhythms else usual)
    ]


def remind_all(organisation_ids: Iterable[int], now: datetime) -> int:
    """Remind the people of several organisations; return how many mails were posted.

    Trouble with one organisation keeps nothing from the others.
    """
    posted = 0
    joined = departures(now)
    for organisation in Organisation.objects.filter(pk__in=list(organisation_ids)).order_by("pk"):
        try:
            posted += remind(organisation, now, joined)
        except Exception:
            logger.exception("The people of organisation %s were not reminded.", organisation.pk)
    return posted


class Departures(NamedTuple):
    """Of people in several organisations, by the ids of users: when their one mail may leave.

    `left` says when it did, for those who had it today.
    """

    leaves: Mapping[int, datetime]
    left: Mapping[int, datetime]


NOBODY = Departures({}, {})


def departures(now: datetime) -> Departures:
    """Return when the one mail of people in several organisations leaves today.

    That is `JOINING` after the last of these that write today has opened: by then all of them
    have had their turn.
    """
    everyone = list(Organisation.objects.filter(deletes_at=None))
    today = timezone.localdate(now)
    with tenancy.across(everyone):
        people = Membership.objects.order_by().values("user_id")
        people = people.annotate(number=Count("pk")).filter(number__gt=1).values("user_id")
        found = Membership.objects.filter(user_id__in=people)
        places = list(found.values_list("user_id", "organisation_id"))
        rhythms = {one.organisation_id: one for one in ReviewRhythm.objects.all()}
        mails = {joins_for(user_id, today): user_id for user_id, _organisation_id in places}
        gone = Mail.objects.filter(joins__in=mails, handed_over_at__isnull=False)
        left = {mails[one.joins]: one.handed_over_at for one in gone if one.handed_over_at}
    leaves: dict[int, datetime] = {}
    for user_id, organisation_id in places:
        opens = _opening(rhythms.get(organisation_id, ReviewRhythm()), today)
        if opens is not None:
            leaves[user_id] = max(leaves.get(user_id, now), opens)
    return Departures({one: at + JOINING for one, at in leaves.items()}, left)


def _opening(rhythm: ReviewRhythm, day: date) -> datetime | None:
    """Return when an organisation begins to write on a day, None where it writes nothing."""
    try:
        days = work_days(rhythm)
    except ValueError:
        return None
    return days.opens_at(day) if rhythm.sends_mails and days.are_on(day) else None


def remind(organisation: Organisation, now: datetime, joined: Departures = NOBODY) -> int:
    """Remind the people of one organisation of what is due; return how many mails were posted.

    Does nothing in quiet hours, and nothing twice. `joined` are `departures`.
    """
    with tenancy.activate(organisation):
        rhythm = rhythm_of(organisation)
        if organisation.deletes_at or not _is_awake(rhythm, now):
            return 0
        members = _members_locked(organisation)
        today = timezone.localdate(now)
        days = work_days(rhythm)
        written_to = _written_to(members, today, joined.left, days.opens_at(today))
        people = {one.pk: one for one in members if one.pk not in written_to}
        names = {one.pk: str(one.user) for one in members}
        posted = 0
        for theirs in _bundles(organisation, rhythm, members, today):
            membership = people.get(theirs.person)
            if membership is not None:
                membership.organisation = organisation
                leaves_at = joined.leaves.get(membership.user_id)
                if leaves_at is not None:
                    leaves_at = min(leaves_at, days.closes_at(today))
                posted += _post(theirs, membership, names, now, leaves_at)
    return posted


def _members_locked(organisation: Organisation) -> list[Membership]:
    """Return the people of an organisation, leaders first; one sweep after the other has them.

    The lock lasts until the transaction ends.
    """
    people = Membership.objects.filter(organisation=organisation).select_related("user")
    return list(people.order_by("id").select_for_update(of=("self",), no_key=True))


def _is_awake(rhythm: ReviewRhythm, now: datetime) -> bool:
    return rhythm.sends_mails and work_days(rhythm).are_open(now)


def _written_to(
    members: Iterable[Membership], today: date, left: Mapping[int, datetime], opened: datetime
) -> set[int]:
    """Return who got their mail of the day already, from here or since this place has opened."""
    identities = {identity_for(one.pk, today): one.pk for one in members}
    found = Mail.objects.filter(identity__in=identities).values_list("identity", flat=True)
    elsewhere = {one.pk for one in members if one.user_id in left and left[one.user_id] >= opened}
    return {identities[one] for one in found} | elsewhere


def _bundles(
    organisation: Organisation, rhythm: ReviewRhythm, members: list[Membership], today: date
) -> list[Bundle]:
    team = Team.of(members)
    unwanted = set(
        Unsubscription.objects.filter(organisation=organisation).values_list(
            "membership_id", "topic"
        )
    )
    for one in members:
        if not one.user.is_active:
            unwanted.update((one.pk, topic) for topic in TOPICS)
    return bundle(
        all_occasions(organisation, rhythm, team),
        today=today,
        days=work_days(rhythm),
        history=history_of(organisation),
        directors=team.directors,
        unwanted=unwanted,
    )


def _post(
    theirs: Bundle,
    membership: Membership,
    names: dict[int, str],
    now: datetime,
    leaves_at: datetime | None,
) -> int:
    """Store the reminders of a person and their mail, both or neither; return how many mails."""
    mail: Mail | None = None
    with transaction.atomic():
        if theirs.told:
            calendar = file_of(theirs.told, membership.organisation)
            letter = letter_for(membership, theirs.told, names, now, calendar, leaves_at)
            letters.post(letter)
            mail = Mail.objects.filter(identity=letter.identity).first()
        told = set(map(id, theirs.told))
        Reminder.objects.bulk_create(
            Reminder(
                organisation_id=membership.organisation_id,
                membership=membership,
                kind=item.occasion.kind,
                subject_id=item.occasion.subject_id,
                due_on=item.occasion.due_on,
                stage=item.stage,
                sent_on=timezone.localdate(now),
                mail=mail if id(item) in told else None,
            )
            for item in theirs.items
        )
    return int(mail is not None)


def forget_old_reminders() -> int:
    """Remove what people were reminded of long ago; return how many rows went."""
    day = timezone.localdate() - KEPT_FOR
    with tenancy.across(Organisation.objects.all()):
        deleted, _by_model = Reminder.objects.filter(sent_on__lt=day).delete()
    return deleted
