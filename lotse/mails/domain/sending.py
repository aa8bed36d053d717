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

import logging
import time
from collections.abc import Callable
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.jobs import lifecycle
from lotse.jobs.heartbeat import beating
from lotse.mails.models import Mail
from lotse.mails.smtp import AnswerTimedOut, EmailBackend
from organisations.domain.letters import SECRET_PLACE
from organisations.domain.secret_links import digest_of, secret_from

logger = logging.getLogger(__name__)

# How long to try to store that a mail has left, in seconds between the attempts.
STORING = (0, 1, 2, 4, 8, 16, 32)


class Undeliverable(Exception):
    """The mail will never be accepted; the text says why, for people."""


class RefusedForGood(Undeliverable):
    """A mail server said so: nothing reaches this address, or not this mail."""


def send_mail(organisation_id: int, mail_id: int) -> None:
    """Send one mail if it is due. Calling it again sends nothing twice."""
    try:
        mail = lifecycle.claim(Mail, organisation_id, mail_id)
    except lifecycle.NothingToDo:
        return
    if mail.handed_over_at is not None:
        _settle(mail, is_unconfirmed=True)
        return
    try:
        with beating(mail):
            _hand_over(mail)
    except lifecycle.Overtaken:
        logger.info("Mail %s was withdrawn or taken over.", mail_id)
    except AnswerTimedOut:
        _settle(mail, is_unconfirmed=True)
    except Undeliverable as error:
        logger.warning("Mail %s cannot be delivered: %s", mail_id, error)
        _fail(mail, str(error), is_for_good=isinstance(error, RefusedForGood))
    except lifecycle.PASSING as error:
        logger.warning("Mail %s did not leave and will be tried again.", mail_id, exc_info=True)
        reason = _reason(error)
        _in_spite_of_restarts(lambda: lifecycle.postpone(mail, reason, handed_over_at=None))
    except Exception:
        logger.exception("Mail %s could not be sent.", mail_id)
        _fail(mail, _("Beim Versand ist ein Fehler aufgetreten, der sich nicht von selbst gibt."))
    else:
        _settle(mail)


def _hand_over(mail: Mail) -> None:
    message = message_of(mail)
    connection_to_server = get_connection()

    def note() -> None:
        lifecycle.show_progress(mail, handed_over_at=timezone.now())

    try:
        if isinstance(connection_to_server, EmailBackend):
            connection_to_server.before_data = note
        else:
            note()
        connection_to_server.send_messages([message])
    except SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        if code < 500:
            raise OSError(code, _words(answer)) from error
        raise RefusedForGood(
            _("Der Mailserver nimmt diese Adresse nicht an: %s") % _words(answer)
        ) from error
    except SMTPDataError as error:
        if error.smtp_code < 500:
            raise
        raise RefusedForGood(
            _("Der Mailserver lehnt diese E-Mail ab: %s") % _words(error.smtp_error)
        ) from error


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Return the message of a row, the same for every attempt. Raises `Undeliverable`."""
    if mail.is_too_late:
        raise Undeliverable(_("Der Anlass war vorbei, bevor der Versand gelang."))
    secret = secret_from(mail.seed) if mail.seed else ""
    if mail.seed and digest_of(secret) != mail.secret_digest:
        raise Undeliverable(
            _("Der Schlüssel dieser Installation hat gewechselt. Bitte senden Sie sie neu.")
        )
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text.replace(SECRET_PLACE, secret),
        # Where mails come back to, which need not be whom people see as the sender.
        from_email=settings.EMAIL_RETURN_ADDRESS or None,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mail.message_id,
            # Nobody's absence note needs to answer.
            "Auto-Submitted": "auto-generated",
            **mail.headers,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html.replace(SECRET_PLACE, secret), "text/html")
    for one in mail.attachments:
        message.attach(one["name"], one["content"], one["media_type"])
    return message


def _settle(mail: Mail, is_unconfirmed: bool = False) -> None:
    if is_unconfirmed:
        logger.warning("Mail %s was handed over, but nobody noted the answer.", mail.pk)
    _in_spite_of_restarts(
        lambda: lifecycle.finish(mail, lambda current: None, is_unconfirmed=is_unconfirmed)
    )


def _fail(mail: Mail, reason: str, is_for_good: bool = False) -> None:
    _in_spite_of_restarts(
        lambda: lifecycle.fail(mail, reason, handed_over_at=None, is_for_good=is_for_good)
    )


def _in_spite_of_restarts(store: Callable[[], object]) -> None:
    """Store what became of a mail, also where the database is restarting just now."""
    for pause in STORING:
        time.sleep(pause)
        try:
            store()
        except (OperationalError, InterfaceError):
            logger.warning("What became of a mail is not stored yet.", exc_info=True)
            connection.close()
        else:
            return


def _reason(error: Exception) -> str:
    detail = _words(getattr(error, "smtp_error", None) or getattr(error, "strerror", None) or "")
    if detail:
        return _("Der Mailserver war nicht bereit: %s") % detail
    return _("Der Mailserver war nicht erreichbar.")


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:300]
