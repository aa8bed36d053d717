"""Sending a mail, exactly once as far as SMTP allows.

A mail server accepts a mail with its answer to the last line. Whoever is killed between sending
the mail and storing the answer cannot know it. Therefore:

1. Sender and recipient are agreed with the server. Whatever happens until here, the mail has not
   left: it is sent again later.
2. `handed_over_at` is committed, only by the maker that still holds the job. From here on nobody
   sends the mail again by himself.
3. The content is sent (DATA), the answer read and committed.

Killed between 2 and 3, the mail is done but unconfirmed: the server probably has it, for the
content follows the commit at once. A connection that breaks while the process lives is another
thing: then the server gave up, and as RFC 5321 asks the mail is sent again, with the same
Message-ID, by which receivers know it.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from lotse.jobs import lifecycle
from lotse.mails.domain import joining
from lotse.mails.models import Mail
from organisations.domain.letters import SECRET_PLACE
from organisations.domain.secret_links import digest_of, secret_from

# So many seconds the server gets to answer the content, for an answer that is not awaited is the
# usual reason for mails that come twice. Meanwhile the heartbeat says that the worker is alive.
PATIENCE_FOR_ANSWER = 180.0


class AnswerTimedOut(Exception):
    """The server was given the mail and said nothing: it may have it, or may not."""


def send_mail(organisation_id: int, mail_id: int) -> None:
    """Send one mail if it is due. Calling it again sends nothing twice."""
    reason = _("Beim Versand ist ein Fehler aufgetreten, der sich nicht von selbst gibt.")
    lifecycle.run_job(Mail, organisation_id, mail_id, _send, reason=reason)


def _send(mail: Mail) -> None:
    is_unconfirmed = mail.handed_over_at is not None
    if not is_unconfirmed:
        parts = joining.parts_to_send(mail) if mail.joins else [mail]
        if not parts:
            joining.follow(mail)
            return
        try:
            _hand_over(mail, parts)
        except AnswerTimedOut:
            is_unconfirmed = True
        except lifecycle.PASSING as error:
            raise lifecycle.TryLater(_reason(error), handed_over_at=None) from error
    # The server has it. Whatever keeps this from being stored must not lead to another attempt.
    lifecycle.in_spite_of_restarts(
        lifecycle.finish, mail, lambda current: None, is_unconfirmed=is_unconfirmed
    )


def _hand_over(mail: Mail, parts: Sequence[Mail]) -> None:
    """Send a mail with all its parts, and commit just before its content that it is handed over.

    Raises `lifecycle.GivenUp`, `AnswerTimedOut`, `lifecycle.Overtaken`, and what is `PASSING`.
    """
    message = message_of(mail, parts)

    def note() -> None:
        lifecycle.show_progress(mail, handed_over_at=timezone.now())

    backend = get_connection()
    if isinstance(backend, EmailBackend):
        with backend:
            assert backend.connection is not None  # noqa: S101 - it raises where it fails
            _transfer(backend.connection, mail, message, note)
    else:
        note()
        backend.send_messages([message])


def _transfer(
    server: smtplib.SMTP,
    mail: Mail,
    message: EmailMultiAlternatives,
    before_data: Callable[[], None],
) -> None:
    # As Django's own backend writes it.
    content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    server.ehlo_or_helo_if_needed()
    sender = _for_envelope(message.from_email)
    size = [f"size={len(content)}"] if server.has_extn("size") else []
    code, words = server.mail(sender, size)
    if code >= 400:
        raise smtplib.SMTPSenderRefused(code, words, sender)
    code, words = server.rcpt(_for_envelope(mail.to))
    _expect_acceptance(code, words, _("Der Mailserver nimmt diese Adresse nicht an: %s"))
    before_data()
    assert server.sock is not None  # noqa: S101 - it has just answered
    server.sock.settimeout(PATIENCE_FOR_ANSWER)
    refusal = _("Der Mailserver lehnt diese Mail ab: %s")
    try:
        code, words = server.data(content)
    except smtplib.SMTPDataError as error:
        _expect_acceptance(error.smtp_code, error.smtp_error, refusal)
        raise
    except smtplib.SMTPServerDisconnected as error:
        if isinstance(error.__context__, TimeoutError):
            raise AnswerTimedOut from error
        raise
    _expect_acceptance(code, words, refusal)


def _for_envelope(address: str) -> str:
    """Return an address without its name, its domain as mail servers know it (RFC 5891)."""
    name, at, domain = parseaddr(address)[1].rpartition("@")
    return f"{name}{at}{punycode(domain)}"


def _expect_acceptance(code: int, words: bytes | str, refusal: str) -> None:
    if code >= 500:
        raise lifecycle.GivenUp(refusal % _words(words), handed_over_at=None, is_for_good=True)
    if code >= 400:
        raise smtplib.SMTPResponseException(code, words)


def message_of(mail: Mail, parts: Sequence[Mail]) -> EmailMultiAlternatives:
    """Return the message of a row, the same for every attempt; `parts` are all that leave in it.

    Raises `GivenUp`.
    """
    if mail.is_too_late:
        raise lifecycle.GivenUp(_("Der Anlass war vorbei, bevor der Versand gelang."))
    secret = secret_from(mail.seed) if mail.seed else ""
    if mail.seed and digest_of(secret) != mail.secret_digest:
        raise lifecycle.GivenUp(
            _("Der Schlüssel dieser Installation hat gewechselt. Bitte senden Sie sie neu.")
        )
    message = EmailMultiAlternatives(
        subject=joining.subject_of(parts),
        body=joining.text_of(parts, lambda one: one.text).replace(SECRET_PLACE, secret),
        # Where mails come back to, which need not be whom people see as the sender.
        from_email=settings.EMAIL_RETURN_ADDRESS or None,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mail.message_id,
            # Nobody's absence note needs to answer.
            "Auto-Submitted": "auto-generated",
            **joining.headers_of(parts),
        },
    )
    if mail.html:
        html = joining.text_of(parts, lambda one: one.html).replace(SECRET_PLACE, secret)
        message.attach_alternative(html, "text/html")
    for name, content, media_type in joining.attachments_of(parts):
        message.attach(name, content, media_type)
    return message


def _reason(error: Exception) -> str:
    detail = _words(getattr(error, "smtp_error", None) or getattr(error, "strerror", None) or "")
    if detail:
        return _("Der Mailserver war nicht bereit: %s") % detail
    return _("Der Mailserver war nicht erreichbar.")


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:300]
