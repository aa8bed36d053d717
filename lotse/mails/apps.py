from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailsConfig(AppConfig):
    """Mails on behalf of organisations, sent in the background."""

    name = "lotse.mails"
    label = "mails"
    verbose_name = _("Mails")

    def ready(self) -> None:
        """Make mails known as a kind of job, and take over the letters of the apps below."""
        from lotse.jobs.kinds import register
        from lotse.mails.domain import posting
        from lotse.mails.models import Mail
        from lotse.mails.tasks import send_mail
        from organisations.domain import letters

        register(Mail, send_mail)
        letters.WHEN_POSTED.append(posting.post)
        letters.WHEN_WITHDRAWN.append(posting.withdraw)
