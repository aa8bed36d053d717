"""What one asks about systems and connections."""

from __future__ import annotations

from django.db import models

from checks.models import (
    Connection,
    System,
    SystemState,
)
from organisations.models import Organisation


class SystemQuerySet(models.QuerySet[System]):
    """Questions about systems."""

    def of(self, organisation: Organisation | int) -> SystemQuerySet:
        """Narrow to the systems of one organisation."""
        return self.filter(organisation=organisation)

    def in_use(self) -> SystemQuerySet:
        """Narrow to systems that people work with today."""
        return self.filter(state=SystemState.IN_USE)

    def locked(self) -> SystemQuerySet:
        """Lock the systems until the transaction ends: one save after the other."""
        return self.select_for_update()


class ConnectionQuerySet(models.QuerySet[Connection]):
    """Questions about connections between systems."""

    def of(self, organisation: Organisation | int) -> ConnectionQuerySet:
        """Narrow to the connections of one organisation."""
        return self.filter(organisation=organisation)

    def with_systems(self) -> ConnectionQuerySet:
        """Fetch both systems along, in the same query."""
        return self.select_related("source", "target")

    def locked(self) -> ConnectionQuerySet:
        """Lock the connections until the transaction ends: one save after the other."""
        return self.select_for_update(of=("self",))


def systems() -> SystemQuerySet:
    """Return all systems that the opened tenancy shows."""
    return SystemQuerySet(System)


def connections() -> ConnectionQuerySet:
    """Return all connections that the opened tenancy shows."""
    return ConnectionQuerySet(Connection)
