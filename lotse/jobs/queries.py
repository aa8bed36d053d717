"""What one asks about jobs of every kind."""

from __future__ import annotations

from lotse.jobs.models import AnyJob, JobQuerySet


def jobs(model: type[AnyJob]) -> JobQuerySet[AnyJob]:
    """Return all jobs of one kind that the opened tenancy shows."""
    return JobQuerySet(model)
