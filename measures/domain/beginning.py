"""What an organisation may begin with: the first of its list, and suggestions that fit well."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from checks.domain.check_state import CheckState
from measures.domain.prioritising import MEASURES, ranked_list, upcoming
from measures.domain.suggesting import accept_suggestion, best_first, suggest_measures
from measures.models import CriterionWeights, Measure, Status
from organisations.models import Membership, Organisation, User

MOST_OFFERED = 3
NOT_BEGUN = (Status.IDEA, Status.PLANNED)


@dataclass(frozen=True)
class Opportunity:
    """A measure one may begin with; without a `measure` it is a suggestion nobody accepted yet."""

    key: str
    title: str
    why: str
    hours: int | None
    days: int | None
    measure: Measure | None = None
    cannot_wait: bool = False

    @property
    def is_suggested(self) -> bool:
        return self.measure is None


def opportunities(organisation: Organisation, check_state: CheckState | None) -> list[Opportunity]:
    """Return up to three measures to begin with, the best first.

    First comes what stands on the list, as it is done next, unless it waits for something else;
    suggestions of `check_state` fill up what is missing.
    """
    rows = ranked_list(organisation)
    unrated = [row for row in rows if row.needs_rating]
    found = [
        Opportunity(
            f"measure-{row.measure.pk}",
            row.measure.title,
            row.measure.why or row.why,
            row.measure.effort_hours,
            row.measure.effort_days,
            row.measure,
        )
        for row in (*upcoming(rows), *unrated)
        if row.measure.status in NOT_BEGUN and not row.waiting
    ]
    if check_state and len(found) < MOST_OFFERED:
        suggested = [one for one in suggest_measures(check_state) if one.is_open]
        found += [
            Opportunity(
                one.template.key,
                one.template.title,
                one.template.why,
                one.template.effort.hours,
                one.template.effort.days,
                cannot_wait=one.cannot_wait,
            )
            for one in best_first(suggested, CriterionWeights.of(organisation))
        ]
    return found[:MOST_OFFERED]


def begin(
    first: Opportunity,
    accepted: Collection[Opportunity],
    check_state: CheckState | None,
    *,
    due_date: date,
    responsible: Membership | None,
    by: User,
) -> Measure:
    """Take suggestions into the list and begin with one measure; return it.

    `first` is accepted in any case. Called twice it does the same as once.
    """
    for one in _without_twins([first, *accepted]):
        if one.is_suggested and check_state:
            measure = accept_suggestion(check_state, one.key, by)
            if one is first:
                first_id = measure.pk
    if first.measure:
        first_id = first.measure.pk
    stored = Measure.objects.select_for_update().get(pk=first_id)
    begun = copy(stored)
    begun.status, begun.due_date, begun.responsible = Status.IN_PROGRESS, due_date, responsible
    MEASURES.change(begun, stored=stored, seen_version=stored.version, by=by)
    return begun


def _without_twins(found: Sequence[Opportunity]) -> list[Opportunity]:
    return list({one.key: one for one in reversed(found)}.values())[::-1]
