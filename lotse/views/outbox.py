"""The mails of a local installation, which sends none: a newcomer follows the links here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SAFE_NAME = re.compile(r"[\w-]+\.log")
NEWEST = 50


@dataclass(frozen=True)
class OutboxMail:
    """A mail as a person reads it."""

    name: str
    subject: str
    to: str
    written_at: datetime
    text: str


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """List the newest mails, the latest first."""
    files = sorted(_folder().glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    mails = [_read(path) for path in files[:NEWEST]]
    return render(request, "outbox/list.html", {"mails": mails})


@require_safe
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail; its links can be followed."""
    path = _folder() / name
    if not SAFE_NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return render(request, "outbox/detail.html", {"mail": _read(path)})


def _folder() -> Path:
    if not getattr(settings, "LOCAL_OUTBOX", False):
        raise Http404
    return Path(settings.EMAIL_FILE_PATH)


def _read(path: Path) -> OutboxMail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body is not None else ""
    return OutboxMail(
        name=path.name,
        subject=str(message.get("subject", "")),
        to=str(message.get("to", "")),
        written_at=datetime.fromtimestamp(path.stat().st_mtime, timezone.get_current_timezone()),
        # The file-based backend ends every mail with a line of hyphens.
        text=re.sub(r"\n-{20,}\s*\Z", "", text),
    )
