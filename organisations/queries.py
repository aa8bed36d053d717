"""What one asks about organisations and memberships."""

from __future__ import annotations

from django.db import models

from organisations.models import Accompaniment, AuditEntry, Membership, Organisation, User


class MembershipQuerySet(models.QuerySet[Membership]):
    """Questions about memberships."""

    def of(self, user: User) -> MembershipQuerySet:
        """Narrow to the memberships of one person."""
        return self.filter(user=user)

    def in_organisation(self, organisation: Organisation) -> MembershipQuerySet:
        """Narrow to the memberships of one organisation."""
        return self.filter(organisation=organisation)

    def with_people(self) -> MembershipQuerySet:
        """Fetch the people with their memberships, in the order of their names."""
        return self.select_related("user").order_by("user__name", "id")

    def with_organisations(self) -> MembershipQuerySet:
        """Fetch the organisations with the memberships, in the order of their names."""
        return self.select_related("organisation").order_by("organisation__name", "id")


def memberships() -> MembershipQuerySet:
    """Return all memberships that the opened tenancy shows."""
    return MembershipQuerySet(Membership)


class AccompanimentQuerySet(models.QuerySet[Accompaniment]):
    """Questions about which consultancies accompany which organisations."""

    def in_organisation(self, organisation: Organisation) -> AccompanimentQuerySet:
        """Narrow to the accompaniments of one organisation."""
        return self.filter(organisation=organisation)

    def by(self, user: User) -> AccompanimentQuerySet:
        """Narrow to the accompaniments by the consultancy for which a person works."""
        return self.filter(consultancy__consultants__user=user)


def accompaniments() -> AccompanimentQuerySet:
    """Return all accompaniments that the opened tenancy shows."""
    return AccompanimentQuerySet(Accompaniment)


class AuditEntryQuerySet(models.QuerySet[AuditEntry]):
    """Questions about the audit trail."""

    def of(self, organisation: Organisation) -> AuditEntryQuerySet:
        """Narrow to the trail of one organisation, the latest entry first."""
        return self.filter(organisation=organisation).order_by("-at", "-id")


def audit_entries() -> AuditEntryQuerySet:
    """Return all entries that the opened tenancy shows."""
    return AuditEntryQuerySet(AuditEntry)
