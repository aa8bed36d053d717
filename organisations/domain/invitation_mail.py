"""The mails around invitations."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.domain import letters
from organisations.domain.team import MEANINGS
from organisations.models import Invitation

INVITATION = "invitation"
WANTED_ADDRESS = "wanted_address"


def post_invitation(invitation: Invitation, seed: str) -> None:
    """Hand over the mail of an invitation; the secret of its link is made from `seed`.

    Needs the invitation's organisation to be loaded.
    """
    inviter = invitation.invited_by
    context = {
        "organisation": invitation.organisation,
        "invitation": invitation,
        "inviter": inviter,
        "meaning": MEANINGS[invitation.role],
        "url": settings.BASE_URL + reverse("organisations:invitation", args=[letters.SECRET_PLACE]),
    }
    letters.post(
        letters.Letter(
            organisation_id=invitation.organisation_id,
            kind=INVITATION,
            about=invitation.pk,
            identity=f"{INVITATION}:{invitation.pk}:{seed}",
            seed=seed,
            to=invitation.email,
            reply_to=inviter.email if inviter else "",
            subject=_("Einladung: %(organisation)s")
            % {"organisation": invitation.organisation.name},
            not_after=invitation.expires_at,
            text=render_to_string("organisations/email/invitation.txt", context),
            html=render_to_string("organisations/email/invitation.html", context),
        )
    )


def withdraw_invitation(invitation: Invitation) -> None:
    """See that no mail of an invitation leaves any more."""
    letters.withdraw(invitation.organisation_id, INVITATION, invitation.pk)


def post_wanted_address(invitation: Invitation) -> None:
    """Tell who invited that the invited person would like to use another address."""
    inviter, organisation = invitation.invited_by, invitation.organisation
    if inviter is None:
        return
    context = {
        "organisation": organisation,
        "invitation": invitation,
        "url": settings.BASE_URL + reverse("organisations:team", args=[organisation.slug]),
    }
    letters.post(
        letters.Letter(
            organisation_id=organisation.pk,
            kind=WANTED_ADDRESS,
            about=invitation.pk,
            # Each link may ask once.
            identity=f"{WANTED_ADDRESS}:{invitation.pk}:{invitation.token_digest}",
            person_id=inviter.pk,
            to=inviter.email,
            subject=_("Einladung an eine andere Adresse?"),
            text=render_to_string("organisations/email/wanted_address.txt", context),
        )
    )


def note_outcome(outcome: letters.LetterOutcome) -> None:
    """Store at an invitation how sending its mail ended."""
    if outcome.kind != INVITATION or outcome.about is None:
        return
    sent_at = None if outcome.error else timezone.now()
    Invitation.objects.filter(organisation_id=outcome.organisation_id, pk=outcome.about).update(
        sent_at=sent_at, mail_error=outcome.error
    )
