"""The mails to colleagues: the row says that one is due, a worker sends it."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from checks import queries
from checks.domain.asking import renew_secret, token_of
from checks.models import ContributionMail, MailKind
from organisations import tenancy
from organisations.domain import instance
from organisations.models import Organisation

logger = logging.getLogger(__name__)

# How long to wait after each attempt before the next one.
PAUSES = [timedelta(minutes=minutes) for minutes in (2, 10, 60, 300)]
MOST_ATTEMPTS = len(PAUSES) + 1
# A message that was lost is missed after this time.
PATIENCE = timedelta(seconds=45)


def send_mail(organisation_id: int, mail_id: int) -> None:
    """Send a mail to a colleague if it is due. Calling it again sends nothing twice.

    When it does not leave, it is due again later.
    """
    found = _claim(organisation_id, mail_id)
    if found is None:
        return
    row, message = found
    try:
        message.send()
    except (SMTPException, OSError):
        logger.warning("Mail %s to a colleague did not leave.", mail_id, exc_info=True)
        return
    with tenancy.activate(row.organisation):
        queries.contribution_mails().filter(pk=row.pk).update(sent_at=timezone.now())


def overdue_mails() -> list[ContributionMail]:
    """Return the mails of all organisations that are missed."""
    with tenancy.across(Organisation.objects.all()):
        return list(queries.contribution_mails().overdue(MOST_ATTEMPTS, PATIENCE))


def _claim(organisation_id: int, mail_id: int) -> tuple[ContributionMail, EmailMessage] | None:
    now = timezone.now()
    organisation = Organisation.objects.get(pk=organisation_id)
    with tenancy.activate(organisation):
        row = (
            queries.contribution_mails()
            .waiting(MOST_ATTEMPTS)
            .filter(pk=mail_id, due_at__lte=now)
            .select_related("link__request__check_run", "link__request__asked_by")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if row is None or not row.link.request.is_open:
            return None
        row.organisation = organisation
        row.due_at = now + PAUSES[min(row.attempts, len(PAUSES) - 1)]
        row.attempts += 1
        row.save(update_fields=["attempts", "due_at"])
        return row, _message(row)


def _message(row: ContributionMail) -> EmailMessage:
    link = row.link
    asker = link.request.asked_by
    token = token_of(link) or renew_secret(link)
    is_reminder = row.kind == MailKind.REMINDER
    context = {
        "organisation": row.organisation,
        "link": link,
        "asking": link.request,
        "asker": asker,
        "number": len(link.request.question_keys),
        "url": settings.BASE_URL + reverse("checks:contribute", args=[token]),
        "is_reminder": is_reminder,
    }
    subject = (
        _("Erinnerung: Ihre Meinung ist gefragt") if is_reminder else _("Ihre Meinung ist gefragt")
    )
    host = urlsplit(settings.BASE_URL).hostname
    return EmailMessage(
        subject=instance.mail_subject(f"{subject} ({row.organisation.name})"),
        body=render_to_string("checks/email/contribution.txt", context),
        to=[link.email],
        reply_to=[asker.email] if asker else None,
        # The same mail twice is recognised as the same, should a worker die at the wrong moment.
        headers={"Message-ID": f"<beitrag-{row.pk}@{host}>"},
    )
