"""What changed since the round before: done, stuck, new."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from measures.models import JournalEntry, Measure, PrioritisationRound, Status


def last_time(round_: PrioritisationRound) -> datetime | None:
    """Return when the round before was closed, None for the first one."""
    rounds = PrioritisationRound.objects.filter(organisation_id=round_.organisation_id)
    before = rounds.filter(number__lt=round_.number).first()
    found = before.snapshots.without_content().first() if before else None
    return found.made_at if found else None


class Stuck:
    """A measure under way in which nothing moved, or that is late; `why` says so in words."""

    def __init__(self, measure: Measure, moved_at: datetime | None) -> None:
        self.measure = measure
        reasons = []
        if measure.is_overdue and measure.due_date:
            reasons.append(_("überfällig seit %s") % date_format(measure.due_date))
        if moved_at:
            day = date_format(timezone.localdate(moved_at))
            reasons.append(_("letzter Eintrag im Verlauf am %s") % day)
        else:
            reasons.append(_("noch kein Eintrag im Verlauf"))
        self.why = ", ".join(reasons)


class News:
    """What a round looks back at; `since` is None for the first one of an organisation."""

    def __init__(self, round_: PrioritisationRound) -> None:
        self.organisation_id = round_.organisation_id
        self.since = last_time(round_)

    @cached_property
    def done(self) -> list[Measure]:
        done = Measure.objects.filter(organisation_id=self.organisation_id, status=Status.DONE)
        if self.since:
            done = done.filter(done_at__gt=self.since)
        return list(done.order_by("done_at", "id"))

    @cached_property
    def stuck(self) -> list[Stuck]:
        latest = (
            JournalEntry.objects.filter(
                organisation_id=OuterRef("organisation_id"), measure=OuterRef("pk")
            )
            .order_by("-created_at")
            .values("created_at")[:1]
        )
        is_stuck = Q(due_date__lt=timezone.localdate())
        if self.since:
            is_stuck |= Q(moved_at=None) | Q(moved_at__lte=self.since)
        found = (
            self._under_way.annotate(moved_at=Subquery(latest))
            .filter(is_stuck)
            .order_by(F("due_date").asc(nulls_last=True), "id")
        )
        return [Stuck(measure, measure.moved_at) for measure in found]

    @cached_property
    def is_anything_under_way(self) -> bool:
        return self._under_way.exists()

    @property
    def _under_way(self) -> QuerySet[Measure]:
        return Measure.objects.filter(
            organisation_id=self.organisation_id, status=Status.IN_PROGRESS
        )

    @cached_property
    def new(self) -> list[Measure]:
        """What came onto the list; everything open when it is the first round."""
        measures = Measure.objects.filter(organisation_id=self.organisation_id).open()
        return list(measures.filter(created_at__gt=self.since) if self.since else measures)
