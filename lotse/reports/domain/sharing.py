"""Links with which people without an account read a report, and how they find it."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.reports import queries
from lotse.reports.models import Report, ReportLink
from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.domain.letters import digest_of
from organisations.domain.team import Refused
from organisations.models import Organisation, User

SHARED = Action("report.shared", gettext_lazy("Link zu einem Bericht erstellt"))
REVOKED = Action("report.link_revoked", gettext_lazy("Link zu einem Bericht zurückgezogen"))

EXPIRES_ON = gettext_lazy("Gilt bis")
PASSWORD = gettext_lazy("Passwort")
USUAL_TIME, LONGEST_TIME = timedelta(days=30), timedelta(days=366)
MOST_LINKS = 20
SALT = "lotse.report-link"


class TooManyLinks(Refused):
    """So many links to a report are open that there may be no further one."""


class Situation(StrEnum):
    """What someone who follows a link finds."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    OVER = "over"
    OPEN = "open"


@dataclass(frozen=True)
class SharedLink:
    """A link as its makers see it; `token` is None once the instance's key has changed."""

    link: ReportLink
    token: str | None


def share(report: Report, *, name: str, expires_on: date, password: str, by: User) -> ReportLink:
    """Make a link to a report and return it; an empty password asks for none.

    The same link by the same person again is a double click: the first one is returned. Raises
    `TooManyLinks`.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=report.organisation_id)
    open_links = queries.report_links().of(report).open()
    for link in open_links.filter(name=name, expires_on=expires_on, made_by=by):
        if check_password(password, link.password) if password else not link.password:
            return link
    if open_links.count() >= MOST_LINKS:
        raise TooManyLinks(
            _("Zu diesem Bericht gibt es schon %d offene Links. Ziehen Sie zuerst einen zurück.")
            % MOST_LINKS
        )
    seed = secrets.token_hex(16)
    link = ReportLink.objects.create(
        organisation_id=report.organisation_id,
        report=report,
        name=name,
        expires_on=expires_on,
        password=make_password(password) if password else "",
        seed=seed,
        token_digest=digest_of(_secret(seed)),
        made_by=by,
    )
    record(
        SHARED,
        organisation_id=report.organisation_id,
        by=by,
        subject=f"{report}: {name}",
        after={
            EXPIRES_ON: date_format(expires_on),
            PASSWORD: _("ja") if password else _("nein"),
        },
    )
    return link


def revoke(link: ReportLink, by: User) -> None:
    """Let a link lead nowhere from now on; revoking it again changes nothing."""
    now = timezone.now()
    if queries.report_links().filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        subject = f"{link.report}: {link.name}"
        record(REVOKED, organisation_id=link.organisation_id, by=by, subject=subject)


def links_of(report: Report) -> list[SharedLink]:
    """Return all links to a report, the latest first."""
    links = queries.report_links().of(report).select_related("made_by")
    return [SharedLink(link, token_of(link)) for link in links]


def token_of(link: ReportLink) -> str | None:
    """Return the secret of a link; None when the instance's key has changed since it was made."""
    token = _secret(link.seed)
    return token if constant_time_compare(digest_of(token), link.token_digest) else None


def find_link(token: str) -> ReportLink | None:
    """Return the link with this secret and its organisation, or None."""
    digest = digest_of(token)
    with tenancy.by_token(digest):
        return queries.report_links().for_digest(digest).first()


def situation_of(link: ReportLink | None) -> Situation:
    """Return what someone finds who follows a link."""
    if link is None:
        return Situation.UNKNOWN
    if link.revoked_at is not None:
        return Situation.REVOKED
    return Situation.OVER if link.is_over else Situation.OPEN


def fits(link: ReportLink, password: str) -> bool:
    """Return whether a password is the one of a link."""
    return check_password(password, link.password)


def _secret(seed: str) -> str:
    digest = salted_hmac(SALT, seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
