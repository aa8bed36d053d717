"""The door's questions: which organisation an address names, and who takes part in it."""

from __future__ import annotations

from organisations import tenancy
from organisations.compiled import Compiled, together
from organisations.models import Membership, Organisation, User

_organisation_opened = Compiled(
    lambda slug: Organisation.objects.filter(slug=slug).annotate(opened=tenancy.Opening("pk"))
)
_membership_behind = Compiled(
    lambda user, slug: Membership.objects.filter(user_id=user, organisation__slug=slug)
)


def organisation_opened(slug: str, user: User) -> tuple[Organisation | None, Membership | None]:
    """Open the tables of the organisation with this short name; for `tenancy.activate_found`.

    Returns the organisation, None when there is no such one, and the person's membership in it.
    """
    organisations, memberships = together(
        {"slug": slug, "user": user.pk},
        _organisation_opened,
        _membership_behind,
        before=tenancy.CLOSE_ALL,
    )
    return (
        next(map(_organisation_opened.model_of, organisations), None),
        next(map(_membership_behind.model_of, memberships), None),
    )
