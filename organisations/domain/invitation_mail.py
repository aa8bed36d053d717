"""The mails around invitations: the row says that one is due, a worker sends it."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import queries, tenancy
from organisations.domain import instance
from organisations.domain.inviting import digest_of, new_secret
from organisations.domain.team import MEANINGS
from organisations.models import Invitation, Organisation

logger = logging.getLogger(__name__)

# How long to wait after each attempt before the next one.
PAUSES = [timedelta(minutes=minutes) for minutes in (2, 10, 60, 300)]
MOST_ATTEMPTS = len(PAUSES) + 1
# A message that was lost is missed after this time.
PATIENCE = timedelta(seconds=45)


def send_invitation(organisation_id: int, invitation_id: int) -> None:
    """Send the mail of an invitation if it is due. Calling it again sends nothing twice.

    The secret is made here and is nowhere but in the mail. When the mail does not leave, it is
    due again later, with another secret.
    """
    secret = new_secret()
    invitation = _claim(organisation_id, invitation_id, secret)
    if invitation is None:
        return
    try:
        _mail(invitation, secret).send()
    except (SMTPException, OSError):
        logger.warning("Invitation %s could not be mailed.", invitation_id, exc_info=True)
        return
    with tenancy.activate(invitation.organisation):
        queries.invitations().for_digest(digest_of(secret)).update(sent_at=timezone.now())


def overdue_invitations() -> list[Invitation]:
    """Return the invitations of all organisations whose mail is missed."""
    with tenancy.across(Organisation.objects.all()):
        return list(queries.invitations().mail_overdue(MOST_ATTEMPTS, PATIENCE))


def tell_about_wanted_address(organisation_id: int, invitation_id: int) -> None:
    """Tell who invited that the invited person would like to use another address."""
    organisation = Organisation.objects.get(pk=organisation_id)
    with tenancy.activate(organisation):
        invitation = queries.invitations().unanswered().with_inviters().get(pk=invitation_id)
    inviter = invitation.invited_by
    if inviter is None or not invitation.wanted_email:
        return
    context = {
        "organisation": organisation,
        "invitation": invitation,
        "url": settings.BASE_URL + reverse("organisations:team", args=[organisation.slug]),
    }
    EmailMultiAlternatives(
        subject=instance.mail_subject(_("Einladung an eine andere Adresse?")),
        body=render_to_string("organisations/email/wanted_address.txt", context),
        to=[inviter.email],
    ).send()


def _claim(organisation_id: int, invitation_id: int, secret: str) -> Invitation | None:
    now = timezone.now()
    organisation = Organisation.objects.get(pk=organisation_id)
    with tenancy.activate(organisation):
        invitation = (
            queries.invitations()
            .unanswered()
            .filter(pk=invitation_id, sent_at=None, mail_due_at__lte=now)
            .filter(mail_attempts__lt=MOST_ATTEMPTS)
            .select_for_update(skip_locked=True, of=("self",))
            .with_inviters()
            .first()
        )
        if invitation is None:
            return None
        pause = PAUSES[min(invitation.mail_attempts, len(PAUSES) - 1)]
        invitation.token_digest = digest_of(secret)
        invitation.mail_attempts += 1
        invitation.mail_due_at = now + pause
        invitation.save(update_fields=["token_digest", "mail_attempts", "mail_due_at"])
    invitation.organisation = organisation
    return invitation


def _mail(invitation: Invitation, secret: str) -> EmailMultiAlternatives:
    inviter = invitation.invited_by
    context = {
        "organisation": invitation.organisation,
        "invitation": invitation,
        "inviter": inviter,
        "meaning": MEANINGS[invitation.role],
        "url": settings.BASE_URL + reverse("organisations:invitation", args=[secret]),
    }
    mail = EmailMultiAlternatives(
        subject=instance.mail_subject(
            _("Einladung: %(organisation)s") % {"organisation": invitation.organisation.name}
        ),
        body=render_to_string("organisations/email/invitation.txt", context),
        to=[invitation.email],
        reply_to=[inviter.email] if inviter else None,
    )
    mail.attach_alternative(
        render_to_string("organisations/email/invitation.html", context), "text/html"
    )
    return mail
