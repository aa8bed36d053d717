"""Gathers the portfolio of a consultant in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from checks.models import Check
from lotse.portfolio.domain.stages import Facts, PortfolioStage, stage_of
from measures.models import OPEN_STATUSES, Measure, Status
from organisations import tenancy
from organisations.models import Accompaniment, Invitation, Mandate, Organisation, User

# A check that is older than this waits to be repeated.
CHECK_LASTS = timedelta(days=365)
UNDER_WAY = (Status.PLANNED, Status.IN_PROGRESS, Status.DONE)


@dataclass(frozen=True, slots=True)
class PortfolioEntry:
    """One organisation in the portfolio.

    `percent` is the maturity that the latest closed check showed, `checked_at` when it was
    closed. `active_at` is when someone of the organisation last did something there, not
    what consultants did. `check_is_due` says that the check waits to be repeated,
    `mandate_ran_out` that the mandate waits to be renewed.
    """

    organisation: Organisation
    accompaniment: Accompaniment
    stage: PortfolioStage
    percent: int | None
    checked_at: datetime | None
    active_at: datetime | None
    open_measures: int
    overdue_measures: int
    check_is_due: bool
    mandate_ran_out: bool

    @property
    def overdue_reviews(self) -> int:
        """How many reviews wait longer than agreed."""
        return self.check_is_due + self.mandate_ran_out

    @property
    def is_overdue(self) -> bool:
        """Whether a review or a measure waits longer than agreed."""
        return bool(self.overdue_reviews or self.overdue_measures)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many measures an organisation has."""

    measures: int = 0
    open: int = 0
    under_way: int = 0
    overdue: int = 0


def portfolio_of(user: User) -> list[PortfolioEntry]:
    """Return an entry for every organisation that the person's consultancy accompanies."""
    with tenancy.own_memberships(user):
        accompaniments = list(Accompaniment.objects.of_person(user).for_a_table())
    with tenancy.across(one.organisation for one in accompaniments):
        return _gather(accompaniments, timezone.now())


def _gather(accompaniments: list[Accompaniment], now: datetime) -> list[PortfolioEntry]:
    latest = {
        organisation_id: (percent, finished_at)
        for organisation_id, percent, finished_at in Check.objects.latest_of_each().values_list(
            "organisation_id", "percent", "finished_at"
        )
    }
    running = set(Check.objects.running().values_list("organisation_id", flat=True))
    waiting = set(
        Invitation.objects.handing_over().order_by().values_list("organisation_id", flat=True)
    )
    today = timezone.localdate(now)
    mandates = dict(Mandate.objects.latest_of_each().values_list("organisation_id", "ends_on"))
    counts = _counts(today)
    entries = []
    for one in accompaniments:
        key = one.organisation_id
        percent, checked_at = latest.get(key, (None, None))
        count = counts.get(key, Counts())
        ends_on = mandates.get(key)
        ran_out = ends_on is not None and ends_on < today
        facts = Facts(
            is_handed_over=key not in waiting,
            has_finished_check=checked_at is not None,
            measures=count.measures,
            under_way=count.under_way,
        )
        entries.append(
            PortfolioEntry(
                organisation=one.organisation,
                accompaniment=one,
                stage=stage_of(facts),
                percent=percent,
                checked_at=checked_at,
                active_at=one.organisation.active_at,
                open_measures=count.open,
                overdue_measures=count.overdue,
                check_is_due=(
                    checked_at is not None and checked_at < now - CHECK_LASTS and key not in running
                ),
                mandate_ran_out=ran_out,
            )
        )
    return entries


def _counts(today: date) -> dict[int, Counts]:
    is_open = Q(status__in=OPEN_STATUSES)
    counted = (
        Measure.objects.order_by()
        .values("organisation_id")
        .annotate(
            measures=Count("pk"),
            open=Count("pk", filter=is_open),
            under_way=Count("pk", filter=Q(status__in=UNDER_WAY)),
            overdue=Count("pk", filter=is_open & Q(due_date__lt=today)),
        )
    )
    return {
        row["organisation_id"]: Counts(
            row["measures"], row["open"], row["under_way"], row["overdue"]
        )
        for row in counted
    }
