"""Background tasks: they carry ids, fetch the row and call the domain."""

from __future__ import annotations

from celery import shared_task

from lotse.mails.domain import forgetting, sending


@shared_task
def send_mail(organisation_id: int, mail_id: int) -> None:
    """Send a mail."""
    sending.send_mail(organisation_id, mail_id)


@shared_task
def forget_old_mails() -> None:
    """Remove what mails said, and later the rows themselves."""
    forgetting.forget_old_mails()
