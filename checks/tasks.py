"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from celery import shared_task
from kombu.exceptions import OperationalError

from checks.domain import asking, contribution_mail
from checks.models import ContributionMail

logger = logging.getLogger(__name__)


@shared_task
def send_contribution_mail(organisation_id: int, mail_id: int) -> None:
    """Send a mail with a link to a colleague."""
    contribution_mail.send_mail(organisation_id, mail_id)


@shared_task
def send_overdue_contribution_mails() -> None:
    """Send what a lost message, a dead worker or a mail server that was away left behind."""
    enqueue_contribution_mails(contribution_mail.overdue_mails())


@shared_task
def remind_before_closing() -> None:
    """Remind colleagues who said nothing yet shortly before a request ends."""
    enqueue_contribution_mails(asking.remind_before_closing())


@shared_task
def forget_old_contribution_links() -> None:
    """Delete links, names and addresses of requests that are long over."""
    asking.forget_old_links()


def enqueue_contribution_mails(mails: Iterable[ContributionMail]) -> None:
    """Tell a worker about mails that are due. A lost message does no harm: the sweep finds it."""
    for mail in mails:
        try:
            send_contribution_mail.delay(mail.organisation_id, mail.pk)
        except (OperationalError, OSError):
            logger.warning("No broker for mail %s to a colleague.", mail.pk)
            return
