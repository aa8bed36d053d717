"""The list of measures as Markdown, to be pasted wherever people write."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.domain.columns import CRITERIA_HEADERS
from measures.domain.exporting.listing import ExportedMeasure, MeasureListing
from organisations.domain.markdown_text import escaped, paragraphs, table_row


def as_markdown(listing: MeasureListing) -> str:
    """Return the whole list: a table to look over, then each measure with its steps."""
    return "\n".join([*_head(listing), *_overview(listing), *_measures(listing)])


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


def _measures(listing: MeasureListing) -> Iterator[str]:
    for line in listing.lines:
        yield from _measure(line)


def _measure(line: ExportedMeasure) -> Iterator[str]:
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
        f"{header} {line.value(key)}{' ' + _('(Vorschlag)') if line.is_suggested(key) else ''}"
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
