"""What one asks about requests to colleagues and their voices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from checks.models import (
    AnswerState,
    Check,
    Contribution,
    ContributionLink,
    ContributionMail,
    ContributionRequest,
    HandCount,
    MailKind,
    Voice,
)
from organisations.compiled import Compiled, together
from organisations.models import Organisation


def _number_of(rows: Any) -> Coalesce:
    """Count related rows in a query of their own, so that counts do not multiply."""
    counted = rows.order_by().values("organisation_id").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


class ContributionRequestQuerySet(models.QuerySet[ContributionRequest]):
    """Questions about requests to colleagues."""

    def of(self, organisation: Organisation) -> ContributionRequestQuerySet:
        """Narrow to the requests of one organisation, the latest first, with their checks."""
        return self.filter(organisation=organisation).select_related("check_run")

    def of_check(self, check: Check) -> ContributionRequestQuerySet:
        """Narrow to the requests of one check, the latest first."""
        return self.filter(organisation_id=check.organisation_id, check_run=check)

    def with_figures(self) -> ContributionRequestQuerySet:
        """Add `asked`, people with a valid link, and `heard`, voices that said something."""
        mine = {"organisation_id": OuterRef("organisation_id"), "request_id": OuterRef("pk")}
        personal = ContributionLink.objects.filter(**mine, voice__isnull=False, revoked_at=None)
        said = Contribution.objects.filter(
            organisation_id=OuterRef("organisation_id"), voice_id=OuterRef("pk")
        )
        voices = Voice.objects.filter(Exists(said), **mine)
        return self.annotate(asked=_number_of(personal), heard=_number_of(voices))

    def with_someone_to_remind(self) -> ContributionRequestQuerySet:
        """Narrow to those where someone said nothing yet and got no reminder."""
        links = contribution_links().filter(
            organisation_id=OuterRef("organisation_id"), request_id=OuterRef("pk")
        )
        return self.filter(Exists(links.to_remind()))

    def over_before(self, moment: datetime) -> ContributionRequestQuerySet:
        """Narrow to those that nobody could answer any more at a moment."""
        return self.filter(
            Q(closes_on__lt=timezone.localdate(moment))
            | Q(ended_at__lt=moment)
            | Q(check_run__finished_at__lt=moment)
        )

    def open_until(self, day: date) -> ContributionRequestQuerySet:
        """Narrow to open ones that close on a day or before it."""
        return self.filter(
            closes_on__range=(timezone.localdate(), day),
            ended_at=None,
            check_run__finished_at=None,
        )

    def unended(self) -> ContributionRequestQuerySet:
        """Narrow to those that colleagues of a running check can answer today."""
        return self.filter(closes_on__gte=timezone.localdate(), ended_at=None)

    def locked(self) -> ContributionRequestQuerySet:
        """Lock the requests until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


class ContributionLinkQuerySet(models.QuerySet[ContributionLink]):
    """Questions about links for contributions."""

    def of(self, request: ContributionRequest) -> ContributionLinkQuerySet:
        """Narrow to the links of one request, in the order of the names."""
        return self.filter(organisation_id=request.organisation_id, request=request).order_by(
            "name", "id"
        )

    def personal(self) -> ContributionLinkQuerySet:
        """Narrow to links of one person each, with their voices and mails."""
        found = self.filter(voice__isnull=False).select_related("voice")
        return found.prefetch_related("mails")

    def valid(self) -> ContributionLinkQuerySet:
        """Narrow to links that nobody took back."""
        return self.filter(revoked_at=None)

    def sheet(self) -> ContributionLink | None:
        """Return the link on the printed sheet, or None."""
        return self.valid().filter(voice=None).first()

    def to_remind(self) -> ContributionLinkQuerySet:
        """Narrow to those whose holder said nothing yet and got no reminder, but can get one."""
        said = Contribution.objects.filter(
            organisation_id=OuterRef("organisation_id"), voice_id=OuterRef("voice_id")
        )
        reminded = ContributionMail.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            link_id=OuterRef("pk"),
            kind=MailKind.REMINDER,
        )
        reachable = self.valid().filter(voice__isnull=False).exclude(email="")
        return reachable.exclude(Exists(said)).exclude(Exists(reminded))

    def asked_by_mail(self) -> ContributionLinkQuerySet:
        """Narrow to those whose holder got the mail that asks."""
        sent = ContributionMail.objects.filter(
            organisation_id=OuterRef("organisation_id"),
            link_id=OuterRef("pk"),
            kind=MailKind.ASKING,
            sent_at__isnull=False,
        )
        return self.valid().exclude(email="").filter(Exists(sent))


class ContributionQuerySet(models.QuerySet[Contribution]):
    """Questions about contributions."""

    def of_check(self, check: Check) -> ContributionQuerySet:
        """Narrow to those to one check, with their voices."""
        found = self.filter(
            organisation_id=check.organisation_id, voice__request__check_run_id=check.pk
        )
        return found.select_related("voice").order_by("pk")

    def heard(self) -> ContributionQuerySet:
        """Narrow to those that say something to the question, not only in a note."""
        return self.exclude(state=AnswerState.OPEN)


class HandCountQuerySet(models.QuerySet[HandCount]):
    """Questions about hands counted in meetings."""

    def of_check(self, check: Check) -> HandCountQuerySet:
        """Narrow to those counted for one check."""
        return self.filter(organisation_id=check.organisation_id, request__check_run_id=check.pk)

    def on(self, request: ContributionRequest, question_key: str) -> HandCountQuerySet:
        """Narrow to those counted for one question of a request."""
        return self.filter(
            organisation_id=request.organisation_id, request=request, question_key=question_key
        )


class ContributionMailQuerySet(models.QuerySet[ContributionMail]):
    """Questions about mails with links for contributions."""

    def of(self, request: ContributionRequest) -> ContributionMailQuerySet:
        """Narrow to those of one request."""
        return self.filter(organisation_id=request.organisation_id, link__request=request)

    def that_ask(self) -> ContributionMailQuerySet:
        """Narrow to those that ask or remind, with what they are about."""
        return self.exclude(kind=MailKind.ENDED).select_related("link__request")

    def that_end(self) -> ContributionMailQuerySet:
        """Narrow to those that tell of an early end."""
        return self.filter(kind=MailKind.ENDED)

    def unsent(self) -> ContributionMailQuerySet:
        """Narrow to those that have not left and are still wanted."""
        return self.filter(sent_at=None, link__revoked_at=None)

    def since(self, moment: datetime) -> ContributionMailQuerySet:
        """Narrow to those ordered after a moment."""
        return self.filter(ordered_at__gt=moment)


def contribution_requests() -> ContributionRequestQuerySet:
    """Return all requests to colleagues that the opened tenancy shows."""
    return ContributionRequestQuerySet(ContributionRequest)


def contribution_links() -> ContributionLinkQuerySet:
    """Return all links for contributions that the opened tenancy shows."""
    return ContributionLinkQuerySet(ContributionLink)


def contributions() -> ContributionQuerySet:
    """Return all contributions that the opened tenancy shows."""
    return ContributionQuerySet(Contribution)


def hand_counts() -> HandCountQuerySet:
    """Return all hands counted that the opened tenancy shows."""
    return HandCountQuerySet(HandCount)


def contribution_mails() -> ContributionMailQuerySet:
    """Return all mails to colleagues that the opened tenancy shows."""
    return ContributionMailQuerySet(ContributionMail)


_contributions_on = Compiled(
    lambda organisation, check, key: (
        contributions()
        .heard()
        .filter(
            organisation_id=organisation,
            voice__request__check_run_id=check,
            question_key=key,
        )
    )
)


_hands_on = Compiled(
    lambda organisation, check, key: hand_counts().filter(
        organisation_id=organisation, request__check_run_id=check, question_key=key
    )
)


def heard_on(check: Check, question_key: str) -> int:
    """Return how many voices there are on one question, in one go."""
    values = {"organisation": check.organisation_id, "check": check.pk, "key": question_key}
    said, hands = together((_contributions_on, values), (_hands_on, values))
    raised: int = sum(one.hands for one in hands)
    return len(said) + raised
