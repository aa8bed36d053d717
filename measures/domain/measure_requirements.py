"""Which measures meet which requirements.

Both pages send what they showed and what was ticked, and only the difference is stored. So two
people who tick different things at the same time both get what they wanted.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from checks.models import Priority, Requirement
from measures.models import Measure, MeasureRequirement
from organisations.domain.auditing import Action, record
from organisations.models import User

LINKED = Action("measure.requirements_linked", _("Anforderungen der Maßnahme geändert"))


def requirements_met_by(measure: Measure) -> list[Requirement]:
    """Return the requirements of the list that a measure meets, what must be first."""
    links = _links(measure.organisation_id).filter(
        measure=measure, requirement__removed_at=None, requirement__merged_into=None
    )
    found = [link.requirement for link in links.select_related("requirement")]
    return sorted(found, key=lambda one: (Priority.values.index(one.priority), one.pk))


def set_requirements(
    measure: Measure, *, seen: Iterable[int], chosen: Iterable[Requirement], by: User
) -> None:
    """Store which requirements a measure meets; `seen` are the ids that were ticked before."""
    wanted, before = set(chosen), set(seen)
    ids = {requirement.pk for requirement in wanted}
    added = [requirement for requirement in wanted if requirement.pk not in before]
    removed = _links(measure.organisation_id).filter(measure=measure, requirement__in=before - ids)
    _store(
        [(measure, requirement) for requirement in sorted(added, key=lambda one: one.pk)],
        list(removed.select_related("measure", "requirement")),
        by,
    )


def set_measures(
    requirement: Requirement, *, seen: Iterable[int], chosen: Iterable[Measure], by: User
) -> None:
    """Store which measures meet a requirement; `seen` are the ids that were ticked before."""
    wanted, before = set(chosen), set(seen)
    ids = {measure.pk for measure in wanted}
    added = [measure for measure in wanted if measure.pk not in before]
    removed = _links(requirement.organisation_id).filter(
        requirement=requirement, measure__in=before - ids
    )
    _store(
        [(measure, requirement) for measure in sorted(added, key=lambda one: one.pk)],
        list(removed.select_related("measure", "requirement")),
        by,
    )


def _links(organisation_id: int) -> QuerySet[MeasureRequirement]:
    return MeasureRequirement.objects.filter(organisation_id=organisation_id)


def _store(
    added: list[tuple[Measure, Requirement]], removed: list[MeasureRequirement], by: User
) -> None:
    changes: dict[Measure, tuple[dict[str, str], dict[str, str]]] = {}
    for measure, requirement in added:
        _link, is_new = MeasureRequirement.objects.get_or_create(
            organisation_id=measure.organisation_id, measure=measure, requirement=requirement
        )
        if is_new:
            changes.setdefault(measure, ({}, {}))[1][requirement.text] = str(_("erfüllt sie"))
    for link in removed:
        link.delete()
        texts = changes.setdefault(link.measure, ({}, {}))[0]
        texts[link.requirement.text] = str(_("erfüllt sie"))
    for measure, (before, after) in changes.items():
        record(
            LINKED,
            organisation_id=measure.organisation_id,
            by=by,
            subject=measure,
            before=before,
            after=after,
        )
