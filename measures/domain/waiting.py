"""Measures that wait for others: stored, without cycles, and said in words."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.domain.wording import listed
from measures.models import Measure, MeasureDependency
from organisations.domain.auditing import Action, record
from organisations.models import Organisation, User

NEEDED = Action("measure.needed", gettext_lazy("Reihenfolge der Maßnahmen geändert"))


class CyclicDependency(Exception):
    """Measures would wait for one another. Nothing was stored; `cycle` begins and ends alike."""

    def __init__(self, cycle: Sequence[Measure]) -> None:
        super().__init__([measure.pk for measure in cycle])
        self.cycle = cycle

    @property
    def in_words(self) -> str:
        """Say in German who would wait for whom."""
        links = [
            _("„%(measure)s“ wartet auf „%(needed)s“") % {"measure": measure, "needed": needed}
            for measure, needed in pairwise(self.cycle)
        ]
        return _(
            "Das ginge im Kreis, und keine dieser Maßnahmen könnte je beginnen: %(links)s. "
            "Bitte lassen Sie eine davon weg."
        ) % {"links": ", ".join(links)}


def set_needed(
    measure: Measure, *, seen: Iterable[int], chosen: Iterable[Measure], by: User
) -> None:
    """Store what a measure waits for; `seen` are the ids that were ticked before.

    Only the difference is stored, so two people who tick different things both get what they
    wanted. Raises `CyclicDependency`.
    """
    # One change after the other: two harmless ones can make a cycle together.
    Organisation.objects.select_for_update(no_key=True).get(pk=measure.organisation_id)
    links = list(
        MeasureDependency.objects.filter(organisation_id=measure.organisation_id).select_related(
            "measure", "needed"
        )
    )
    stored = {link.needed_id: link for link in links if link.measure_id == measure.pk}
    wanted = {one.pk: one for one in chosen}
    before = set(seen)
    added = [one for pk, one in wanted.items() if pk not in before and pk not in stored]
    removed = [stored[pk] for pk in stored if pk in before and pk not in wanted]
    gone = {link.pk for link in removed}
    _refuse_cycles(measure, [link for link in links if link.pk not in gone], added)
    if not added and not removed:
        return
    MeasureDependency.objects.filter(pk__in=gone).delete()
    MeasureDependency.objects.bulk_create(
        MeasureDependency(organisation_id=measure.organisation_id, measure=measure, needed=one)
        for one in added
    )
    record(
        NEEDED,
        organisation_id=measure.organisation_id,
        by=by,
        subject=measure,
        before={link.needed.title: _("darauf wartet sie") for link in removed},
        after={one.title: _("darauf wartet sie") for one in added},
    )


def _refuse_cycles(
    measure: Measure, links: Iterable[MeasureDependency], added: Iterable[Measure]
) -> None:
    by_id = {measure.pk: measure}
    needs: dict[int, list[int]] = defaultdict(list)
    for link in links:
        needs[link.measure_id].append(link.needed_id)
        by_id |= {link.measure_id: link.measure, link.needed_id: link.needed}
    for one in added:
        by_id[one.pk] = one
        needs[measure.pk].append(one.pk)
    cycle = find_cycle(needs, measure.pk, needs[measure.pk])
    if cycle:
        raise CyclicDependency([by_id[pk] for pk in cycle])


def waiting_for(measure: Measure) -> list[Measure]:
    """Return the open measures that an open measure waits for."""
    if not measure.is_open:
        return []
    return [link.needed for link in measure.dependencies.all() if link.needed.is_open]


def waiting_in_words(measure: Measure) -> str:
    """Say what a measure waits for; empty when nothing keeps it from beginning."""
    titles = [f"„{one.title}“" for one in waiting_for(measure)]
    return _("wartet auf %(measures)s") % {"measures": listed(titles)} if titles else ""


def find_cycle(
    needs: Mapping[int, Iterable[int]], start: int, wanted: Iterable[int]
) -> tuple[int, ...]:
    """Return the shortest cycle that arises once `start` waits for `wanted` and nothing else.

    `needs` says what everything waits for so far; what `start` waited for does not count. The
    cycle begins and ends with `start`; it is empty when there is none.
    """
    paths: deque[tuple[int, ...]] = deque((start, one) for one in wanted)
    seen: set[int] = set()
    while paths:
        path = paths.popleft()
        if path[-1] == start:
            return path
        if path[-1] not in seen:
            seen.add(path[-1])
            paths.extend((*path, other) for other in needs.get(path[-1], ()))
    return ()
