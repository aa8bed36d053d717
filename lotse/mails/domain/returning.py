"""Mails that come back: found by their Message-ID, noted, and told to whose mail it is.

A report only says something about a mail whose Message-ID stands in it. That is a random number
which stands in no address and on no page: nobody can make a mail fail that they did not get.
"""

from __future__ import annotations

import logging

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.jobs.models import State
from lotse.mails import imap
from lotse.mails.domain.delivery_reports import LONGEST, read_failure
from lotse.mails.models import Mail, ReturnsMailbox
from organisations import tenancy
from organisations.models import Organisation

logger = logging.getLogger(__name__)


class StillLeaving(Exception):
    """The answer of the mail server about this mail is not stored yet: look again later."""


def take_returned_mail(raw: bytes) -> bool:
    """Look at a mail that came to the return address; return whether one of ours failed by it.

    Taking the same one again changes nothing. Raises `StillLeaving`.
    """
    failure = read_failure(raw)
    if failure is None:
        return False
    with tenancy.across(Organisation.objects.all()):
        came_with = Q(message_id=failure.message_id) | Q(sent_with=failure.message_id)
        found = list(Mail.objects.filter(came_with).order_by("pk"))
    returned = [_note_return(one, failure.words) for one in found]
    return any(returned)


def _note_return(found: Mail, words: str) -> bool:
    with tenancy.activate(Organisation(pk=found.organisation_id)):
        mail = Mail.objects.select_for_update(of=("self",)).filter(pk=found.pk).first()
        if mail is None or mail.handed_over_at is None:
            return False
        if mail.is_unfinished:
            raise StillLeaving
        if mail.state != State.DONE:
            return False
        mail.state, mail.touched_at = State.FAILED, timezone.now()
        mail.error = _("Die Mail kam zurück. Antwort des Mailservers: %s") % words
        mail.is_for_good = mail.is_returned = True
        mail.is_unconfirmed = False
        mail.save()
        mail.has_ended()
    logger.warning("Mail %s came back: %s", mail.pk, words)
    return True


def read_mailbox(mailbox: imap.Mailbox) -> int:
    """Take what came to a mailbox since the last time; return how many of our mails failed by it.

    Raises `imap.MailboxTrouble`. Killed in between, it takes the rest again.
    """
    row, _is_new = ReturnsMailbox.objects.get_or_create(name=mailbox.name)
    failed = 0
    arrived = imap.messages_after(
        mailbox, imap.MailboxPlace(row.validity, row.uid), timezone.localdate(), LONGEST
    )
    for place, raw in arrived:
        try:
            failed += take_returned_mail(raw)
        except StillLeaving:
            break
        row.validity, row.uid = place.validity, place.uid
        row.save()
    ReturnsMailbox.objects.filter(pk=row.pk).update(read_at=timezone.now())
    return failed
