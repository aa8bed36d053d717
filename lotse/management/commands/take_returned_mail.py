"""For mail servers that hand each mail to the return address to a program."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from lotse.mails.domain.delivery_reports import LONGEST
from lotse.mails.domain.returning import StillLeaving, take_returned_mail


class Command(BaseCommand):
    """Reads one mail from the standard input."""

    help = (
        "Nimmt eine zurückgekommene Mail von der Standardeingabe entgegen und merkt sich, wen "
        "sie nicht erreicht hat. Alles andere wird verworfen. Endet mit 75 (EX_TEMPFAIL), wenn der "
        "Mailserver es später noch einmal versuchen soll."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the mail, or ask to try again later."""
        raw = sys.stdin.buffer.read(LONGEST)
        # Read to the end: a mail server takes a closed pipe for a failure.
        while sys.stdin.buffer.read(LONGEST):
            pass
        try:
            take_returned_mail(raw)
        except (StillLeaving, OperationalError, InterfaceError):
            sys.exit(os.EX_TEMPFAIL)
