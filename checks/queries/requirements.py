"""What one asks about requirements and about the tools compared on them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from checks.models import (
    Check,
    ComparedRequirement,
    Judgement,
    Priority,
    Requirement,
    RequirementSystem,
    Tool,
    ToolComparison,
)
from organisations.models import Organisation


class RequirementQuerySet(models.QuerySet[Requirement]):
    """Questions about requirements."""

    def of(self, organisation: Organisation | int) -> RequirementQuerySet:
        """Narrow to the requirements of one organisation."""
        return self.filter(organisation=organisation)

    def of_check(self, check: Check) -> RequirementQuerySet:
        """Narrow to one check, in the order in which they were noted."""
        return self.filter(organisation_id=check.organisation_id, check_run=check).order_by("id")

    def current(self) -> RequirementQuerySet:
        """Narrow to what stands in the list: neither removed nor merged into another one."""
        return self.filter(removed_at=None, merged_into=None)

    def that_must_be_met(self) -> RequirementQuerySet:
        """Narrow to what has to be met in any case."""
        return self.filter(priority=Priority.MUST)

    def the_liveliest_first(self) -> RequirementQuerySet:
        """Order: what stands in the list, what was removed, what was merged into another one."""
        return self.order_by(
            F("merged_into").asc(nulls_first=True), F("removed_at").asc(nulls_first=True), "id"
        )

    def shown_in_their_check(self) -> RequirementQuerySet:
        """Leave out what was removed, or merged into one that the same check shows."""
        lives_elsewhere = ~Q(merged_into__check_run=F("check_run"), merged_into__removed_at=None)
        return self.filter(removed_at=None).filter(
            Q(merged_into=None) | lives_elsewhere & Q(merged_into__removed_at=None)
        )

    def locked(self) -> RequirementQuerySet:
        """Lock the requirements until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


class ToolComparisonQuerySet(models.QuerySet[ToolComparison]):
    """Questions about comparisons of tools."""

    def of(self, organisation: Organisation | int) -> ToolComparisonQuerySet:
        """Narrow to the comparisons of one organisation."""
        return self.filter(organisation=organisation)

    def locked(self) -> ToolComparisonQuerySet:
        """Lock the comparisons until the transaction ends: one save after the other."""
        return self.select_for_update()


class ToolQuerySet(models.QuerySet[Tool]):
    """Questions about tools."""

    def of_comparison(self, comparison: ToolComparison) -> ToolQuerySet:
        """Narrow to one comparison, in the order in which they were taken in."""
        return self.filter(
            organisation_id=comparison.organisation_id, comparison=comparison
        ).order_by("id")

    def locked(self) -> ToolQuerySet:
        """Lock the tools until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


def requirements() -> RequirementQuerySet:
    """Return all requirements that the opened tenancy shows."""
    return RequirementQuerySet(Requirement)


def requirement_systems(organisation_id: int) -> models.QuerySet[RequirementSystem]:
    """Return which requirements of an organisation concern which systems."""
    return RequirementSystem.objects.filter(organisation_id=organisation_id)


def tool_comparisons() -> ToolComparisonQuerySet:
    """Return all comparisons of tools that the opened tenancy shows."""
    return ToolComparisonQuerySet(ToolComparison)


def tools() -> ToolQuerySet:
    """Return all tools that the opened tenancy shows."""
    return ToolQuerySet(Tool)


def chosen_in(comparison: ToolComparison) -> models.QuerySet[ComparedRequirement]:
    """Return which requirements were chosen for a comparison, also those that are gone by now."""
    return ComparedRequirement.objects.filter(
        organisation_id=comparison.organisation_id, comparison=comparison
    )


def judgements_in(comparison: ToolComparison) -> models.QuerySet[Judgement]:
    """Return all judgements on the tools of a comparison."""
    return Judgement.objects.filter(
        organisation_id=comparison.organisation_id, tool__comparison=comparison
    )
