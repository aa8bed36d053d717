"""The list of measures as CSV, as JSON for other programs, and as Markdown to be pasted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.domain.columns import CRITERIA_HEADERS, Cell, guard
from measures.domain.exporting.listing import ExportedMeasure, MeasureListing, headers
from measures.models import CRITERIA
from organisations.domain.markdown_text import escaped, paragraphs, table_row


def as_csv(listing: MeasureListing) -> bytes:
    """Return the list as CSV: UTF-8 with a mark in front, parted by semicolons.

    Days are written as 31.12.2026. A text that a program would take for a formula has an
    apostrophe in front, which an import takes away again.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers())
    for line in listing.lines:
        cells = [*line.read_only.values(), *line.cells.values()]
        writer.writerow([_written(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else guard(str(cell))


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
        "cost": measure.cost,
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


def as_markdown(listing: MeasureListing) -> str:
    """Return the whole list: a table to look over, then each measure with its steps."""
    chapters = chain.from_iterable(map(_chapter, listing.lines))
    return "\n".join([*_head(listing), *_overview(listing), *chapters])


def _head(listing: MeasureListing) -> Iterator[str]:
    number = len(listing.lines)
    extent = ngettext("%d Maßnahme", "%d Maßnahmen", number) % number
    yield f"# {_('Maßnahmen')}: {escaped(listing.organisation.name)}"
    yield ""
    yield f"{_('Stand')} {date_format(listing.made_at, 'j. F Y')}. {extent}."
    yield ""


def _overview(listing: MeasureListing) -> Iterator[str]:
    if not listing.lines:
        return
    heads = [_("Platz"), _("Punkte"), _("Titel"), _("Stand"), _("Verantwortlich"), _("Fällig am")]
    yield table_row(heads)
    yield table_row(["---:", "---:", "---", "---", "---", "---"])
    for line in listing.lines:
        ranked, measure = line.row.ranked, line.row.measure
        yield table_row(
            [
                str(line.row.place or "–"),
                str(ranked.shown_score) if ranked else "–",
                escaped(measure.title),
                measure.get_status_display(),
                escaped(line.responsible) or "–",
                date_format(measure.due_date, "d.m.Y") if measure.due_date else "–",
            ]
        )
    yield ""


def _chapter(line: ExportedMeasure) -> Iterator[str]:
    measure = line.row.measure
    yield f"## {line.number}. {escaped(measure.title)}"
    yield ""
    yield escaped(" ".join(filter(None, (line.row.why, line.row.waiting))))
    yield ""
    for label, text in (
        (_("Was wird getan?"), measure.what),
        (_("Was bringt es?"), measure.why),
        (_("Was ist schon da?"), measure.existing),
    ):
        if text:
            yield f"**{label}**"
            yield ""
            yield from paragraphs(text)
    rated = [
        f"{header} {line.value(key)}{' ' + _('(vorgeschlagen)') if line.is_suggested(key) else ''}"
        for key, header in CRITERIA_HEADERS.items()
        if line.value(key)
    ]
    if rated:
        yield f"**{_('Bewertung')}:** {escaped(', '.join(rated))}"
        yield ""
    steps = list(measure.steps.all())
    if steps:
        yield f"**{_('Teilschritte')}**"
        yield ""
        for step in steps:
            yield f"- [{'x' if step.done_at else ' '}] {escaped(step.text)}"
        yield ""
