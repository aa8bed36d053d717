"""In which part a person takes part in an organisation: as a member or as a consultant."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations.models import AccessLevel, Accompaniment, Membership, Organisation, User

CONSULTANT = "consultant"


@dataclass(frozen=True)
class ConsultantAccess:
    """Stands where a `Membership` stands when a consultant visits an organisation."""

    user: User
    organisation: Organisation
    accompaniment: Accompaniment
    role: str = CONSULTANT

    @property
    def may_edit(self) -> bool:
        """Whether the organisation lets its consultancy edit."""
        return self.accompaniment.level == AccessLevel.EDIT

    def get_role_display(self) -> str:
        """Return the role in German, as a membership does."""
        return _("Berater:in")


Participation = Membership | ConsultantAccess


def participation_of(user: User, organisation: Organisation) -> Participation | None:
    """Return how a person takes part in the activated organisation, None when they do not.

    A member stays a member, also when they are a consultant elsewhere.
    """
    membership = Membership.objects.filter(organisation=organisation, user=user).first()
    return participation_by(membership, user, organisation)


def participation_by(
    membership: Membership | None, user: User, organisation: Organisation
) -> Participation | None:
    """Return the same when it is known whether the person is a member."""
    if membership is not None:
        membership.organisation = organisation
        return membership
    accompaniment = Accompaniment.objects.of(organisation).of_person(user).first()
    if accompaniment is not None:
        return ConsultantAccess(user, organisation, accompaniment)
    return None
