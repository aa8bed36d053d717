"""Reads what a mail server says about a mail that it could not deliver (RFC 3464). Pure.

Such a report is a `multipart/report` of three parts: words for people, fields for machines, and the
mail that it is about, or its header. Anybody may send us one, so it counts for nothing by itself:
only who got the mail, or carried it, knows the Message-ID that stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser, HeaderParser

# So much of a mail is looked at. The fields and the header of our mail come before anything long.
LONGEST = 128 * 1024
# A report and the mail in it have a handful; each line is compared with all that are open.
MOST_BOUNDARIES = 20
MESSAGE_ID = re.compile(r"<[!-;=?-~]{3,190}>")
BLANK_LINE = re.compile(r"\r?\n\r?\n")
LONGEST_WORDS = 300

REPORT = "multipart/report"
# Each with its form for addresses beyond ASCII (RFC 6533).
FIELDS = ("message/delivery-status", "message/global-delivery-status")
OUR_MAIL = ("message/rfc822", "message/global", "message/global-headers")
OUR_HEADER = "text/rfc822-headers"


@dataclass(frozen=True)
class DeliveryFailure:
    """A mail that failed for good: its Message-ID with brackets, and the server's words."""

    message_id: str
    words: str


def read_failure(raw: bytes) -> DeliveryFailure | None:
    """Return what a mail says about one that failed for good; None when it says nothing of that.

    What is delayed, relayed or delivered has not failed. Nothing in a mail raises an error.
    """
    raw = raw[:LONGEST]
    if raw.lower().count(b"boundary") > MOST_BOUNDARIES:
        return None
    try:
        report = message_from_bytes(raw)
    except RecursionError:
        # Parts within parts within parts: no mail server writes that.
        return None
    if report.get_content_type() != REPORT or not report.is_multipart():
        return None
    message_id = words = ""
    for part in _parts(report):
        kind = part.get_content_type()
        if kind in FIELDS:
            words = words or _words_of_failure(part)
        elif kind in (*OUR_MAIL, OUR_HEADER):
            message_id = message_id or _message_id(part, kind)
    return DeliveryFailure(message_id, words) if message_id and words else None


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)]


def _words_of_failure(part: Message) -> str:
    """Return the words about the first recipient for whom it failed, empty without one.

    The first group of fields is about the mail, each further one about a recipient.
    """
    for fields in _groups(part):
        if _plain(fields.get("Action")).lower() == "failed":
            diagnosis = _plain(fields.get("Diagnostic-Code"))
            # „smtp; 550 5.1.1 …“: the kind of server, then its words (RFC 3464, 2.3.6).
            said = diagnosis.partition(";")[2].strip() or _plain(fields.get("Status"))
            return said[:LONGEST_WORDS] or "failed"
    return ""


def _groups(part: Message) -> Iterator[Message]:
    """Yield the groups of fields. Of the second kind the library takes the first for a header."""
    for one in _parts(part):
        yield one
        yield from map(HeaderParser().parsestr, BLANK_LINE.split(str(one.get_payload())))


def _message_id(part: Message, kind: str) -> str:
    if kind in OUR_MAIL:
        header: Message | None = next(iter(_parts(part)), None)
    else:
        content = part.get_payload(decode=True)
        header = BytesHeaderParser().parsebytes(content) if isinstance(content, bytes) else None
    found = MESSAGE_ID.search(_plain(header.get("Message-ID"))) if header is not None else None
    return found.group() if found else ""


def _plain(value: object) -> str:
    """Return a field in one line of printable signs."""
    text = " ".join(str(value or "").split())
    return "".join(sign if sign.isprintable() else "�" for sign in text)
