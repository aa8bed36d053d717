"""The kinds of jobs of this installation. Each registers itself when its app is ready.

Whatever looks at all jobs (the sweep, the host's page, the metrics) asks here and needs no change
when a kind is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lotse.jobs.models import Job


@dataclass(frozen=True)
class JobKind:
    """What is made of the rows of one model.

    `task` is the Celery task that does one of them; it takes the ids of organisation and row.
    """

    model: type[Job]
    task: Any

    @property
    def key(self) -> str:
        """A stable name for figures, such as `reports_report`."""
        return self.model._meta.label_lower.replace(".", "_")

    @property
    def name(self) -> str:
        """What the host reads, in the plural."""
        return str(self.model._meta.verbose_name_plural)


_kinds: dict[type[Job], JobKind] = {}


def register(model: type[Job], task: Any) -> None:
    """Make a kind known; called once by its app."""
    _kinds[model] = JobKind(model, task)


def all_kinds() -> list[JobKind]:
    """Return all kinds in the order of their names."""
    return sorted(_kinds.values(), key=lambda kind: kind.key)


def kind_of(job: Job) -> JobKind:
    """Return the kind of a job. Raises KeyError when its app did not register it."""
    return _kinds[type(job)]
