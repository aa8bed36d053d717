"""Following an invitation: what the holder of a link finds, and joining."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations import tenancy
from organisations.domain import secret_links
from organisations.domain.auditing import Action, acting_as, record
from organisations.domain.inviting import post_wanted_address, withdraw_invitation
from organisations.domain.team import ROLE_LABEL, Refused, lock_team
from organisations.models import Invitation, Membership, Organisation, User

JOINED = Action("people.joined", gettext_lazy("Einladung angenommen"))
ASKED = Action("people.invitation_asked_elsewhere", gettext_lazy("Andere Adresse erbeten"))


class InvitationSituation(StrEnum):
    """Where someone who follows the link of an invitation stands."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    USED = "used"
    EXPIRED = "expired"
    NEW_ACCOUNT = "new_account"
    SIGN_IN = "sign_in"
    JOIN = "join"
    OTHER_ACCOUNT = "other_account"
    MEMBER = "member"

    @property
    def is_dead_end(self) -> bool:
        """Whether the link leads nowhere for anyone."""
        return self in (self.UNKNOWN, self.REVOKED, self.USED, self.EXPIRED)


def find_invitation(secret: str) -> Invitation | None:
    """Return the invitation whose mail carried the secret, with its organisation, or None."""
    return secret_links.find(Invitation.objects.with_inviters(), secret)


def situation_of(invitation: Invitation | None, user: User | AnonymousUser) -> InvitationSituation:
    """Return where `user` stands who holds the link of `invitation`.

    Whether the invited address has an account is told to nobody but the holder of the link,
    which went to that address only.
    """
    if invitation is None:
        return InvitationSituation.UNKNOWN
    if isinstance(user, User) and _is_member(invitation.organisation, user):
        return InvitationSituation.MEMBER
    if invitation.revoked_at is not None:
        return InvitationSituation.REVOKED
    if invitation.accepted_at is not None:
        return InvitationSituation.USED
    if invitation.is_expired:
        return InvitationSituation.EXPIRED
    if isinstance(user, User):
        is_theirs = _has_address(user, invitation.email)
        return InvitationSituation.JOIN if is_theirs else InvitationSituation.OTHER_ACCOUNT
    has_account = _owners(invitation.email).exists()
    return InvitationSituation.SIGN_IN if has_account else InvitationSituation.NEW_ACCOUNT


def join(invitation: Invitation, user: User) -> Membership:
    """Use an invitation and return the membership; someone who takes part already stays as is.

    Raises `Refused` when it was used, taken back or ran out meanwhile, or went to an address
    that is not the person's.
    """
    organisation = invitation.organisation
    with tenancy.activate(organisation):
        lock_team(organisation)
        current = Invitation.objects.of(organisation).get(pk=invitation.pk)
        if not current.is_open or current.token_digest != invitation.token_digest:
            raise Refused(_("Diese Einladung gilt nicht mehr."))
        if not _has_address(user, current.email):
            raise Refused(_("Diese Einladung ging an eine andere Adresse."))
        membership, is_new = Membership.objects.get_or_create(
            organisation=organisation, user=user, defaults={"role": current.role}
        )
        current.accepted_by, current.accepted_at = user, timezone.now()
        current.save(update_fields=["accepted_by", "accepted_at"])
        withdraw_invitation(current)
        if is_new:
            with acting_as(membership.role):
                record(
                    JOINED,
                    organisation_id=organisation.pk,
                    by=user,
                    subject=user,
                    after={ROLE_LABEL: membership.get_role_display()},
                )
    return membership


def ask_to_send_elsewhere(invitation: Invitation, user: User) -> bool:
    """Note that `user` would like the invitation to be sent to their own address.

    People of the organisation decide; who invited gets a mail. Says whether this is news: the
    first wish stays.
    """
    organisation = invitation.organisation
    with tenancy.activate(organisation):
        lock_team(organisation)
        current = Invitation.objects.of(organisation).with_inviters().get(pk=invitation.pk)
        current.organisation = organisation
        if not current.is_open or current.wanted_email:
            return False
        current.wanted_email = user.email
        current.save(update_fields=["wanted_email"])
        record(
            ASKED,
            organisation_id=organisation.pk,
            by=user,
            subject=current.email,
            after={gettext_lazy("Gewünschte Adresse"): user.email},
        )
        post_wanted_address(current)
    return True


def _owners(email: str) -> QuerySet[User]:
    mine = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return User.objects.filter(Q(email__iexact=email) | mine).distinct()


def _has_address(user: User, email: str) -> bool:
    return _owners(email).filter(pk=user.pk).exists()


def _is_member(organisation: Organisation, user: User) -> bool:
    with tenancy.activate(organisation):
        return Membership.objects.of(organisation).of_person(user).exists()
