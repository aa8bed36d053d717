"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from kombu.exceptions import OperationalError

from organisations.domain import invitation_mail, inviting
from organisations.models import Invitation

logger = logging.getLogger(__name__)


@shared_task
def send_invitation(organisation_id: int, invitation_id: int) -> None:
    """Send the mail of an invitation."""
    invitation_mail.send_invitation(organisation_id, invitation_id)


@shared_task
def send_overdue_invitations() -> None:
    """Send what a lost message, a dead worker or a mail server that was away left behind."""
    for invitation in invitation_mail.overdue_invitations():
        enqueue_invitation(invitation)


@shared_task
def forget_old_invitations() -> None:
    """Delete invitations that were settled long ago."""
    inviting.forget_old_invitations()


@shared_task
def tell_about_wanted_address(organisation_id: int, invitation_id: int) -> None:
    """Tell who invited about the address the invited person would rather use."""
    invitation_mail.tell_about_wanted_address(organisation_id, invitation_id)


def enqueue_invitation(invitation: Invitation) -> None:
    """Tell a worker about a mail that is due. A lost message does no harm: the sweep finds it."""
    _enqueue(send_invitation, invitation)


def enqueue_wanted_address(invitation: Invitation) -> None:
    """Tell a worker about a wish. When the message is lost, the team page still shows it."""
    _enqueue(tell_about_wanted_address, invitation)


def _enqueue(task: Any, invitation: Invitation) -> None:
    try:
        task.delay(invitation.organisation_id, invitation.pk)
    except (OperationalError, OSError):
        logger.warning("No broker for invitation %s.", invitation.pk)
