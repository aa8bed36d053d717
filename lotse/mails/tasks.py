"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

import logging

from celery import shared_task
from django.conf import settings

from lotse.mails.domain import forgetting, returning, sending
from lotse.mails.imap import MailboxTrouble

logger = logging.getLogger(__name__)


@shared_task
def send_mail(organisation_id: int, mail_id: int) -> None:
    """Send a mail."""
    sending.send_mail(organisation_id, mail_id)


@shared_task
def forget_old_mails() -> None:
    """Remove what mails said, and later the rows themselves."""
    forgetting.forget_old_mails()


@shared_task
def read_returned_mails() -> None:
    """Read what came to the mailbox for returned mails, where the host set one."""
    if settings.EMAIL_RETURNS is None:
        return
    try:
        returning.read_mailbox(settings.EMAIL_RETURNS)
    except MailboxTrouble as trouble:
        logger.warning("The mailbox for returned mails cannot be read: %s", trouble)
