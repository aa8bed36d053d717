"""Mails to one person that leave as one, each a row of its own organisation.

Rows with the same `joins` belong together. Whoever sends one of them first leads: in one
transaction over the organisations it takes all that wait, and `sent_with` says by its Message-ID
with which mail each leaves. Nobody else sends a row that was taken, so killing any process sends
nothing twice: the leader is tried again with the same parts, or is handed over with all of them.
What became of the leader becomes of the others when their own turn comes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lotse.jobs import lifecycle
from lotse.jobs.models import State
from lotse.mails.models import Mail
from organisations import tenancy
from organisations.domain import instance
from organisations.domain.letters import PART_BEGINS, PART_ENDS
from organisations.models import Organisation

PART = re.compile(f"{PART_BEGINS}(.*?){PART_ENDS}", re.DOTALL)
# One click ends what all parts tell about (RFC 8058 allows one address only). The last part of the
# address says what; several stand there with this between them, as many as a line of a mail may
# hold (RFC 5322, 2.1.1: 998 characters). The rest have a link of their own in their part.
UNSUBSCRIBE, AND = "List-Unsubscribe", "~"
LONGEST_ADDRESS = 900


def parts_to_send(mail: Mail) -> list[Mail]:
    """Take all that leaves with a mail about to be sent, and return it, the mail itself first.

    Empty when the mail leaves with another one. Raises `lifecycle.Overtaken`.
    """
    with tenancy.across(Organisation.objects.all()):
        together = Mail.objects.filter(joins=mail.joins).order_by("pk")
        rows = list(together.select_for_update(of=("self",)))
        own = next((one for one in rows if one.pk == mail.pk), None)
        if own is None or (own.state, own.attempts) != (State.RUNNING, mail.attempts):
            raise lifecycle.Overtaken
        leaders = {one.message_id for one in rows if one.state != State.CANCELLED}
        if own.sent_with in leaders - {own.message_id}:
            return []
        free = [one for one in rows if one.sent_with not in leaders and _waits(one)]
        taken = {own.pk, *(one.pk for one in free)}
        Mail.objects.filter(pk__in=taken).update(sent_with=own.message_id)
        return [own] + [
            one
            for one in rows
            if one != own
            and one.state != State.CANCELLED
            and (one.pk in taken or one.sent_with == own.message_id)
        ]


def _waits(mail: Mail) -> bool:
    return mail.is_unfinished and mail.handed_over_at is None


def follow(mail: Mail) -> None:
    """End a mail as the one did with which it left.

    Raises `lifecycle.TryLater` while that one has not ended, and `lifecycle.GivenUp`.
    """
    with tenancy.across(Organisation.objects.all()):
        own = Mail.objects.filter(pk=mail.pk).values("sent_with")
        found = Mail.objects.filter(joins=mail.joins, message_id__in=own).first()
    if found is None or found.is_unfinished or found.state == State.CANCELLED:
        raise lifecycle.TryLater(_("Geht zusammen mit einer anderen Mail hinaus."))
    if found.state == State.FAILED:
        raise lifecycle.GivenUp(found.error, is_for_good=found.is_for_good)
    lifecycle.in_spite_of_restarts(
        lifecycle.finish,
        mail,
        lambda current: None,
        handed_over_at=found.handed_over_at,
        is_unconfirmed=found.is_unconfirmed,
    )


def subject_of(parts: Sequence[Mail]) -> str:
    """Return the subject of some mails in one."""
    if len(parts) == 1:
        return parts[0].subject
    return instance.mail_subject(_("Termine aus %d Organisationen") % len(parts))


def text_of(parts: Sequence[Mail], read: Callable[[Mail], str]) -> str:
    """Return some texts in one: that of the first, with the parts of all where its own stand."""
    places = [PART.findall(read(one)) for one in parts]
    number = iter(range(len(places[0])))

    def all_parts(_found: re.Match[str]) -> str:
        place = next(number)
        return "".join(found[place] for found in places)

    return PART.sub(all_parts, read(parts[0]))


def headers_of(parts: Sequence[Mail]) -> dict[str, Any]:
    """Return the headers of some mails in one."""
    headers = dict(parts[0].headers)
    addresses = [
        one.headers[UNSUBSCRIBE].strip("<>/") for one in parts if UNSUBSCRIBE in one.headers
    ]
    if len(addresses) > 1:
        place, _slash, _name = addresses[0].rpartition("/")
        names = [one.rpartition("/")[2] for one in addresses]
        while len(joined := f"<{place}/{AND.join(names)}/>") > LONGEST_ADDRESS and len(names) > 1:
            names.pop()
        headers[UNSUBSCRIBE] = joined
    return headers


def attachments_of(parts: Sequence[Mail]) -> list[tuple[str, str, str]]:
    """Return name, content and media type of all attachments, no name twice."""
    found: list[tuple[str, str, str]] = []
    for number, mail in enumerate(parts, 1):
        for one in mail.attachments:
            stem, dot, ending = one["name"].rpartition(".")
            name = one["name"] if number == 1 else f"{stem}-{number}{dot}{ending}"
            found.append((name, one["content"], one["media_type"]))
    return found
