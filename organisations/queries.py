"""What one asks about organisations and memberships."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

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

    def names_of_people(self) -> list[str]:
        """Return the names of all who did something, in the order of the alphabet."""
        names = self.order_by("actor_name").values_list("actor_name", flat=True)
        return list(names.distinct())

    def matching(
        self,
        *,
        topic: str = "",
        person: str = "",
        since: date | None = None,
        until: date | None = None,
        q: str = "",
    ) -> AuditEntryQuerySet:
        """Narrow to a topic, a person's name, days (both included), and words."""
        found = self
        if topic:
            found = found.filter(action__startswith=f"{topic}.")
        if person:
            found = found.filter(actor_name=person)
        if since:
            found = found.filter(at__date__gte=since)
        if until:
            found = found.filter(at__date__lte=until)
        for word in q.split():
            found = found.filter(Q(subject__icontains=word) | Q(actor_name__icontains=word))
        return found


def audit_entries() -> AuditEntryQuerySet:
    """Return all entries that the opened tenancy shows."""
    return AuditEntryQuerySet(AuditEntry)
