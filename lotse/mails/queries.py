"""What one asks about mails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from lotse.jobs.models import JobQuerySet
from lotse.mails.models import Mail
from organisations.models import User


class MailQuerySet(JobQuerySet[Mail]):
    """Questions about mails, beside those about all jobs."""

    def concerning(self, kind: str, about: int) -> Self:
        """Narrow to mails of a kind about one row."""
        return self.filter(kind=kind, about=about)

    def to_person(self, person: User) -> Self:
        """Narrow to mails to somebody with an account."""
        return self.filter(person=person)

    def with_identity(self, identity: str) -> Self:
        """Narrow to the one that is this mail."""
        return self.filter(identity=identity)

    def with_message_id(self, message_id: str) -> Self:
        """Narrow to the one that left under a Message-ID."""
        return self.filter(message_id=message_id)

    def locked(self) -> Self:
        """Hold the rows until the transaction ends."""
        return self.select_for_update(of=("self",))

    def with_any_identity(self, identities: Iterable[str]) -> Self:
        """Narrow to those that are one of these mails."""
        return self.filter(identity__in=list(identities))

    def with_content_since(self, moment: datetime) -> Self:
        """Narrow to ended mails whose content has been kept since before a moment."""
        return self.filter(finished_at__lt=moment, content_removed_at=None)

    def unconfirmed_since(self, moment: datetime) -> Self:
        """Narrow to mails handed over since a moment, of which no answer is known."""
        return self.filter(is_unconfirmed=True, finished_at__gte=moment)

    def ended_before(self, moment: datetime) -> Self:
        """Narrow to mails that ended before a moment."""
        return self.filter(finished_at__lt=moment)


def mails() -> MailQuerySet:
    """Return all mails that the opened tenancy shows."""
    return MailQuerySet(Mail)
