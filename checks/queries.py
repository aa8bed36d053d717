"""What one asks about checks, answers and requirements."""

from __future__ import annotations

from django.db import models

from checks.models import Answer, Catalogue, Check, Requirement
from organisations.models import Organisation


class CatalogueQuerySet(models.QuerySet[Catalogue]):
    """Questions about published catalogues."""

    def newest(self, key: str) -> Catalogue | None:
        """Return the highest published version of a catalogue, or None."""
        return self.filter(key=key).defer("document").order_by("-version").first()

    def titles(self) -> list[tuple[str, str]]:
        """Return key and title of every catalogue in its newest version, by title."""
        newest = self.order_by("key", "-version").distinct("key")
        return sorted(newest.values_list("key", "title"), key=lambda pair: pair[1])

    def version(self, key: str, number: int | None) -> Catalogue | None:
        """Return one version of a catalogue, without a number the newest, or None."""
        if number is None:
            return self.newest(key)
        return self.filter(key=key, version=number).defer("document").first()


class CheckQuerySet(models.QuerySet[Check]):
    """Questions about checks."""

    def of(self, organisation: Organisation) -> CheckQuerySet:
        """Narrow to the checks of one organisation."""
        return self.filter(organisation=organisation)

    def running(self) -> CheckQuerySet:
        """Narrow to checks that are not closed yet."""
        return self.filter(finished_at=None)

    def finished(self) -> CheckQuerySet:
        """Narrow to closed checks, the latest first."""
        return self.exclude(finished_at=None).order_by("-finished_at")

    def latest_of_each(self) -> CheckQuerySet:
        """Narrow to the latest closed check of every organisation."""
        closed = self.exclude(finished_at=None)
        return closed.order_by("organisation_id", "-finished_at").distinct("organisation_id")

    def locked(self) -> CheckQuerySet:
        """Lock the checks until the transaction ends: one save after the other."""
        return self.select_for_update()


class RequirementQuerySet(models.QuerySet[Requirement]):
    """Questions about requirements."""

    def of_check(self, check: Check) -> RequirementQuerySet:
        """Narrow to one check, in the order in which they were noted."""
        return self.filter(organisation_id=check.organisation_id, check_run=check).order_by("id")


def catalogues() -> CatalogueQuerySet:
    """Return all published catalogues."""
    return CatalogueQuerySet(Catalogue)


def checks() -> CheckQuerySet:
    """Return all checks that the opened tenancy shows."""
    return CheckQuerySet(Check)


def requirements() -> RequirementQuerySet:
    """Return all requirements that the opened tenancy shows."""
    return RequirementQuerySet(Requirement)


def answers_of(check: Check) -> dict[str, Answer]:
    """Return the answers of a check by question key."""
    answers = Answer.objects.filter(organisation_id=check.organisation_id, check_run=check)
    return {answer.question_key: answer for answer in answers}
