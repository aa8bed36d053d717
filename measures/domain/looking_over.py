"""Looking over the list of an organisation: what of it should be seen to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks.domain.catalogue import Criterion
from checks.models import Priority, Requirement
from measures.domain.list_warnings import Judged, ListWarning, Must, find_warnings
from measures.domain.prioritising import Row, given_ratings
from measures.models import CriterionWeights, MeasureRequirement, Status
from organisations.models import Organisation

BEGUN = (Status.PLANNED, Status.IN_PROGRESS)


def look_over(
    organisation: Organisation, rows: Sequence[Row], weights: CriterionWeights
) -> list[ListWarning]:
    """Return what is amiss with the list, the gravest first.

    `rows` are all measures as `ranked_list` returns them. It takes three queries, one as long as
    nothing must be met.
    """
    judged = [_judged(row) for row in rows if row.measure.is_open]
    return find_warnings(judged, weights.as_tuple(), _musts(organisation, rows))


def _judged(row: Row) -> Judged:
    measure, ranked = row.measure, row.ranked
    return Judged(
        id=measure.pk,
        title=measure.title,
        ratings=row.values,
        rank=ranked.rank if ranked else None,
        is_top=bool(ranked and ranked.in_top_group),
        rated=frozenset(Criterion(key) for key in given_ratings(measure)),
        touches=frozenset(touch.system_id for touch in measure.touches.all()),
        has_begun=measure.status in BEGUN,
        has_person=measure.responsible_id is not None,
    )


def _musts(organisation: Organisation, rows: Iterable[Row]) -> list[Must]:
    requirements = list(
        Requirement.objects.filter(organisation=organisation)
        .current()
        .filter(priority=Priority.MUST)
        .prefetch_related("systems")
    )
    if not requirements:
        return []
    status = {row.measure.pk: row.measure.status for row in rows}
    met_by: dict[int, set[int]] = {}
    for link in MeasureRequirement.objects.filter(
        organisation=organisation, requirement__in=requirements
    ):
        if status.get(link.measure_id, Status.REJECTED) != Status.REJECTED:
            met_by.setdefault(link.requirement_id, set()).add(link.measure_id)
    return [
        Must(
            id=one.pk,
            text=one.text,
            systems=frozenset(link.system_id for link in one.systems.all()),
            met_by=frozenset(meeting := met_by.get(one.pk, set())),
            met_by_done=any(status[measure] == Status.DONE for measure in meeting),
        )
        for one in requirements
    ]
