"""What one asks about organisations, memberships, mandates and the audit trail."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from organisations import tenancy
from organisations.compiled import Compiled, Statement, together
from organisations.models import (
    Accompaniment,
    AuditEntry,
    Consultant,
    Invitation,
    Mandate,
    Membership,
    Organisation,
    Role,
    UndeliverableAddress,
    User,
)
from organisations.models.mandate import IS_CONFIRMED


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

    def with_role(self, role: str) -> MembershipQuerySet:
        """Narrow to those who have a role."""
        return self.filter(role=role)

    def with_address(self, email: str) -> MembershipQuerySet:
        """Narrow to the membership of the person with an address."""
        return self.filter(user__email__iexact=email)

    def as_a_team(self) -> MembershipQuerySet:
        """Fetch the people, those who lead first, then in the order of their names."""
        places = [When(role=role, then=Value(place)) for place, role in enumerate(Role.values)]
        return self.select_related("user").order_by(Case(*places), "user__name", "id")

    def with_organisations(self) -> MembershipQuerySet:
        """Fetch the organisations with the memberships, in the order of their names."""
        return self.select_related("organisation").order_by("organisation__name", "id")


def memberships() -> MembershipQuerySet:
    """Return all memberships that the opened tenancy shows."""
    return MembershipQuerySet(Membership)


_membership_of = Compiled(
    lambda user, organisation: memberships().filter(user_id=user, organisation_id=organisation)
)
_all_closed = Statement(tenancy.CLOSE_ALL)
_organisation_opened = Compiled(
    lambda slug: Organisation.objects.filter(slug=slug).annotate(opened=tenancy.Opening("pk"))
)
_membership_behind = Compiled(
    lambda user, slug: memberships().filter(user_id=user, organisation__slug=slug)
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


class AccompanimentQuerySet(models.QuerySet[Accompaniment]):
    """Questions about which consultancies accompany which organisations."""

    def in_organisation(self, organisation: Organisation) -> AccompanimentQuerySet:
        """Narrow to the accompaniments of one organisation."""
        return self.filter(organisation=organisation)

    def by(self, user: User) -> AccompanimentQuerySet:
        """Narrow to the accompaniments by the consultancy for which a person works."""
        return self.filter(consultancy__consultants__user=user)

    def for_a_table(self) -> AccompanimentQuerySet:
        """Fetch the organisations along, and nothing that a table of many does not show."""
        return self.select_related("organisation").only(
            "level",
            "organisation__name",
            "organisation__slug",
            "organisation__field_of_work",
            "organisation__staff_count",
            "organisation__active_at",
        )

    def with_people(self) -> AccompanimentQuerySet:
        """Fetch the consultancies with their consultants, in the order of their names."""
        return (
            self.select_related("consultancy", "granted_by", "last_seen_by")
            .prefetch_related(
                models.Prefetch(
                    "consultancy__consultants",
                    Consultant.objects.select_related("user").order_by("user__name", "id"),
                )
            )
            .order_by("consultancy__name")
        )


def accompaniments() -> AccompanimentQuerySet:
    """Return all accompaniments that the opened tenancy shows."""
    return AccompanimentQuerySet(Accompaniment)


class MandateQuerySet(models.QuerySet[Mandate]):
    """Questions about mandates."""

    def of(self, organisation: Organisation) -> MandateQuerySet:
        """Narrow to the versions of one organisation, the latest first."""
        return self.filter(organisation=organisation).order_by("-number")

    def drafts(self) -> MandateQuerySet:
        """Narrow to versions that at least one side has not confirmed."""
        return self.exclude(IS_CONFIRMED)

    def confirmed(self) -> MandateQuerySet:
        """Narrow to versions that both sides have confirmed."""
        return self.filter(IS_CONFIRMED)

    def latest_confirmed(self) -> MandateQuerySet:
        """Narrow to the one confirmed version of each organisation that no later one replaces."""
        later = Mandate.objects.filter(
            IS_CONFIRMED,
            organisation_id=OuterRef("organisation_id"),
            number__gt=OuterRef("number"),
        )
        return self.confirmed().exclude(Exists(later))

    def latest_of_each(self) -> MandateQuerySet:
        """Return the same for many organisations at once: sorted, and one row each."""
        confirmed = self.confirmed()
        return confirmed.order_by("organisation_id", "-number").distinct("organisation_id")

    def ending_before(self, day: date) -> MandateQuerySet:
        """Narrow to mandates that run out before a day and are not renewed, the soonest first."""
        return self.latest_confirmed().filter(ends_on__lt=day).order_by("ends_on", "id")

    def locked(self) -> MandateQuerySet:
        """Lock the versions until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


def mandates() -> MandateQuerySet:
    """Return all mandates that the opened tenancy shows."""
    return MandateQuerySet(Mandate)


class AuditEntryQuerySet(models.QuerySet[AuditEntry]):
    """Questions about the audit trail."""

    def of(self, organisation: Organisation) -> AuditEntryQuerySet:
        """Narrow to the trail of one organisation, the latest entry first."""
        return self.filter(organisation=organisation).order_by("-at", "-id")

    def names_of_people(self) -> list[str]:
        """Return the names of all who did something, in the order of the alphabet."""
        names = self.order_by("actor_name").values_list("actor_name", flat=True)
        return list(names.distinct())

    def since(self, moment: datetime) -> AuditEntryQuerySet:
        """Narrow to what happened after a moment."""
        return self.filter(at__gt=moment)

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

    def of_person(self, user: User) -> AuditEntryQuerySet:
        """Narrow to what one person did."""
        return self.filter(actor_id=user.pk)


def audit_entries() -> AuditEntryQuerySet:
    """Return all entries that the opened tenancy shows."""
    return AuditEntryQuerySet(AuditEntry)


class InvitationQuerySet(models.QuerySet[Invitation]):
    """Questions about invitations."""

    def of(self, organisation: Organisation) -> InvitationQuerySet:
        """Narrow to the invitations of one organisation."""
        return self.filter(organisation=organisation)

    def unanswered(self) -> InvitationQuerySet:
        """Narrow to those that nobody used or took back; some may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def into(self, role: str) -> InvitationQuerySet:
        """Narrow to those into a role that still wait for an answer."""
        return self.unanswered().filter(role=role, expires_at__gt=timezone.now())

    def handing_over(self) -> InvitationQuerySet:
        """Narrow to those with which a consultancy hands an organisation over, and still waits."""
        return self.unanswered().filter(consultancy__isnull=False)

    def to(self, email: str) -> InvitationQuerySet:
        """Narrow to those sent to one address."""
        return self.filter(email=email)

    def with_inviters(self) -> InvitationQuerySet:
        """Fetch who invited with the invitations, in the order of the addresses."""
        return self.select_related("invited_by", "consultancy").order_by("email", "id")

    def settled_before(self, moment: datetime) -> InvitationQuerySet:
        """Narrow to those that were answered, taken back or ran out before a moment."""
        ran_out = Q(accepted_at=None, revoked_at=None, expires_at__lt=moment)
        return self.filter(Q(accepted_at__lt=moment) | Q(revoked_at__lt=moment) | ran_out)


def invitations() -> InvitationQuerySet:
    """Return all invitations that the opened tenancy shows."""
    return InvitationQuerySet(Invitation)


# What comes back does so within a day, nearly always; until then a mail has only left.
COMES_BACK_WITHIN = timedelta(days=1)


class UndeliverableAddressQuerySet(models.QuerySet[UndeliverableAddress]):
    """Questions about addresses that mails do not reach."""

    def standing(self, now: datetime) -> UndeliverableAddressQuerySet:
        """Narrow to those of which nothing says that they work again."""
        may_come_back = Q(is_returned=True, accepted_at__gt=now - COMES_BACK_WITHIN)
        return self.filter(Q(accepted_at=None) | may_come_back)


def undeliverable_addresses() -> UndeliverableAddressQuerySet:
    """Return all addresses that mails do not reach and that the opened tenancy shows."""
    return UndeliverableAddressQuerySet(UndeliverableAddress)
