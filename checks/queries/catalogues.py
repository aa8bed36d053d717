"""What one asks about catalogues, and about checks that moved between their versions."""

from __future__ import annotations

from django.db import models

from checks.models import (
    Catalogue,
    CatalogueMove,
    Check,
    SetAsideAnswer,
)


class CatalogueQuerySet(models.QuerySet[Catalogue]):
    """Questions about published catalogues."""

    def newest(self, key: str) -> Catalogue | None:
        """Return the highest published version of a catalogue, or None."""
        return self.filter(key=key).defer("document").order_by("-version").first()

    def titles(self) -> list[tuple[str, str]]:
        """Return key and title of every catalogue in its newest version, by title."""
        newest = self.order_by("key", "-version").distinct("key")
        return sorted(newest.values_list("key", "title"), key=lambda pair: pair[1])

    def newest_of_each(self) -> list[Catalogue]:
        """Return every catalogue in its newest version, without the documents, by title."""
        newest = self.order_by("key", "-version").distinct("key").defer("document")
        return sorted(newest, key=lambda catalogue: catalogue.title)

    def newest_versions(self) -> dict[str, int]:
        """Return the highest published version of every catalogue by its key."""
        newest = self.order_by("key").values_list("key").annotate(models.Max("version"))
        return dict(newest)

    def version(self, key: str, number: int | None) -> Catalogue | None:
        """Return one version of a catalogue, without a number the newest, or None."""
        if number is None:
            return self.newest(key)
        return self.filter(key=key, version=number).defer("document").first()


class MoveQuerySet(models.QuerySet[CatalogueMove]):
    """Questions about moves of checks to newer versions of their catalogues."""

    def of_check(self, check: Check) -> MoveQuerySet:
        """Narrow to one check, the latest move first."""
        return self.filter(organisation_id=check.organisation_id, check_run=check).order_by("-id")

    def with_catalogues(self) -> MoveQuerySet:
        """Fetch both versions along, without their documents, and who moved it."""
        both = self.select_related("from_catalogue", "to_catalogue", "moved_by")
        return both.defer("from_catalogue__document", "to_catalogue__document")


class SetAsideQuerySet(models.QuerySet[SetAsideAnswer]):
    """Questions about answers that are kept without a place."""

    def of_check(self, check: Check) -> SetAsideQuerySet:
        """Narrow to one check, in the order in which they lost their place."""
        return self.filter(organisation_id=check.organisation_id, move__check_run=check).order_by(
            "id"
        )

    def with_people(self) -> SetAsideQuerySet:
        """Fetch along who answered."""
        return self.select_related("updated_by")


def catalogues() -> CatalogueQuerySet:
    """Return all published catalogues."""
    return CatalogueQuerySet(Catalogue)


def moves() -> MoveQuerySet:
    """Return all moves of checks that the opened tenancy shows."""
    return MoveQuerySet(CatalogueMove)


def set_aside_answers() -> SetAsideQuerySet:
    """Return all answers without a place that the opened tenancy shows."""
    return SetAsideQuerySet(SetAsideAnswer)
