"""Django's way to a mail server, with a moment before the content of a mail.

Up to then the mail has surely not left. After it the server gets three minutes to answer, for an
answer that is not awaited is the usual reason for mails that come twice.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable

from django.core.mail.backends import smtp

# Meanwhile the heartbeat of the job says that its worker is alive.
PATIENCE_FOR_ANSWER = 180.0


class AnswerTimedOut(Exception):
    """The server was given the mail and said nothing: it may have it, or may not."""


class Connection(smtplib.SMTP):
    """A connection in the open, or with STARTTLS, that calls `before_data` before DATA."""

    before_data: Callable[[], None] | None = None

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override]
        if self.before_data is not None:
            self.before_data()
        if self.sock is not None:
            self.sock.settimeout(PATIENCE_FOR_ANSWER)
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected as error:
            if isinstance(error.__context__, TimeoutError):
                raise AnswerTimedOut from error
            raise


class EncryptedConnection(Connection, smtplib.SMTP_SSL):
    """A connection encrypted from its beginning."""


class EmailBackend(smtp.EmailBackend):
    """Sends by SMTP and calls `before_data` before the content of a mail."""

    before_data: Callable[[], None] | None = None

    @property
    def connection_class(self) -> type[Connection]:
        """Return the class of connections, which knows the moment."""
        return EncryptedConnection if self.use_ssl else Connection

    def open(self) -> bool | None:
        """Open a connection; return whether it is new."""
        is_new = super().open()
        if isinstance(self.connection, Connection):
            self.connection.before_data = self.before_data
        return is_new
