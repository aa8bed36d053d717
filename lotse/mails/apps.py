from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.utils.translation import gettext_lazy as _


class MailsConfig(AppConfig):
    """Mails on behalf of organisations, sent in the background."""

    name = "lotse.mails"
    label = "mails"
    verbose_name = _("E-Mails")

    def ready(self) -> None:
        """Make mails known as a kind of job, and take over the letters of the apps below."""
        from lotse.jobs.kinds import register
        from lotse.mails.domain import posting
        from lotse.mails.models import Mail
        from lotse.mails.tasks import send_mail
        from organisations.signals import letter_withdrawn, letter_written

        register(Mail, send_mail)
        letter_written.connect(_take, dispatch_uid="mails.letter_written")
        letter_withdrawn.connect(posting.withdraw, dispatch_uid="mails.letter_withdrawn")


def _take(letter: Any, **signal: Any) -> None:
    from lotse.jobs.tasks import enqueue
    from lotse.mails.domain import posting

    mail, is_new = posting.store(letter)
    if is_new:
        transaction.on_commit(lambda: enqueue(mail))
