"""The data behind a report, for Excel."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from checks.domain.surveying import how_often
from lotse.reports.document.model import Sheet, Value
from lotse.reports.domain.kinds import chapters
from lotse.reports.domain.kinds.chapters import responsible
from lotse.reports.domain.material import Material
from measures.domain.criteria import CRITERIA


def all_sheets(material: Material) -> Iterator[Sheet]:
    """Return everything in the Gesamtbericht as data; sheets without a row are left out."""
    made = (
        areas(material),
        measures(material),
        weights(material),
        requirements(material),
        systems(material),
        connections(material),
        answers(material),
    )
    yield from (sheet for sheet in made if sheet.rows)


def areas(material: Material) -> Sheet:
    """Return the maturity of every area."""
    return Sheet(
        _("Handlungsfelder"),
        (_("Handlungsfeld"), _("Reifegrad"), _("Einschätzung"), _("Beantwortet"), _("Fragen")),
        tuple(
            (one.area.title, one.percent, one.standing_name, one.found.answered, one.found.total)
            for one in material.result.areas
        ),
    )


def measures(material: Material) -> Sheet:
    """Return all measures with their ratings."""
    head = [_("Platz"), _("Maßnahme"), _("Punkte"), _("Stand"), _("Verantwortlich")]
    head += [
        _("Fällig am"),
        _("Aufwand in Stunden"),
        _("Geleistet in Stunden"),
        _("Kosten in Euro"),
        _("Bewertung"),
    ]
    rows: list[tuple[Value, ...]] = []
    for row in material.rows:
        measure, ranked = row.measure, row.ranked
        spent = getattr(measure, "spent_hours", None)
        rows.append(
            (
                row.place,
                measure.title,
                ranked.shown_score if ranked else None,
                str(measure.get_status_display()),
                responsible(measure),
                measure.due_date,
                measure.effort_hours,
                None if spent is None else float(spent),
                measure.cost,
                _("vorgeschlagen") if row.is_provisional else "",
                *(row.values or (None,) * len(CRITERIA)),
            )
        )
    return Sheet(_("Maßnahmen"), (*head, *(str(one.name) for one in CRITERIA)), tuple(rows))


def weights(material: Material) -> Sheet:
    """Return the weights of the criteria."""
    return Sheet(
        _("Gewichte"),
        (_("Kriterium"), _("Gewicht")),
        tuple((str(text.name), weight) for text, weight in chapters.weights(material)),
    )


def requirements(material: Material) -> Sheet:
    """Return the requirements noted in the check."""
    return Sheet(
        _("Anforderungen"),
        (_("Anforderung"), _("Handlungsfeld"), _("Wichtigkeit"), _("Wer braucht das?")),
        tuple(
            (one.text, area.title, str(one.get_priority_display()), one.needed_by)
            for area, found in material.result.requirements
            for one in found
        ),
    )


def systems(material: Material) -> Sheet:
    """Return the systems in use."""
    return Sheet(
        _("Systeme"),
        (_("System"), _("Art"), _("Genutzt von"), _("Lage")),
        tuple(
            (
                row.system.name,
                str(row.system.get_kind_display()),
                row.system.used_by,
                row.standing_in_words,
            )
            for row in material.landscape.rows
            if row.standing
        ),
    )


def connections(material: Material) -> Sheet:
    """Return how data moves between them."""
    return Sheet(
        _("Verbindungen"),
        (_("Von"), _("Nach"), _("Daten"), _("Wie"), _("Wie oft")),
        tuple(
            (
                one.source.name,
                one.target.name,
                one.data,
                str(one.get_transfer_method_display()),
                how_often(one),
            )
            for one in material.landscape.connections_in_use
        ),
    )


def answers(material: Material) -> Sheet:
    """Return all answers."""
    return Sheet(
        _("Antworten"),
        (
            *(_("Frage"), _("Handlungsfeld"), _("Stufe"), _("Antwort"), _("Gilt nicht für")),
            _("Notiz"),
        ),
        tuple(
            (
                said.question.text,
                area.title,
                said.level,
                str(said.sentence),
                said.but_not,
                said.answer.note if said.answer else "",
            )
            for area, found in material.result.answers
            for said in found
        ),
    )
