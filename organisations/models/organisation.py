"""Organisations: the tenants of this software."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from organisations.tenancy.fields import TenantModel

if TYPE_CHECKING:
    from organisations.models.user import User


class LegalForm(models.TextChoices):
    """In which legal form an organisation exists."""

    ASSOCIATION = "association", _("Eingetragener Verein (e. V.)")
    COMPANY = "company", _("Gemeinnützige GmbH oder UG")
    FOUNDATION = "foundation", _("Stiftung")
    PUBLIC = "public", _("Öffentlicher oder kirchlicher Träger")
    COOPERATIVE = "cooperative", _("Genossenschaft")
    INITIATIVE = "initiative", _("Elterninitiative oder andere Gruppe")
    OTHER = "other", _("Andere Rechtsform")


class FieldOfWork(models.TextChoices):
    """In which part of the social sector an organisation works."""

    COUNSELLING = "counselling", _("Beratung")
    YOUTH = "youth", _("Kinder- und Jugendarbeit")
    DAYCARE = "daycare", _("Kindertagesbetreuung")
    CARE = "care", _("Pflege und Betreuung")
    RESIDENTIAL = "residential", _("Wohnen und stationäre Hilfen")
    ASSOCIATION = "association", _("Verband oder Verein")
    OTHER = "other", _("Anderes Feld")


class Organisation(models.Model):
    """An organisation. The directory of tenants itself is not behind row security."""

    name = models.CharField(_("Name der Organisation"), max_length=120)
    slug = models.SlugField(_("Kurzname in der Adresse"), max_length=60, unique=True)
    legal_form = models.CharField(_("Rechtsform"), max_length=20, choices=LegalForm.choices)
    field_of_work = models.CharField(_("Arbeitsfeld"), max_length=20, choices=FieldOfWork.choices)
    staff_count = models.PositiveIntegerField(
        _("Zahl der Mitarbeitenden"), validators=[MinValueValidator(1), MaxValueValidator(5000)]
    )
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    # When someone last did something here, to some minutes. A trigger on the audit trail keeps
    # it, so that a thousand organisations can be compared without their trails.
    active_at = models.DateTimeField(_("letzte Aktivität"), null=True, blank=True, editable=False)
    # Set when the deletion was asked for; from then on the rows may go, not before.
    deletes_at = models.DateTimeField(_("wird gelöscht am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is in an organisation."""

    DIRECTOR = "director", _("Geschäftsführung")
    PILOT = "pilot", _("Digitalisierungslots:in")
    MEMBER = "member", _("Mitarbeitende")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def of_person(self, user: User) -> MembershipQuerySet:
        """Narrow to the memberships of one person."""
        return self.filter(user=user)

    def of(self, organisation: Organisation) -> MembershipQuerySet:
        """Narrow to the memberships of one organisation."""
        return self.filter(organisation=organisation)

    def with_people(self) -> MembershipQuerySet:
        """Fetch the people with their memberships, in the order of their names."""
        return self.select_related("user").order_by("user__name", "id")

    def as_a_team(self) -> MembershipQuerySet:
        """Fetch the people, those who lead first, then in the order of their names."""
        places = [When(role=role, then=Value(place)) for place, role in enumerate(Role.values)]
        return self.select_related("user").order_by(Case(*places), "user__name", "id")

    def with_organisations(self) -> MembershipQuerySet:
        """Fetch the organisations with the memberships, in the order of their names."""
        return self.select_related("organisation").order_by("organisation__name", "id")


class Membership(TenantModel):
    """A person's part in an organisation."""

    user = models.ForeignKey(
        "organisations.User", models.CASCADE, related_name="+", verbose_name=_("Person")
    )
    role = models.CharField(_("Rolle"), max_length=10, choices=Role.choices)
    joined_at = models.DateTimeField(_("dabei seit"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def may_edit(self) -> bool:
        """Whether this person may change the check, the measures and the reports."""
        return self.role in (Role.DIRECTOR, Role.PILOT)
