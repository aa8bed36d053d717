"""Where a local installation, which sends no mail, puts what it would have sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends import filebased
from django.utils import timezone


class EmailBackend(filebased.EmailBackend):
    """Writes every mail to a file of its own.

    Django's own backend names files by second and by the address of an object in memory; both may
    be the same for two mails, and then the second is hidden behind the first.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; return how many they were."""
        sent = 0
        for message in email_messages:
            self.close()
            name = f"{timezone.now():%Y%m%d-%H%M%S}-{uuid4()}.log"
            self._fname = str(Path(self.file_path) / name)
            sent += super().send_messages([message]) or 0
        return sent
