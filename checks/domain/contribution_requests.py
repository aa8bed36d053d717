"""Asking colleagues: requests, the links that lead to them, reminders, and their end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checks.domain.check_state import CheckState
from checks.domain.contribution_mail import (
    order_mail,
    post_mails_of,
    withdraw_mails,
    withdraw_mails_of,
)
from checks.models import (
    Check,
    ContributionLink,
    ContributionMail,
    ContributionRequest,
    MailKind,
    Voice,
)
from organisations import tenancy
from organisations.domain import secret_links
from organisations.domain.auditing import Action, record
from organisations.domain.team import Refused
from organisations.models import Organisation, User

ASKED = Action("check.colleagues_asked", gettext_lazy("Kolleg:innen gefragt"))
LINKED = Action("check.colleague_linked", gettext_lazy("Link für Kolleg:in erstellt"))
SHEET_MADE = Action("check.sheet_made", gettext_lazy("Aushang erstellt"))
REVOKED = Action("check.colleague_link_revoked", gettext_lazy("Link zurückgezogen"))
REMINDED = Action("check.colleagues_reminded", gettext_lazy("Kolleg:innen erinnert"))
DEADLINE_MOVED = Action("check.asking_moved", gettext_lazy("Frist für Kolleg:innen geändert"))
ENDED = Action("check.asking_ended", gettext_lazy("Anfrage an Kolleg:innen beendet"))

FUNCTION = gettext_lazy("Aufgabe im Team")
CLOSES_ON = gettext_lazy("Offen bis")

MOST_MAILS_A_DAY = 100
# So long before its end a request reminds by itself.
REMINDS_BEFORE = timedelta(days=2)
# How long addresses and links stay once nobody can answer any more.
LINKS_KEPT_FOR = timedelta(days=30)


class AlreadyAsked(Refused):
    """A link to this address exists already."""


class TooManyMails(Refused):
    """So many mails left today that the next one has to wait."""


class Promised(Refused):
    """Colleagues were promised a later day."""


class RequestOver(Refused):
    """Nobody can answer any more."""


def ask(
    check_state: CheckState,
    *,
    question_keys: Iterable[str],
    names_agreed: bool,
    message: str,
    closes_on: date,
    by: User,
) -> ContributionRequest:
    """Store that colleagues are asked questions of a check, and return the request.

    Raises `RequestOver` when the check is closed.
    """
    if check_state.check.is_finished:
        raise RequestOver(_("Der Check ist abgeschlossen. Öffnen Sie ihn wieder, um zu fragen."))
    wanted = set(question_keys)
    request = ContributionRequest.objects.create(
        organisation_id=check_state.check.organisation_id,
        check_run=check_state.check,
        question_keys=[one.key for one in check_state.document.questions if one.key in wanted],
        names_agreed=names_agreed,
        message=message,
        closes_on=closes_on,
        asked_by=by,
    )
    number = len(request.question_keys)
    record(
        ASKED,
        organisation_id=request.organisation_id,
        by=by,
        subject=ngettext("%d Frage", "%d Fragen", number) % number,
        after={
            CLOSES_ON: date_format(closes_on),
            gettext_lazy("Namen"): _("vereinbart") if names_agreed else _("nicht gezeigt"),
        },
    )
    return request


def ask_person(
    request: ContributionRequest, *, name: str, function: str, email: str, by: User
) -> ContributionLink:
    """Make the personal link of a colleague and return it; with an address, a mail is due.

    The caller has locked the request. The trail names the person's function only.
    Raises `RequestOver`, `AlreadyAsked` and `TooManyMails`.
    """
    _refuse_when_over(request)
    email = email.strip().lower()
    if email:
        _keep_to_the_limit(request.organisation_id, 1)
    voice = Voice(
        organisation_id=request.organisation_id,
        request=request,
        function=function,
        name=name if request.names_agreed else "",
    )
    link = _new_link(request, voice=voice, name=name, email=email)
    try:
        with transaction.atomic():
            voice.save()
            link.voice = voice
            link.save()
    except IntegrityError as error:
        raise AlreadyAsked(_("An diese Adresse ging schon ein Link.")) from error
    if email:
        order_mail(link, MailKind.ASKING)
    record(
        LINKED,
        organisation_id=request.organisation_id,
        by=by,
        subject=request,
        after={FUNCTION: voice.get_function_display()},
    )
    return link


def make_sheet(request: ContributionRequest, by: User) -> ContributionLink:
    """Return the shared link of a request for the printed sheet; make it when there is none.

    The caller has locked the request. Raises `RequestOver`.
    """
    _refuse_when_over(request)
    link = request.links.sheet()
    if link is None:
        link = _new_link(request)
        link.save()
        record(SHEET_MADE, organisation_id=request.organisation_id, by=by, subject=request)
    return link


def revoke(link: ContributionLink, by: User) -> ContributionMail | None:
    """Let a link lead nowhere from now on. What was said through it stays.

    Who got it by mail and could still use it is told by mail, which is returned.
    """
    was_mailed = ContributionLink.objects.filter(pk=link.pk).asked_by_mail().exists()
    if not secret_links.revoke(ContributionLink.objects.filter(pk=link.pk)):
        return None
    withdraw_mails(link)
    what = _("Aushang") if link.voice is None else link.voice.get_function_display()
    record(REVOKED, organisation_id=link.organisation_id, by=by, subject=what)
    tells = was_mailed and link.request.is_open
    return order_mail(link, MailKind.REVOKED) if tells else None


def remind(request: ContributionRequest, by: User | None) -> list[ContributionMail]:
    """Order a reminder for everyone who said nothing yet; nobody ever gets a second one.

    `by` is None when Lotse reminds by itself. The caller has locked the request. Raises
    `RequestOver` and `TooManyMails`.
    """
    _refuse_when_over(request)
    links = list(request.links.to_remind())
    if not links:
        return []
    if by is not None:
        _keep_to_the_limit(request.organisation_id, len(links))
    mails = [order_mail(link, MailKind.REMINDER) for link in links]
    record(
        REMINDED,
        organisation_id=request.organisation_id,
        by=by,
        subject=request,
        after={gettext_lazy("Mails"): len(mails)},
    )
    return mails


def remind_before_closing() -> list[ContributionMail]:
    """Order the reminders of all organisations whose requests end soon; return their mails."""
    soon = timezone.localdate() + REMINDS_BEFORE
    with tenancy.across(Organisation.objects.all()):
        found = ContributionRequest.objects.open_until(soon).with_someone_to_remind()
        due = list(found.values_list("organisation_id", "pk"))
    ordered: list[ContributionMail] = []
    for organisation_id, request_id in due:
        organisation = Organisation.objects.get(pk=organisation_id)
        with tenancy.activate(organisation):
            again = ContributionRequest.objects.open_until(soon).select_for_update(of=("self",))
            for request in again.filter(pk=request_id, organisation=organisation):
                ordered += remind(request, None)
    return ordered


def move_deadline(request: ContributionRequest, closes_on: date, by: User) -> None:
    """Let colleagues answer until another day; one that was ended is open again.

    Raises `Promised` for an earlier day than whoever has a link was told.
    """
    if request.closes_on == closes_on and request.ended_at is None:
        return
    before, was_ended = request.closes_on, request.ended_at is not None
    links = request.links.valid()
    if request.is_open and closes_on < before and links.exists():
        raise Promised(
            _(
                "Bis zum %s haben Sie Ihren Kolleg:innen Zeit zugesagt. Früher geht es, wenn Sie "
                "die Anfrage beenden: Dann erfahren es alle, die eine Mail bekommen haben."
            )
            % date_format(before)
        )
    request.closes_on, request.ended_at = closes_on, None
    request.save(update_fields=["closes_on", "ended_at"])
    post_mails_of(request)
    if was_ended:
        _tell_it_goes_on(request)
    record(
        DEADLINE_MOVED,
        organisation_id=request.organisation_id,
        by=by,
        subject=request,
        before={CLOSES_ON: date_format(before)},
        after={CLOSES_ON: date_format(closes_on)},
    )


def end(request: ContributionRequest, by: User) -> list[ContributionMail]:
    """Let nobody answer any more, and tell those who were asked by mail; return these mails.

    Nobody is told of an end that was announced. The caller has locked the request.
    """
    if request.ended_at is not None:
        return []
    is_early = request.closes_on >= timezone.localdate()
    request.ended_at = timezone.now()
    request.save(update_fields=["ended_at"])
    withdraw_mails_of(request)
    mails = _tell_of_the_end(request) if is_early else []
    told = {gettext_lazy("Mails"): len(mails)} if mails else {}
    record(ENDED, organisation_id=request.organisation_id, by=by, subject=request, after=told)
    return mails


def _tell_of_the_end(request: ContributionRequest) -> list[ContributionMail]:
    ContributionMail.objects.filter(link__request=request, kind=MailKind.REOPENED).delete()
    links = request.links.asked_by_mail()
    return [order_mail(link, MailKind.ENDED) for link in links.select_related("request")]


def _tell_it_goes_on(request: ContributionRequest) -> None:
    """Promise the new day to those who were told of the end; the next end is told them anew."""
    told = ContributionMail.objects.filter(link__request=request, kind=MailKind.ENDED)
    links = request.links.valid().filter(pk__in=told.values("link_id"))
    found = list(links.select_related("request"))
    told.delete()
    for link in found:
        order_mail(link, MailKind.REOPENED)


def end_all(check: Check, by: User) -> list[ContributionMail]:
    """End all requests of a check that are open, and return the mails that tell of it."""
    still_open = check.contribution_requests.unended().select_for_update()
    return [mail for request in still_open for mail in end(request, by)]


def forget_old_links() -> int:
    """Delete links, names and addresses of requests that are long over; return how many.

    What was said stays with the check, without a name unless names were agreed.
    """
    over = timezone.now() - LINKS_KEPT_FOR
    with tenancy.across(Organisation.objects.all()):
        requests = ContributionRequest.objects.over_before(over)
        links = ContributionLink.objects.filter(request__in=requests.values("pk"))
        return links.delete()[1].get("checks.ContributionLink", 0)


def requests_of(check: Check) -> list[ContributionRequest]:
    """Return the requests of a check with their figures, the latest first."""
    return list(check.contribution_requests.with_figures())


def open_requests_of(check: Check) -> list[ContributionRequest]:
    """Return the open requests of a running check with their figures and `people`.

    `people` are the names of those who have a link of their own, whether they answered or not.
    """
    requests = list(check.contribution_requests.unended().with_figures())
    for request in requests:
        links = request.links.valid()
        request.people = [link.name for link in links if not link.is_shared]  # type: ignore[attr-defined]
    return requests


def _new_link(request: ContributionRequest, **fields: object) -> ContributionLink:
    link = ContributionLink(organisation_id=request.organisation_id, request=request, **fields)
    secret_links.give_secret(link)
    return link


def _refuse_when_over(request: ContributionRequest) -> None:
    if not request.is_open:
        raise RequestOver(_("Diese Anfrage ist beendet. Verlängern Sie zuerst die Frist."))


def _keep_to_the_limit(organisation_id: int, more: int) -> None:
    since = timezone.now() - timedelta(days=1)
    mails = ContributionMail.objects.filter(organisation_id=organisation_id, ordered_at__gt=since)
    if mails.count() + more > MOST_MAILS_A_DAY:
        raise TooManyMails(
            _(
                "Heute sind schon sehr viele Mails verschickt worden. Das ist die Grenze, damit "
                "niemand Lotse für Werbung missbraucht. Morgen geht es weiter."
            )
        )
