"""The mails to colleagues: one of each kind for a link, as long as the request is open."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from checks.models import ContributionLink, ContributionMail, ContributionRequest, MailKind
from organisations.domain import letters, secret_links

CONTRIBUTION = "contribution"


def order_mail(link: ContributionLink, kind: MailKind) -> ContributionMail:
    """Store that a mail with a link is wanted, and hand it over to be sent."""
    mail = ContributionMail.objects.create(
        organisation_id=link.organisation_id, link=link, kind=kind
    )
    post_mail(mail)
    return mail


def post_mail(mail: ContributionMail) -> None:
    """Hand a mail over to be sent; one that was withdrawn meanwhile is handed over again.

    Needs the mail's organisation to be activated.
    """
    link, request = mail.link, mail.link.request
    asker, organisation = request.asked_by, request.organisation
    is_end = mail.kind in (MailKind.ENDED, MailKind.REVOKED)
    is_reminder = mail.kind == MailKind.REMINDER
    if not is_end and secret_links.secret_of(link) is None:
        # The instance's key has changed since: a link of today's key takes the old one's place.
        secret_links.give_secret(link)
        link.save(update_fields=["seed", "token_digest"])
    context = {
        "organisation": organisation,
        "link": link,
        "asking": request,
        "asker": asker,
        "number": len(request.question_keys),
        "url": settings.BASE_URL + reverse("checks:contribute", args=[letters.SECRET_PLACE]),
        "is_reminder": is_reminder,
        "is_revoked": mail.kind == MailKind.REVOKED,
        "goes_on": mail.kind == MailKind.REOPENED,
    }
    subject = {
        MailKind.ASKING: _("Ihre Meinung ist gefragt"),
        MailKind.REMINDER: _("Erinnerung: Ihre Meinung ist gefragt"),
        MailKind.ENDED: _("Die Anfrage ist beendet"),
        MailKind.REOPENED: _("Die Anfrage geht weiter"),
        MailKind.REVOKED: _("Ihr Link gilt nicht mehr"),
    }[MailKind(mail.kind)]
    template = "ended" if is_end else "contribution"
    letters.post(
        letters.Letter(
            organisation_id=mail.organisation_id,
            kind=CONTRIBUTION,
            about=mail.pk,
            identity=_identity(mail),
            seed="" if is_end else link.seed,
            to=link.email,
            reply_to=asker.email if asker else "",
            subject=f"{subject} ({organisation.name})",
            text=render_to_string(f"checks/email/{template}.txt", context),
            not_after=_end_of(request),
        )
    )


def withdraw_mails(link: ContributionLink) -> None:
    """See that no mail with a link leaves any more."""
    for mail in link.mails.filter(sent_at=None):
        letters.withdraw(link.organisation_id, CONTRIBUTION, mail.pk)


def withdraw_mails_of(request: ContributionRequest) -> None:
    """See that no mail of a request leaves any more."""
    for mail in _unsent(request):
        letters.withdraw(request.organisation_id, CONTRIBUTION, mail.pk)


def post_mails_of(request: ContributionRequest) -> None:
    """Hand over again what was withdrawn or came too late, because a request is open again.

    Who was not told yet of its end is not told any more.
    """
    for mail in _unsent(request).exclude(kind=MailKind.ENDED).select_related("link__request"):
        withdraw_and_post(mail)
    for mail in _unsent(request).filter(kind=MailKind.ENDED):
        letters.withdraw(request.organisation_id, CONTRIBUTION, mail.pk)
        mail.delete()


def withdraw_and_post(mail: ContributionMail) -> None:
    """Replace a mail that waits by one that tells the present state."""
    letters.withdraw(mail.organisation_id, CONTRIBUTION, mail.pk)
    post_mail(mail)


def note_outcome(outcome: letters.LetterOutcome) -> None:
    """Store at a mail how sending it ended."""
    if outcome.kind != CONTRIBUTION or outcome.about is None:
        return
    sent_at = None if outcome.error else timezone.now()
    ContributionMail.objects.filter(
        organisation_id=outcome.organisation_id, pk=outcome.about
    ).update(sent_at=sent_at, error=outcome.error)


def _unsent(request: ContributionRequest) -> models.QuerySet[ContributionMail]:
    """Mails of a request that have not left and are still wanted."""
    return ContributionMail.objects.filter(
        link__request=request, sent_at=None, link__revoked_at=None
    )


def _identity(mail: ContributionMail) -> str:
    """A link is asked and reminded once; a request may end and go on more than once."""
    once = f"{CONTRIBUTION}:{mail.link_id}:{mail.kind}"
    return once if mail.kind in (MailKind.ASKING, MailKind.REMINDER) else f"{once}:{mail.pk}"


def _end_of(request: ContributionRequest) -> datetime:
    return timezone.make_aware(datetime.combine(request.closes_on + timedelta(days=1), time.min))
