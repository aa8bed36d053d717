"""The door's questions: which organisation an address names, and who takes part in it."""

from __future__ import annotations

from organisations import tenancy
from organisations.compiled import Compiled, Statement, together
from organisations.models import Membership, Organisation, User

_membership_of = Compiled(
    lambda user, organisation: Membership.objects.filter(user_id=user, organisation_id=organisation)
)
_all_closed = Statement(tenancy.CLOSE_ALL)
_organisation_opened = Compiled(
    lambda slug: Organisation.objects.filter(slug=slug).annotate(opened=tenancy.Opening("pk"))
)
_membership_behind = Compiled(
    lambda user, slug: Membership.objects.filter(user_id=user, organisation__slug=slug)
)


def membership_of(user: User, organisation: Organisation) -> Membership | None:
    """Return the membership of a person in the activated organisation, or None."""
    return _membership_of.first(user=user.pk, organisation=organisation.pk)


def organisation_opened(slug: str, user: User) -> tuple[Organisation | None, Membership | None]:
    """Open the tables of the organisation with this short name; for `tenancy.activate_found`.

    Returns the organisation, None when there is no such one, and the person's membership in it.
    """
    _closed, organisations, memberships = together(
        (_all_closed, {}),
        (_organisation_opened, {"slug": slug}),
        (_membership_behind, {"slug": slug, "user": user.pk}),
    )
    return (
        next(map(_organisation_opened.model_of, organisations), None),
        next(map(_membership_behind.model_of, memberships), None),
    )
