"""Founding an organisation: one's own, or one that a consultancy hands over to its director."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from organisations import tenancy
from organisations.domain.accompanying import grant_access
from organisations.domain.auditing import Action, acting_as, record
from organisations.domain.inviting import invite, send_again
from organisations.domain.participation import CONSULTANT
from organisations.models import (
    AccessLevel,
    Accompaniment,
    Consultant,
    Invitation,
    Membership,
    Organisation,
    Role,
    User,
)

DOUBLE_CLICK = timedelta(minutes=1)
FOUNDED = Action("organisation.founded", _("Organisation angelegt"))

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
SLUG_LENGTH = 50


def slug_for(name: str) -> str:
    """Return a short name for an address: ASCII, at most 50 characters, never empty."""
    return slugify(name.translate(UMLAUTS))[:SLUG_LENGTH].strip("-") or "organisation"


def found_organisation(
    founder: User,
    *,
    name: str,
    legal_form: str,
    field_of_work: str,
    staff_count: int,
    role: str = Role.PILOT,
) -> Organisation:
    """Store a new organisation with its founder as first member and return it.

    `role` is the founder's own choice, pilot or director. When the short name is taken, a
    number is appended. The same name by the same person a moment ago is a double click: that
    organisation is returned.

    Raises `ValueError` for any other role.
    """
    if role not in (Role.PILOT, Role.DIRECTOR):
        raise ValueError("Wer gründet, ist Digitalisierungslots:in oder Geschäftsführung.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=founder.pk)
        just_founded = _just_founded(founder, name, Membership.objects.of_person(founder))
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
        with tenancy.activate(organisation):
            membership = Membership.objects.create(
                organisation=organisation, user=founder, role=role
            )
            record(
                FOUNDED,
                organisation_id=organisation.pk,
                by=founder,
                subject=organisation,
                after={_("Rolle"): membership.get_role_display()},
            )
    return organisation


def _just_founded(founder: User, name: str, rows: QuerySet[Any]) -> Organisation | None:
    """Return an organisation founded a moment ago, of those that `rows` connect a person with."""
    with tenancy.own_memberships(founder):
        found = (
            rows.filter(
                organisation__name=name, organisation__created_at__gt=timezone.now() - DOUBLE_CLICK
            )
            .select_related("organisation")
            .first()
        )
    return found.organisation if found else None


def store_with_free_slug(organisation: Organisation) -> Organisation:
    """Store a new organisation and return it.

    Its short name is made from its name where it has none; one that is taken gets a number.
    """
    base = organisation.slug or slug_for(organisation.name)
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while True:
        organisation.slug = base if number == 1 else f"{base[:SLUG_LENGTH]}-{number}"
        number += 1
        if organisation.slug in taken:
            continue
        try:
            with transaction.atomic():
                organisation.save()
        except IntegrityError:  # founded by someone else at the same moment
            continue
        return organisation


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
        just_founded = _just_founded(
            by, name, Accompaniment.objects.of_person(by).filter(granted_by=by)
        )
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
