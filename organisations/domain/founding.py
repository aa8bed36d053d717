"""Founding an organisation."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from organisations import tenancy
from organisations.domain.auditing import Action, record
from organisations.models import Membership, Organisation, Role, User

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
        raise ValueError("Wer gründet, ist Digitalisierungslotse:in oder Geschäftsführung.")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=founder.pk)
        just_founded = _just_founded(founder, name)
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


def _just_founded(founder: User, name: str) -> Organisation | None:
    with tenancy.own_memberships(founder):
        memberships = Membership.objects.of_person(founder).with_organisations()
        found = memberships.filter(
            organisation__name=name, organisation__created_at__gt=timezone.now() - DOUBLE_CLICK
        ).first()
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
