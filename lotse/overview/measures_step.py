"""The next step once a check is closed: from the first measure to the next check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lotse.overview.milestones import NextStep
from measures.domain.prioritising import Row

if TYPE_CHECKING:
    from lotse.overview.overview import Overview


def measures_step(overview: Overview) -> NextStep:
    """Return the next step of those who look after the measures."""
    if not overview.has_begun and (overview.open_suggestions or overview.waiting_rows):
        return _begin(
            overview,
            _("Mit einer Maßnahme anfangen"),
            _("Drei Maßnahmen passen am besten zu Ihren Antworten. Wählen Sie eine davon."),
        )
    if overview.mandate.next_step:
        return overview.mandate.next_step
    if overview.unrated_rows:
        return NextStep(
            _("Maßnahmen bewerten"),
            _("Fünf Kriterien, je eine Zahl von 1 bis 5. Danach steht fest, womit Sie anfangen."),
            _("Bewerten"),
            overview.url("measures:rate", measure_id=overview.unrated_rows[0].measure.pk),
        )
    if overview.latest_report is None:
        return NextStep(
            _("Den ersten Bericht erstellen"),
            _("Die erste Seite liest die Geschäftsführung in zwei Minuten."),
            _("Zu den Berichten"),
            overview.url("reports:list"),
        )
    return overview.round.due_step or _go_on(overview)


def _go_on(overview: Overview) -> NextStep:
    """Lead to what is being carried out, then to what may be begun, then to what may be found."""
    if overview.rows_in_progress:
        return _carry_out(overview, min(overview.rows_in_progress, key=_due))
    if overview.waiting_rows:
        return _begin(
            overview,
            _("Mit der nächsten Maßnahme anfangen"),
            _("Im Moment ist keine in Umsetzung. Diese stehen oben auf Ihrer Liste."),
        )
    if overview.finished and overview.open_suggestions:
        return NextStep(
            _("Über Vorschläge entscheiden"),
            _("Aus Ihren Antworten folgen Maßnahmen. Nehmen Sie an, was zu Ihnen passt."),
            _("Vorschläge ansehen"),
            overview.url("measures:suggestions", check_id=overview.finished.check.pk),
        )
    return NextStep(
        _("Weitere Maßnahmen finden"),
        _(
            "Alle Maßnahmen sind erledigt oder verworfen. Ein neuer Check zeigt, was sich "
            "verändert hat."
        ),
        _("Neuen Check beginnen"),
        overview.url("checks:start"),
    )


def _begin(overview: Overview, title: str, text: str) -> NextStep:
    return NextStep(title, text, _("Womit fangen Sie an?"), overview.url("beginning"))


def _carry_out(overview: Overview, row: Row) -> NextStep:
    """Lead to a measure by the first of its steps that is not done."""
    steps = [step.text for step in row.measure.steps.all() if step.done_at is None]
    return NextStep(
        row.measure.title,
        _("Der nächste Teilschritt: %s") % steps[0] if steps else row.why,
        _("Zur Maßnahme"),
        overview.url("measures:detail", measure_id=row.measure.pk),
    )


def _due(row: Row) -> date:
    return row.measure.due_date or date.max
