"""Inviting people by mail: one open invitation an address, a link that works once, its mails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations import tenancy
from organisations.domain import letters, secret_links
from organisations.domain.auditing import Action, record
from organisations.domain.team import MEANINGS, ROLE_LABEL, Refused, lock_team
from organisations.models import AuditEntry, Invitation, Membership, Organisation, User

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


INVITED = Action("people.invited", gettext_lazy("Eingeladen"))
SENT_AGAIN = Action("people.invitation_sent_again", gettext_lazy("Einladung neu verschickt"))
REVOKED = Action("people.invitation_revoked", gettext_lazy("Einladung zurückgezogen"))

LIFETIME = timedelta(days=14)
MOST_A_DAY = 30
# How long an invitation stays after it was answered, taken back or ran out.
KEPT_FOR = timedelta(days=30)


class AlreadyMember(Refused):
    """The address belongs to someone who takes part already."""


class AlreadyInvited(Refused):
    """An invitation to the address is still open; `invitation` is the one."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(
            _("An %(email)s ist schon eine Einladung unterwegs.") % {"email": invitation.email}
        )
        self.invitation = invitation


class TooMany(Refused):
    """So many mails left today that the next one has to wait."""


def invite(
    organisation: Organisation, *, email: str, role: str, by: User, **handover: Any
) -> Invitation:
    """Store an invitation and return it; its mail goes out with it.

    `handover` are the fields of an invitation that hands the organisation over.

    Whether the address has an account is not asked here, so nobody learns it by inviting. An
    invitation that ran out is renewed.

    Needs the organisation to be activated. Raises `AlreadyMember`, `AlreadyInvited`, `TooMany`.
    """
    lock_team(organisation)
    email = email.strip().lower()
    _refuse_members(organisation, email)
    invitation = Invitation.objects.of(organisation).unanswered().filter(email=email).first()
    if invitation is not None and not invitation.is_expired:
        raise AlreadyInvited(invitation)
    _keep_to_the_limit(organisation)
    invitation = invitation or Invitation(organisation=organisation, email=email)
    invitation.role, invitation.invited_by, invitation.invited_at = role, by, timezone.now()
    _send(invitation, **handover)
    record(
        INVITED,
        organisation_id=organisation.pk,
        by=by,
        subject=email,
        after={ROLE_LABEL: invitation.get_role_display()},
    )
    return invitation


def send_again(invitation: Invitation, by: User, *, to: str = "", **handover: Any) -> Invitation:
    """Send a new mail with a new link, for 14 days from now; the old link is dead at once.

    `to` sends it to another address than before; `handover` are other fields that changed.

    Raises `Refused` when it was answered meanwhile, `AlreadyMember`, `AlreadyInvited`, `TooMany`.
    """
    organisation = invitation.organisation
    current = _locked(invitation)
    before, email = current.email, (to or current.email).strip().lower()
    _refuse_members(organisation, email)
    others = Invitation.objects.of(organisation).unanswered().exclude(pk=current.pk)
    if duplicate := others.filter(email=email).first():
        raise AlreadyInvited(duplicate)
    _keep_to_the_limit(organisation)
    current.email, current.wanted_email = email, ""
    _send(current, **handover)
    address = gettext_lazy("Adresse")
    record(
        SENT_AGAIN,
        organisation_id=organisation.pk,
        by=by,
        subject=email,
        before={address: before} if before != email else None,
        after={address: email} if before != email else None,
    )
    return current


def revoke(invitation: Invitation, by: User) -> None:
    """Take an invitation back; its link is dead. Raises `Refused` when it was answered."""
    current = _locked(invitation)
    secret_links.revoke(Invitation.objects.filter(pk=current.pk))
    withdraw_invitation(current)
    record(
        REVOKED,
        organisation_id=current.organisation_id,
        by=by,
        subject=current.email,
        before={ROLE_LABEL: current.get_role_display()},
    )


def forget_old_invitations() -> int:
    """Delete what nobody needs any more in all organisations; return how many rows went.

    The addresses of people who never joined are not kept; the trail says that they were invited.
    """
    with tenancy.across(Organisation.objects.all()):
        old = Invitation.objects.settled_before(timezone.now() - KEPT_FOR)
        return old.delete()[0]


def _send(invitation: Invitation, **handover: Any) -> None:
    """Store an invitation with a new secret, which stands nowhere but in its mail."""
    for field, value in handover.items():
        setattr(invitation, field, value)
    seed = secret_links.new_seed()
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.token_digest = secret_links.digest_of(secret_links.secret_from(seed))
    invitation.sent_at, invitation.mail_error = None, ""
    invitation.save()
    withdraw_invitation(invitation)
    post_invitation(invitation, seed)


def _locked(invitation: Invitation) -> Invitation:
    lock_team(invitation.organisation)
    current = Invitation.objects.unanswered().filter(pk=invitation.pk).first()
    if current is None:
        raise Refused(_("Diese Einladung ist schon angenommen oder zurückgezogen."))
    current.organisation = invitation.organisation
    return current


def _refuse_members(organisation: Organisation, email: str) -> None:
    members = Membership.objects.of(organisation).with_people()
    if membership := members.filter(user__email__iexact=email).first():
        raise AlreadyMember(
            _("%(name)s gehört schon zu Ihrer Organisation.") % {"name": membership.user}
        )


def _keep_to_the_limit(organisation: Organisation) -> None:
    """Count in the trail, from which nobody can delete."""
    since = timezone.now() - timedelta(days=1)
    mails = AuditEntry.objects.of(organisation).since(since)
    if mails.filter(action__in=[INVITED.key, SENT_AGAIN.key]).count() >= MOST_A_DAY:
        raise TooMany(
            _(
                "Heute sind schon %(number)s Einladungen verschickt worden. Das ist die Grenze, "
                "damit niemand Lotse für Werbung missbraucht. Morgen geht es weiter."
            )
            % {"number": MOST_A_DAY}
        )
