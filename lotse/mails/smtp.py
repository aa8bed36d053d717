"""Django's way to a mail server, with a moment before the last line of a mail.

The server cannot accept a mail before it has got that line: whatever happens earlier, the mail has
not left. And it gets three minutes to answer it, for an answer that is not awaited is the usual
reason for mails that come twice.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable

from django.core.mail.backends import smtp

# Shorter than the time after which a job's maker is taken for dead.
PATIENCE_FOR_ANSWER = 180.0


class AnswerTimedOut(Exception):
    """The server got the whole mail and said nothing: it may have it, or may not."""


class Connection(smtplib.SMTP):
    """A connection in the open, or with STARTTLS, that does DATA in two parts."""

    before_last_line: Callable[[], None] | None = None

    def data(self, msg: bytes) -> tuple[int, bytes]:  # type: ignore[override]
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        text = smtplib._quote_periods(msg)  # type: ignore[attr-defined]
        self.send(text if text.endswith(b"\r\n") else text + b"\r\n")
        if self.before_last_line is not None:
            try:
                self.before_last_line()
            except BaseException:
                # Without its last line the mail is nothing, and nothing must follow it.
                self.close()
                raise
        if self.sock is not None:
            self.sock.settimeout(PATIENCE_FOR_ANSWER)
        self.send(b".\r\n")
        try:
            return self.getreply()
        except smtplib.SMTPServerDisconnected as error:
            if isinstance(error.__context__, TimeoutError):
                raise AnswerTimedOut from error
            raise


class EncryptedConnection(Connection, smtplib.SMTP_SSL):
    """A connection encrypted from its beginning."""


class EmailBackend(smtp.EmailBackend):
    """Sends by SMTP and calls `before_last_line` before the last line of a mail."""

    before_last_line: Callable[[], None] | None = None

    @property
    def connection_class(self) -> type[Connection]:
        """Return the class of connections, which knows the moment."""
        return EncryptedConnection if self.use_ssl else Connection

    def open(self) -> bool | None:
        """Open a connection; return whether it is new."""
        is_new = super().open()
        if isinstance(self.connection, Connection):
            self.connection.before_last_line = self.before_last_line
        return is_new
