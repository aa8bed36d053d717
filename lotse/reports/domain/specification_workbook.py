"""A list of requirements as an Excel file that goes on counting while people fill it in."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from checks.domain.tool_ranking import COUNTS, Group, Weight
from checks.domain.tool_wording import GROUPS
from checks.models import Priority, Tool, VerdictChoice
from lotse.reports.domain.specification import Specification
from organisations.domain.spreadsheets import (
    ACCENT,
    BAD,
    BAD_FILL,
    LINE,
    PALE_FILL,
    TOP,
    print_on_wide_pages,
    set_widths,
    write_head,
    write_text,
)

# Column → width, before the columns of the tools.
KNOWN = {1: 6, 2: 12, 3: 52, 4: 26, 5: 24, 6: 24}
VERDICT_WIDTH, REMARK_WIDTH = 18, 32
FIRST = 2


def as_workbook(specification: Specification) -> bytes:
    """Return an Excel file with three sheets: requirements, a summary that counts, and notes.

    The summary consists of formulas on the first sheet and shows every „must“ by name with what
    is said of it there. What people wrote is mere text and never a formula.
    """
    book = Workbook()
    names = [tool.name for tool in specification.tools] or [_("Ihr Angebot")]
    sheet: Any = book.active
    sheet.title = _("Anforderungen")
    _fill_requirements(sheet, specification, names)
    _fill_summary(book.create_sheet(_("Zusammenfassung")), specification, names)
    _fill_notes(book.create_sheet(_("Hinweise")), specification)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _verdict_column(place: int) -> int:
    """Return the column with the verdicts on the tool at a place from 0."""
    return len(KNOWN) + 1 + 2 * place


def _fill_requirements(sheet: Any, specification: Specification, names: list[str]) -> None:
    lines = specification.sheet.lines
    known = [_("Nr."), _("Wichtigkeit"), _("Anforderung"), _("Handlungsfeld")]
    known += [_("Wer braucht das?"), _("Systeme")]
    pairs = [part for name in names for part in (name, _("Anmerkung zu %s") % name)]
    write_head(sheet, 1, known + pairs)
    for row, line in enumerate(lines, start=FIRST):
        requirement = line.requirement
        sheet.cell(row, 1, line.number)
        texts = [requirement.get_priority_display(), requirement.text, line.area]
        texts += [requirement.needed_by, line.system_names]
        for cell in line.cells:
            texts += [cell.label, cell.said.remark]
        for column, text in enumerate(texts, start=2):
            write_text(sheet.cell(row, column), text)
        for column in range(1, len(KNOWN) + len(pairs) + 1):
            cell = sheet.cell(row, column)
            cell.alignment, cell.border = TOP, LINE
    last = max(FIRST, FIRST + len(lines) - 1)
    widths = KNOWN | {
        _verdict_column(place) + more: width
        for place in range(len(names))
        for more, width in ((0, VERDICT_WIDTH), (1, REMARK_WIDTH))
    }
    set_widths(sheet, widths)
    sheet.freeze_panes = sheet.cell(FIRST, 4)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{last}"
    _offer_verdicts(sheet, len(names), last)
    print_on_wide_pages(sheet)


def _offer_verdicts(sheet: Any, number: int, last: int) -> None:
    """Let people choose from the verdicts, and mark every „must“ that is not met."""
    labels = ",".join(str(label) for label in VerdictChoice.labels)
    choice = DataValidation(type="list", formula1=f'"{labels}"', allow_blank=True)
    choice.errorTitle = _("Das gibt es hier nicht")
    choice.error = _("Bitte wählen Sie eine der Möglichkeiten.")
    choice.showErrorMessage = True
    sheet.add_data_validation(choice)
    for place in range(number):
        letter = get_column_letter(_verdict_column(place))
        cells = f"{letter}{FIRST}:{letter}{last}"
        choice.add(cells)
        unmet = f'AND($B{FIRST}="{Priority.MUST.label}",{letter}{FIRST}="{_not_met()}")'
        sheet.conditional_formatting.add(
            cells, FormulaRule([unmet], fill=BAD_FILL, font=Font(bold=True, color=BAD))
        )


def _not_met() -> str:
    return str(VerdictChoice.NOT_MET.label)


def _fill_summary(sheet: Any, specification: Specification, names: list[str]) -> None:
    lines = specification.sheet.lines
    last = max(FIRST, FIRST + len(lines) - 1)
    source = f"'{_('Anforderungen')}'"
    priorities = f"{source}!$B${FIRST}:$B${last}"
    heads = [_("Werkzeug"), _("Ergebnis"), _("Muss: nicht erfüllt"), _("Muss: teilweise")]
    heads += [_("Muss: noch offen"), _("Muss: erfüllt"), _("Soll: erfüllt"), _("Kann: erfüllt")]
    write_head(sheet, 1, [*heads, _("Punkte von 100")])

    for place, name in enumerate(names):
        row = FIRST + place
        letter = get_column_letter(_verdict_column(place))
        verdicts = f"{source}!${letter}${FIRST}:${letter}${last}"

        def count(weight: Weight, verdict: VerdictChoice, cells: str = verdicts) -> str:
            label = Priority(str(weight)).label
            return f'COUNTIFS({priorities},"{label}",{cells},"{verdict.label}")'

        write_text(sheet.cell(row, 1), name)
        met = {weight: count(weight, VerdictChoice.MET) for weight in Weight}
        sheet.cell(row, 2, _result(row))
        sheet.cell(row, 3, f"={count(Weight.MUST, VerdictChoice.NOT_MET)}")
        sheet.cell(row, 4, f"={count(Weight.MUST, VerdictChoice.PARTLY)}")
        musts = f'COUNTIF({priorities},"{Priority.MUST.label}")'
        sheet.cell(row, 5, f"={musts}-C{row}-D{row}-F{row}")
        for column, weight in enumerate(Weight, start=6):
            sheet.cell(row, column, f"={met[weight]}")
        reached = "+".join(
            f"{COUNTS[weight]}*({met[weight]}+0.5*{count(weight, VerdictChoice.PARTLY)})"
            for weight in Weight
        )
        possible = "+".join(
            f'{COUNTS[weight]}*COUNTIF({priorities},"{Priority(str(weight)).label}")'
            for weight in Weight
        )
        sheet.cell(row, 9, f"=IFERROR(INT(100*({reached})/({possible})),0)")
        for column in range(1, 10):
            sheet.cell(row, column).border = LINE
            sheet.cell(row, column).alignment = TOP
    _mark_unmet(sheet, len(names))
    _name_musts(sheet, specification, names, FIRST + len(names) + 1)
    for column, width in enumerate([30, 44, 16, 16, 16, 16, 16, 16, 16], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"


def _result(row: int) -> str:
    unmet, uncertain, settled = (
        str(GROUPS[group]) for group in (Group.MUSTS_UNMET, Group.MUSTS_UNCERTAIN, Group.ALL_MUSTS)
    )
    return f'=IF(C{row}>0,"{unmet}",IF(D{row}+E{row}>0,"{uncertain}","{settled}"))'


def _mark_unmet(sheet: Any, number: int) -> None:
    last = FIRST + number - 1
    mark = {"fill": BAD_FILL, "font": Font(bold=True, color=BAD)}
    sheet.conditional_formatting.add(
        f"C{FIRST}:C{last}", CellIsRule(operator="greaterThan", formula=["0"], **mark)
    )
    sheet.conditional_formatting.add(f"B{FIRST}:B{last}", FormulaRule([f"$C{FIRST}>0"], **mark))


def _name_musts(sheet: Any, specification: Specification, names: list[str], row: int) -> None:
    """Show every „must“ by name with what is said of it, so that no sum hides it."""
    source = f"'{_('Anforderungen')}'"
    title = sheet.cell(row, 1, _("Jede Muss-Anforderung einzeln"))
    title.font = Font(bold=True, size=13, color=ACCENT)
    write_head(sheet, row + 1, [_("Muss-Anforderung"), *names])
    here = row + 2
    for place, line in enumerate(specification.sheet.lines):
        if line.requirement.priority != Priority.MUST:
            continue
        write_text(sheet.cell(here, 1), line.requirement.text)
        for number in range(len(names)):
            cell = f"{source}!{get_column_letter(_verdict_column(number))}{FIRST + place}"
            open_label = VerdictChoice.OPEN.label
            sheet.cell(here, 2 + number, f'=IF({cell}="","{open_label}",{cell})')
        for column in range(1, 2 + len(names)):
            sheet.cell(here, column).alignment = TOP
            sheet.cell(here, column).border = LINE
        here += 1
    letter = get_column_letter(1 + len(names))
    sheet.conditional_formatting.add(
        f"B{row + 2}:{letter}{max(here - 1, row + 2)}",
        CellIsRule(operator="equal", formula=[f'"{_not_met()}"'], fill=BAD_FILL),
    )


def _fill_notes(sheet: Any, specification: Specification) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90
    facts = [
        (_("Liste"), specification.name),
        (_("Organisation"), specification.organisation.name),
        (_("Stand"), specification.day),
        (_("Umfang"), specification.extent),
        (_("Worum es geht"), specification.purpose),
        *((str(priority.label), meaning) for priority, meaning, _lines in specification.groups),
        (
            _("So wird gezählt"),
            _(
                "muss zählt dreifach, soll doppelt, kann einfach; teilweise zählt die Hälfte, was "
                "leer oder noch offen ist, nichts. Fehlt etwas, das sein muss, helfen keine Punkte."
            ),
        ),
        *((_("Werkzeug"), _known(tool)) for tool in specification.tools),
    ]
    for row, (label, text) in enumerate(facts, start=1):
        sheet.cell(row, 1, label).font = Font(bold=True)
        sheet.cell(row, 1).fill = PALE_FILL
        write_text(sheet.cell(row, 2), text)
        sheet.cell(row, 1).alignment = sheet.cell(row, 2).alignment = TOP


def _known(tool: Tool) -> str:
    return " · ".join(filter(None, (tool.name, tool.vendor, tool.address, tool.note)))
