"""What changed since the round before: done, stuck, new."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from measures import queries, round_queries
from measures.models import Measure, PrioritisationRound, Status


def last_time(one: PrioritisationRound) -> datetime | None:
    """Return when the round before was closed, None for the first one."""
    before = round_queries.rounds().before(one).first()
    snapshots = round_queries.snapshots().without_content()
    found = snapshots.of_round(before).first() if before else None
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

    def __init__(self, one: PrioritisationRound) -> None:
        self.organisation_id = one.organisation_id
        self.since = last_time(one)

    @cached_property
    def done(self) -> list[Measure]:
        """What was carried out."""
        return list(round_queries.done_since(self.organisation_id, self.since))

    @cached_property
    def stuck(self) -> list[Stuck]:
        """What is under way and does not move."""
        found = round_queries.stuck_since(self.organisation_id, self.since)
        return [Stuck(measure, measure.moved_at) for measure in found]  # type: ignore[attr-defined]

    @cached_property
    def is_anything_under_way(self) -> bool:
        """Whether any measure is being carried out."""
        return (
            queries.measures()
            .filter(organisation_id=self.organisation_id, status=Status.IN_PROGRESS)
            .exists()
        )

    @cached_property
    def new(self) -> list[Measure]:
        """What came onto the list; everything open when it is the first round."""
        measures = queries.measures().filter(organisation_id=self.organisation_id).open()
        return list(measures.filter(created_at__gt=self.since) if self.since else measures)
