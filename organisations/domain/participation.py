"""The door's questions: which organisation an address names, and in which part one takes part."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.compiled import Compiled, together
from organisations.domain.places import CONTENTS, with_contents
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


def participation_by(
    membership: Membership | None, user: User, organisation: Organisation
) -> Participation | None:
    """Return how a person takes part in the activated organisation, None when they do not.

    A member stays a member, also when they are a consultant elsewhere.
    """
    if membership is not None:
        membership.organisation = organisation
        return membership
    accompaniment = Accompaniment.objects.of(organisation).of_person(user).first()
    if accompaniment is not None:
        return ConsultantAccess(user, organisation, accompaniment)
    return None


_organisation_opened = Compiled(
    lambda slug: Organisation.objects.filter(slug=slug).annotate(opened=tenancy.Opening("pk"))
)
_membership_behind = Compiled(
    lambda user, slug: Membership.objects.filter(user_id=user, organisation__slug=slug)
)


_contents_behind = Compiled(
    lambda slug: with_contents(Organisation.objects.filter(slug=slug).only("pk"))
)


def organisation_opened(
    slug: str, user: User, *, looks_around: bool = False
) -> tuple[Organisation | None, tuple[Membership | None, frozenset[str]]]:
    """Open the tables of the organisation with this short name; for `tenancy.activate_found`.

    Returns the organisation, None when there is no such one, the person's membership in it, and
    which of `CONTENTS` it has, where one `looks_around`.
    """
    organisations, memberships, *contents = together(
        {"slug": slug, "user": user.pk},
        _organisation_opened,
        _membership_behind,
        *([_contents_behind] if looks_around else ()),
        before=tenancy.CLOSE_ALL,
    )
    told = contents[0][0][1:] if contents and contents[0] else ()
    return (
        next(map(_organisation_opened.model_of, organisations), None),
        (
            next(map(_membership_behind.model_of, memberships), None),
            frozenset(name for name, is_there in zip(CONTENTS, told, strict=False) if is_there),
        ),
    )
