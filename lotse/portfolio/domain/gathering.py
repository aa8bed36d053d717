"""Gathers the portfolio of a consultant in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from checks import queries as checks
from lotse.portfolio.domain.stages import Facts, Stage, stage_of
from measures import queries as measures
from measures.models import OPEN_STATUSES, Status
from organisations import queries, tenancy
from organisations.models import Accompaniment, Organisation, Role, User

# A check that is older than this waits to be repeated.
CHECK_LASTS = timedelta(days=365)
UNDER_WAY = (Status.PLANNED, Status.IN_PROGRESS, Status.DONE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One organisation in the portfolio.

    `percent` is the maturity that the latest closed check showed, `checked_at` when it was
    closed. `active_at` is when someone last did something there, the visits of consultants
    not counted.
    """

    organisation: Organisation
    accompaniment: Accompaniment
    stage: Stage
    percent: int | None
    checked_at: datetime | None
    active_at: datetime | None
    open_measures: int
    overdue_measures: int
    overdue_reviews: int

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


def portfolio_of(user: User) -> list[Entry]:
    """Return an entry for every organisation that the person's consultancy accompanies."""
    with tenancy.own_memberships(user):
        accompaniments = list(queries.accompaniments().by(user).select_related("organisation"))
    with tenancy.across(one.organisation for one in accompaniments):
        return _gather(accompaniments, timezone.now())


def _gather(accompaniments: list[Accompaniment], now: datetime) -> list[Entry]:
    latest = {
        organisation_id: (percent, finished_at)
        for organisation_id, percent, finished_at in checks.checks()
        .latest_of_each()
        .values_list("organisation_id", "percent", "finished_at")
    }
    running = set(checks.checks().running().values_list("organisation_id", flat=True))
    handed_over = set(
        queries.memberships()
        .filter(role=Role.DIRECTOR)
        .values_list("organisation_id", flat=True)
        .order_by()
    )
    counts = _counts(timezone.localdate(now))
    entries = []
    for one in accompaniments:
        key = one.organisation_id
        percent, checked_at = latest.get(key, (None, None))
        count = counts.get(key, Counts())
        facts = Facts(
            is_handed_over=key in handed_over,
            has_running_check=key in running,
            has_finished_check=checked_at is not None,
            measures=count.measures,
            under_way=count.under_way,
        )
        entries.append(
            Entry(
                organisation=one.organisation,
                accompaniment=one,
                stage=stage_of(facts),
                percent=percent,
                checked_at=checked_at,
                active_at=one.organisation.active_at,
                open_measures=count.open,
                overdue_measures=count.overdue,
                overdue_reviews=int(
                    checked_at is not None and checked_at < now - CHECK_LASTS and key not in running
                ),
            )
        )
    return entries


def _counts(today: date) -> dict[int, Counts]:
    is_open = Q(status__in=OPEN_STATUSES)
    counted = (
        measures.measures()
        .order_by()
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
