"""On what was measured: without this, no figure says anything."""

from __future__ import annotations

import os
import platform


def describe(postgresql: str) -> str:
    """Return size and versions in one German line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    load = os.getloadavg()[0]
    return (
        f"Maschine: {_cores()} Prozessorkerne, {memory:.0f} GB Speicher, "
        f"Python {platform.python_version()}, PostgreSQL {postgresql}, "
        "Last am Ende " + f"{load:.1f}".replace(".", ",")
    )


def _cores() -> int:
    """Return how many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1
