"""The table of roles and rights in docs/rechte.md, as a test reads it."""

from __future__ import annotations

import re
from pathlib import Path

TABLE = Path(__file__).parents[2] / "docs" / "rechte.md"
COLUMNS = [
    "Fremde",
    "Mitglied einer anderen Organisation",
    "Mitarbeitende",
    "Lots:in",
    "Geschäftsführung",
    "Berater:in (mitlesen)",
    "Berater:in (bearbeiten)",
    "Host",
]
OUTCOMES = {"darf", "Anmeldung", "403", "404"}
METHODS = ["GET", "POST"]


def lines() -> dict[tuple[str, str], list[str]]:
    """Return {(URL name, method): [outcome for each column]} as written."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not re.match(r"\|\s*`", line):
            continue
        name, method, description, *outcomes = (
            cell.strip() for cell in line.strip().strip("|").split("|")
        )
        key = (name.strip("`"), method)
        assert key not in found, f"{key} stands twice in the table"
        assert description, f"{key} has no description"
        assert len(outcomes) == len(COLUMNS), f"{key} has {len(outcomes)} outcomes"
        assert set(outcomes) <= OUTCOMES, f"{key} has unknown outcomes: {outcomes}"
        found[key] = outcomes
    return found


WRITTEN = lines()
