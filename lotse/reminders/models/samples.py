"""What the administration calls the page on mails; there are no rows behind it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from organisations.models import InstanceSettings


class MailSample(InstanceSettings):
    """The instance as the one that sends mails."""

    class Meta:
        proxy = True
        verbose_name = _("E-Mail-Vorlage")
        verbose_name_plural = _("E-Mails: ansehen und probeweise senden")
