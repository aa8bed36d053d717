"""A consultancy founds an organisation for others and hands it over to its director."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations import tenancy
from organisations.domain.accompanying import grant_access
from organisations.domain.auditing import acting_as, record
from organisations.domain.founding import DOUBLE_CLICK, FOUNDED, store_with_free_slug
from organisations.domain.inviting import invite, send_again
from organisations.domain.participation import CONSULTANT
from organisations.models import (
    AccessLevel,
    Accompaniment,
    Consultant,
    Invitation,
    Organisation,
    Role,
    User,
)


def found_for_director(
    consultant: Consultant,
    *,
    name: str,
    legal_form: str,
    field_of_work: str,
    staff_count: int,
    director_name: str,
    email: str,
    message: str,
) -> Organisation:
    """Store a new organisation without members and return it; its director is invited.

    The consultancy accompanies it and may edit, until its people decide otherwise. The same name
    by the same consultancy a moment ago is a double click: that organisation is returned.
    """
    by, consultancy = consultant.user, consultant.consultancy
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        just_founded = _just_founded(by, name)
        if just_founded:
            return just_founded
        organisation = store_with_free_slug(
            Organisation(
                name=name,
                legal_form=legal_form,
                field_of_work=field_of_work,
                staff_count=staff_count,
            )
        )
        with tenancy.activate(organisation), acting_as(CONSULTANT):
            record(
                FOUNDED,
                organisation_id=organisation.pk,
                by=by,
                subject=organisation,
                after={_("Beratung"): str(consultancy)},
            )
            grant_access(organisation, consultancy, AccessLevel.EDIT, by)
            invite(
                organisation,
                email=email,
                role=Role.DIRECTOR,
                by=by,
                consultancy=consultancy,
                name=director_name,
                message=message,
            )
    return organisation


def _just_founded(founder: User, name: str) -> Organisation | None:
    with tenancy.own_memberships(founder):
        accompanied = Accompaniment.objects.of_person(founder).select_related("organisation")
        found = accompanied.filter(
            granted_by=founder,
            organisation__name=name,
            organisation__created_at__gt=timezone.now() - DOUBLE_CLICK,
        ).first()
    return found.organisation if found else None


def pending_handover(organisation: Organisation) -> Invitation | None:
    """Return the invitation that still waits for the director of an activated organisation."""
    invitation = Invitation.objects.of(organisation).handing_over().with_inviters().first()
    if invitation is not None:
        invitation.organisation = organisation
    return invitation


def hand_over_again(
    invitation: Invitation, by: User, *, director_name: str, email: str, message: str
) -> Invitation:
    """Send the director a new link, to a corrected address where there is one; return it.

    Raises what `send_again` raises.
    """
    return send_again(invitation, by, to=email, name=director_name, message=message)
