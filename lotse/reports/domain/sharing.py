"""Links with which people without an account read a report, and how they find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotse.reports.models import Report, ReportLink
from organisations.domain import secret_links
from organisations.domain.auditing import Action, record
from organisations.domain.secret_links import LinkState
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
    open_links = ReportLink.objects.of(report).open()
    for link in open_links.filter(name=name, expires_on=expires_on, made_by=by):
        if check_password(password, link.password) if password else not link.password:
            return link
    if open_links.count() >= MOST_LINKS:
        raise TooManyLinks(
            _("Zu diesem Bericht gibt es schon %d offene Links. Ziehen Sie zuerst einen zurück.")
            % MOST_LINKS
        )
    link = ReportLink(
        organisation_id=report.organisation_id,
        report=report,
        name=name,
        expires_on=expires_on,
        password=make_password(password) if password else "",
        made_by=by,
    )
    secret_links.give_secret(link, SALT)
    link.save()
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
    if secret_links.revoke(ReportLink.objects.filter(pk=link.pk)):
        subject = f"{link.report}: {link.name}"
        record(REVOKED, organisation_id=link.organisation_id, by=by, subject=subject)


def links_of(report: Report) -> list[SharedLink]:
    """Return all links to a report, the latest first."""
    links = ReportLink.objects.of(report).select_related("made_by")
    return [SharedLink(link, secret_links.secret_of(link, SALT)) for link in links]


def situation_of(link: ReportLink | None) -> LinkState:
    """Return what someone finds who follows a link."""
    if link is None:
        return LinkState.UNKNOWN
    if link.revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.OVER if link.is_over else LinkState.OPEN


def fits(link: ReportLink, password: str) -> bool:
    """Return whether a password is the one of a link."""
    return check_password(password, link.password)
