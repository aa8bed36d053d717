"""The spreadsheets of an archive: what people want to read and calculate with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from checks.domain.check_state import CheckState
from checks.domain.surveying import SystemLandscape
from checks.domain.tool_table import RequirementSheet
from checks.domain.wording import excepted, in_words
from checks.models import Check, SetAsideAnswer, System, ToolComparison
from measures.domain.criteria import CRITERIA
from measures.domain.prioritising import ranked_list
from measures.domain.requirement_list import RequirementList
from organisations.domain.packages import About
from organisations.domain.spreadsheets import workbook
from organisations.models import Organisation


def tables_of(organisation: Organisation) -> dict[str, bytes]:
    """Return the spreadsheets of the activated organisation by their names in the archive."""
    runs = [
        CheckState(check) for check in Check.objects.of(organisation).order_by("started_at", "id")
    ]
    landscape = SystemLandscape(organisation.pk)
    tables = {
        "antworten": (_("Antworten"), _answers(runs)),
        "anforderungen": (_("Anforderungen"), _requirements(organisation)),
        "werkzeuge": (_("Werkzeuge"), _tools(organisation)),
        "massnahmen": (_("Maßnahmen"), _measures(organisation)),
        "systeme": (_("Systeme"), _systems(landscape)),
        "verbindungen": (_("Verbindungen"), _connections(landscape)),
    }
    # No time: equal data give equal archives.
    return {
        f"tabellen/{name}.xlsx": workbook(About(title, organisation.name), head, lines)
        for name, (title, [head, *lines]) in tables.items()
    }


def _answers(runs: Iterable[CheckState]) -> list[Sequence[Any]]:
    lines: list[Sequence[Any]] = [
        (
            *(_("Check vom"), _("Handlungsfeld"), _("Frage"), _("Stufe"), _("Antwort")),
            *(_("Gilt nicht für"), _("Notiz")),
        )
    ]
    for check_state in runs:
        began = timezone.localdate(check_state.check.started_at)
        for question in (*check_state.document.facts, *check_state.document.questions):
            answer = check_state.answers.get(question.key)
            if answer is None:
                continue
            area = check_state.document.area_of.get(question.key)
            lines.append(
                (
                    began,
                    area.title if area else _("Angaben"),
                    question.text,
                    answer.level,
                    in_words(question, answer),
                    excepted(check_state.document, answer.exceptions),
                    answer.note,
                )
            )
        lines += _set_aside(check_state, began)
    return lines


def _set_aside(check_state: CheckState, began: date) -> list[Sequence[Any]]:
    """Answers that the check's version of the catalogue has no place for."""
    return [
        (began, _("Ohne Platz"), one.question_text, one.level, one.said, "", one.note)
        for one in SetAsideAnswer.objects.filter(move__check_run=check_state.check)
    ]


def _requirements(organisation: Organisation) -> list[Sequence[Any]]:
    lines: list[Sequence[Any]] = [
        (
            *(_("Check vom"), _("Handlungsfeld"), _("Anforderung"), _("Wichtigkeit")),
            *(_("Wer braucht das?"), _("Woher"), _("Systeme"), _("Maßnahmen"), _("Stand")),
            _("Zusammengeführt aus"),
        )
    ]
    for row in RequirementList(organisation).rows:
        one = row.requirement
        lines.append(
            (
                timezone.localdate(one.check_run.started_at) if one.check_run else None,
                row.area,
                one.text,
                one.get_priority_display(),
                one.needed_by,
                row.source_names,
                ", ".join(system.name for system in row.systems),
                ", ".join(measure.title for measure in row.measures),
                row.standing,
                " / ".join(part.text for part in row.origins),
            )
        )
    return lines


def _tools(organisation: Organisation) -> list[Sequence[Any]]:
    lines: list[Sequence[Any]] = [
        (
            *(_("Vergleich"), _("Werkzeug"), _("Anbieter"), _("Anforderung"), _("Wichtigkeit")),
            *(_("Urteil"), _("Anmerkung")),
        )
    ]
    for comparison in ToolComparison.objects.filter(organisation=organisation).order_by("id"):
        sheet = RequirementSheet(organisation, comparison)
        lines += [
            (
                comparison.name,
                cell.tool.name,
                cell.tool.vendor,
                cell.requirement.text,
                cell.requirement.get_priority_display(),
                cell.label,
                cell.said.remark,
            )
            for line in sheet.lines
            for cell in line.cells
        ]
    return lines


def _measures(organisation: Organisation) -> list[Sequence[Any]]:
    head = (_("Platz"), _("Punkte"), _("Maßnahme"), _("Stand"), *(text.name for text in CRITERIA))
    lines: list[Sequence[Any]] = [
        (*head, _("Verantwortlich"), _("Fällig am"), _("Stunden"), _("Begründung"))
    ]
    for row in ranked_list(organisation):
        measure = row.measure
        lines.append(
            (
                row.place,
                row.ranked.shown_score if row.ranked else None,
                measure.title,
                measure.get_status_display(),
                *(row.values or [None] * len(CRITERIA)),
                measure.responsible.user if measure.responsible else None,
                measure.due_date,
                measure.effort_hours,
                row.why,
            )
        )
    return lines


SYSTEM_FIELDS = (
    *("kind", "state", "purpose", "used_by", "data", "export", "operator", "contract"),
    *("yearly_cost", "login", "support_ends", "notes"),
)


def _systems(landscape: SystemLandscape) -> list[Sequence[Any]]:
    label_of = {field.name: field.verbose_name for field in System._meta.fields}
    lines: list[Sequence[Any]] = [
        (_("System"), _("Lage"), *(label_of[name] for name in SYSTEM_FIELDS))
    ]
    for row in landscape.rows:
        values = [
            getattr(row.system, f"get_{name}_display", lambda: None)() or getattr(row.system, name)
            for name in SYSTEM_FIELDS
        ]
        lines.append((row.system.name, row.standing_in_words, *values))
    return lines


def _connections(landscape: SystemLandscape) -> list[Sequence[Any]]:
    lines: list[Sequence[Any]] = [
        (_("Von"), _("Nach"), _("Daten"), _("Wie"), _("Wie oft in der Woche"), _("Minuten"))
    ]
    for one in landscape.connections:
        times = None if one.times_a_week is None else float(one.times_a_week)
        way = one.get_transfer_method_display()
        lines.append((one.source.name, one.target.name, one.data, way, times, one.minutes))
    return lines
