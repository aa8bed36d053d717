"""Reading a mailbox by IMAP (RFC 3501) without changing anything in it.

What was read is known by UIDVALIDITY and UID (RFC 3501, 2.3.1.1): no message is marked, moved or
deleted, so people may use the mailbox as well, and nothing is missed where they were faster.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

# Scheme of the address: the usual port.
PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
PATIENCE_SECONDS = 30
AT_ONCE = 200
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# What is older came before Lotse looked for the first time.
LOOKS_BACK = timedelta(days=14)


class MailboxTrouble(Exception):
    """The mailbox cannot be read just now; the text says why."""


@dataclass(frozen=True)
class MailboxPlace:
    """Up to where a mailbox was read. UIDs count within one validity only."""

    validity: int = 0
    uid: int = 0


@dataclass(frozen=True)
class Mailbox:
    """Where a mailbox is and how one gets in."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"

    @classmethod
    def from_url(cls, url: str) -> Mailbox:
        """Return the mailbox at an address such as `imaps://name:word@mail.example:993/INBOX`.

        `imaps` is encrypted from the beginning, `imap+tls` by STARTTLS, `imap` not at all. Name,
        password and folder may be percent-encoded. Raises `ValueError`.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not (parts.hostname and parts.username and parts.password):
            raise ValueError("imaps://name:password@host[:port][/folder]")
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username),
            password=unquote(parts.password),
            folder=unquote(parts.path.strip("/")) or "INBOX",
        )

    @property
    def name(self) -> str:
        """What tells it from other mailboxes."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:300]


def messages_after(
    mailbox: Mailbox, place: MailboxPlace, today: date, longest: int
) -> Iterator[tuple[MailboxPlace, bytes]]:
    """Yield what came after a place, at most 200 messages, each with the place that it is at.

    Of a message one gets the first `longest` bytes. Raises `MailboxTrouble`.
    """
    with _opened(mailbox) as connection:
        quoted = mailbox.folder.replace("\\", "\\\\").replace('"', '\\"')
        _done(connection.select(f'"{quoted}"', readonly=True))
        validity = int(connection.response("UIDVALIDITY")[1][0] or 0)
        last = place.uid if place.validity == validity else 0
        for uid in _uids_after(connection, last, today)[:AT_ONCE]:
            found = _done(connection.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{longest}>)"))
            # A message that was deleted meanwhile has no content, only an empty answer.
            parts = [one[1] for one in found if isinstance(one, tuple)]
            yield MailboxPlace(validity, uid), parts[0][:longest] if parts else b""


def _uids_after(connection: imaplib.IMAP4, last: int, today: date) -> list[int]:
    first = today - LOOKS_BACK
    since = f"{first.day}-{MONTHS[first.month - 1]}-{first.year}"
    found = _done(connection.uid("SEARCH", f"UID {last + 1}:* SINCE {since}"))
    # "n:*" names the last message also where its UID is below n (RFC 3501, 6.4.8).
    uids = sorted(int(one) for one in b" ".join(part or b"" for part in found).split())
    return [uid for uid in uids if uid > last]


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    safe = ssl.create_default_context()
    try:
        connection: imaplib.IMAP4
        if mailbox.scheme == "imaps":
            connection = imaplib.IMAP4_SSL(
                mailbox.host, mailbox.port, ssl_context=safe, timeout=PATIENCE_SECONDS
            )
        else:
            connection = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=PATIENCE_SECONDS)
        try:
            if mailbox.scheme == "imap+tls":
                connection.starttls(safe)
            said = f"\0{mailbox.user}\0{mailbox.password}".encode()
            connection.authenticate("PLAIN", lambda _asked: said)
            yield connection
        finally:
            # Not `with`: where the connection is broken, its farewell would hide why.
            for farewell in (connection.logout, connection.shutdown):
                with suppress(imaplib.IMAP4.error, OSError):
                    farewell()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxTrouble(str(error)) from error


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(data[0]))
    return data
