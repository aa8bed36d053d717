"""The list of requirements of an organisation, with everything that belongs to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from checks.domain.publishing import document_of
from checks.domain.requirements import Areas
from checks.models import Requirement, RequirementSource, RequirementSystem, System
from measures.models import Measure, MeasureRequirement, Status
from organisations.models import Organisation

# What is said of a requirement that is (without a measure, met).
STANDINGS: dict[tuple[bool, bool], str | Promise] = {
    (True, False): _("ohne Maßnahme"),
    (False, False): _("in Arbeit"),
    (False, True): _("umgesetzt"),
}


@dataclass(frozen=True)
class RequirementRow:
    """One requirement with area, sources, systems, measures and what it was merged from."""

    requirement: Requirement
    area: str
    systems: tuple[System, ...]
    measures: tuple[Measure, ...]
    origins: tuple[Requirement, ...]
    sources: tuple[str, ...]

    @property
    def question(self) -> str:
        """The question at which it came up, empty when it came up elsewhere."""
        check, key = self.requirement.check_run, self.requirement.question_key
        if check is None or not key:
            return ""
        found = document_of(check.catalogue_id).by_key.get(key)
        return found.text if found else ""

    @property
    def active_measures(self) -> list[Measure]:
        """The measures that are still to come or done, not the rejected ones."""
        return [one for one in self.measures if one.status != Status.REJECTED]

    @property
    def is_without_measure(self) -> bool:
        """Whether no measure meets it. A rejected measure meets nothing."""
        return not self.active_measures

    @property
    def is_met(self) -> bool:
        return any(one.status == Status.DONE for one in self.measures)

    @property
    def standing(self) -> str:
        """How far it is, in a word or two."""
        return str(STANDINGS[self.is_without_measure, self.is_met])

    @property
    def source_names(self) -> str:
        """Where it comes from; merged ones may come from several sources."""
        return ", ".join(str(RequirementSource(one).label) for one in self.sources)


class RequirementList:
    """All requirements of the activated organisation, in the same few queries however many."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    @cached_property
    def areas(self) -> Areas:
        return Areas(self.organisation)

    @cached_property
    def _all(self) -> list[Requirement]:
        return list(
            Requirement.objects.filter(organisation=self.organisation)
            .select_related("check_run")
            .order_by("id")
        )

    @cached_property
    def _parts_of(self) -> dict[int, list[Requirement]]:
        found: dict[int, list[Requirement]] = {}
        for one in self._all:
            if one.merged_into_id is not None:
                found.setdefault(one.merged_into_id, []).append(one)
        return found

    @cached_property
    def _systems_of(self) -> dict[int, list[System]]:
        found: dict[int, list[System]] = {}
        links = RequirementSystem.objects.filter(organisation=self.organisation).select_related(
            "system"
        )
        for link in links.order_by("system__name"):
            found.setdefault(link.requirement_id, []).append(link.system)
        return found

    @cached_property
    def _measures_of(self) -> dict[int, list[Measure]]:
        found: dict[int, list[Measure]] = {}
        links = MeasureRequirement.objects.filter(organisation=self.organisation)
        for link in links.select_related("measure").order_by("measure__title"):
            found.setdefault(link.requirement_id, []).append(link.measure)
        return found

    @cached_property
    def rows(self) -> list[RequirementRow]:
        """What stands in the list, as it was noted."""
        return [self._row(one) for one in self._all if one.is_current]

    @cached_property
    def removed(self) -> list[Requirement]:
        """What was removed and can be taken back, the latest first."""
        gone = [
            (one.removed_at, one)
            for one in self._all
            if one.removed_at and one.merged_into_id is None
        ]
        return [one for _at, one in sorted(gone, key=lambda pair: pair[0], reverse=True)]

    def row_of(self, requirement_id: int) -> RequirementRow | None:
        """Return one requirement of the list, or None."""
        found = (row for row in self.rows if row.requirement.pk == requirement_id)
        return next(found, None)

    def row_with(self, requirement_id: int) -> RequirementRow | None:
        """Return the requirement of the list of which another one became part, or None."""
        by_id = {one.pk: one for one in self._all}
        here = by_id.get(requirement_id)
        while here is not None and here.merged_into_id is not None:
            here = by_id[here.merged_into_id]
        return self.row_of(here.pk) if here is not None else None

    def _row(self, requirement: Requirement) -> RequirementRow:
        leaves = list(self._leaves(requirement))
        present = {one.source for one in leaves}
        return RequirementRow(
            requirement,
            self.areas.title(requirement.area_key),
            tuple(self._systems_of.get(requirement.pk, ())),
            tuple(self._measures_of.get(requirement.pk, ())),
            tuple(self._parts_of.get(requirement.pk, ())),
            tuple(source for source in RequirementSource.values if source in present),
        )

    def _leaves(self, requirement: Requirement) -> Iterator[Requirement]:
        """Yield what people noted: a merged requirement is none of it itself."""
        parts = self._parts_of.get(requirement.pk)
        if not parts:
            yield requirement
            return
        for part in parts:
            yield from self._leaves(part)
