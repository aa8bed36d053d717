"""Mails."""

import factory

from lotse.mails.models import Mail
from tests.factories.organisations import TenantFactory


class MailFactory(TenantFactory):
    """A mail that waits to be sent."""

    class Meta:
        model = Mail

    kind = "invitation"
    identity = factory.Sequence(lambda number: f"probe:{number}")
    to = factory.Sequence(lambda number: f"empfang{number}@test.example")
    subject = "Eine Probe"
    text = "Guten Tag,\n\nalles Gute.\n"
