from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecksConfig(AppConfig):
    """What is: catalogues, checks, answers and requirements."""

    name = "checks"
    verbose_name = _("Checks")

    def ready(self) -> None:
        """Hear how sending the mails to colleagues ended."""
        from checks.domain import contribution_mail
        from organisations.domain import letters

        letters.WHEN_SETTLED.append(contribution_mail.note_outcome)
