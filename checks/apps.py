from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecksConfig(AppConfig):
    """What is: catalogues, checks, answers and requirements."""

    name = "checks"
    verbose_name = _("Checks")

    def ready(self) -> None:
        """Hear how sending the mails to colleagues ended; say what an organisation may have."""
        from checks.domain import contribution_mail
        from checks.models import Check, Requirement, System
        from organisations.domain import letters
        from organisations.domain.places import CONTENTS

        letters.WHEN_SETTLED.append(contribution_mail.note_outcome)
        CONTENTS["closed check"] = lambda here: Check.objects.filter(organisation=here).finished()
        CONTENTS["system"] = lambda here: System.objects.filter(organisation=here)
        CONTENTS["requirement"] = lambda here: Requirement.objects.filter(organisation=here)
