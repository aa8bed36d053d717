"""The list of measures as JSON, for other programs. docs/mitnehmen.md describes it."""

from __future__ import annotations

import json
from typing import Any

from measures.domain.exporting.listing import ExportedMeasure, MeasureListing
from measures.models import CRITERIA

FORMAT, VERSION = "lotse-massnahmen", 1


def as_json(listing: MeasureListing) -> bytes:
    """Return the list as JSON in UTF-8, two spaces a level."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "organisation": listing.organisation.name,
        "made_at": listing.made_at.isoformat(timespec="seconds"),
        "weights": dict(zip(CRITERIA, listing.weights.as_tuple(), strict=True)),
        "measures": [_measure(listing, line) for line in listing.lines],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _measure(listing: MeasureListing, line: ExportedMeasure) -> dict[str, Any]:
    measure, ranked = line.row.measure, line.row.ranked
    return {
        "id": measure.pk,
        "title": measure.title,
        "what": measure.what,
        "why": measure.why,
        "existing": measure.existing,
        "status": measure.status,
        "responsible": line.responsible or None,
        "due_date": measure.due_date.isoformat() if measure.due_date else None,
        "effort_hours": measure.effort_hours,
        "effort_days": measure.effort_days,
        "done_at": measure.done_at.isoformat() if measure.done_at else None,
        "rank": line.row.place,
        "rank_by_points": ranked.rank if ranked else None,
        "moved_by_hand_because": line.row.moved.reason if line.row.moved else None,
        "best_rank": ranked.best_rank if ranked else None,
        "worst_rank": ranked.worst_rank if ranked else None,
        "score": round(float(ranked.score), 4) if ranked else None,
        "explanation": line.row.why,
        "ratings": {key: _rating(line, key) for key in CRITERIA},
        "steps": [
            {
                "text": step.text,
                "responsible": listing.name_of(step.responsible_id) or None,
                "due_date": step.due_date.isoformat() if step.due_date else None,
                "note": step.note,
                "done_at": step.done_at.isoformat() if step.done_at else None,
            }
            for step in measure.steps.all()
        ],
    }


def _rating(line: ExportedMeasure, criterion: str) -> dict[str, Any] | None:
    value = line.value(criterion)
    if value is None:
        return None
    given = line.given.get(criterion)
    return {
        "value": value,
        "is_suggested": line.is_suggested(criterion),
        "note": given.note if given else "",
    }
