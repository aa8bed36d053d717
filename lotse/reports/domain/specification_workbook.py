"""A list of requirements as an Excel file that goes on counting while people fill it in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from checks.domain.tool_ranking import COUNTS, MustGroup, ToolResult, ToolVerdict, Weight, compare
from checks.domain.tool_table import GROUPS
from checks.models import Priority, Tool, VerdictChoice
from lotse.reports.domain.specification import Specification
from organisations.domain.packages import About
from organisations.domain.spreadsheets import ACCENT, HEAD, SheetWriter, Workbook, letter

# Column → width, before the columns of the tools.
KNOWN = {1: 6, 2: 12, 3: 52, 4: 26, 5: 24, 6: 24}
VERDICT_WIDTH, REMARK_WIDTH = 18, 32
FIRST = 2


def as_workbook(specification: Specification) -> bytes:
    """Return an Excel file with three sheets: requirements, a summary that counts, and notes.

    The summary consists of formulas on the first sheet, beside what they come to today, and shows
    every „must“ by name with what is said of it there. What people wrote is mere text and never
    a formula.
    """
    organisation = specification.organisation.name
    book = Workbook(About(specification.title, organisation, specification.made_at))
    names = [tool.name for tool in specification.tools] or [_("Ihr Angebot")]
    _fill_requirements(book.sheet(_("Anforderungen")), specification, names)
    _fill_summary(book.sheet(_("Zusammenfassung")), specification, names)
    _fill_notes(book.sheet(_("Hinweise")), specification)
    return book.content()


def _verdict_column(place: int) -> int:
    """Return the column with the verdicts on the tool at a place from 0."""
    return len(KNOWN) + 1 + 2 * place


def _fill_requirements(sheet: SheetWriter, specification: Specification, names: list[str]) -> None:
    lines = specification.lines
    known = [_("Nr."), _("Wichtigkeit"), _("Anforderung"), _("Handlungsfeld")]
    known += [_("Wer braucht das?"), _("Systeme")]
    pairs = [part for name in names for part in (name, _("Anmerkung zu %s") % name)]
    sheet.write_row(1, known + pairs, HEAD)
    for row, line in enumerate(lines, start=FIRST):
        requirement = line.requirement
        texts = [requirement.get_priority_display(), requirement.text, line.area]
        texts += [requirement.needed_by, line.system_names]
        for cell in line.cells:
            texts += [cell.label, cell.said.remark]
        empty = [None] * (len(KNOWN) + len(pairs) - len(texts) - 1)
        sheet.write_row(row, [line.number, *texts, *empty])
    last = max(FIRST, FIRST + len(lines) - 1)
    widths = KNOWN | {
        _verdict_column(place) + more: width
        for place in range(len(names))
        for more, width in ((0, VERDICT_WIDTH), (1, REMARK_WIDTH))
    }
    sheet.set_widths(widths)
    sheet.freeze(FIRST, 4)
    sheet.filter(len(widths), last)
    _offer_verdicts(sheet, len(names), last)
    sheet.print_wide()


def _offer_verdicts(sheet: SheetWriter, number: int, last: int) -> None:
    """Let people choose from the verdicts, and mark every „must“ that is not met."""
    letters = [letter(_verdict_column(place)) for place in range(number)]
    ranges = [f"{one}{FIRST}:{one}{last}" for one in letters]
    sheet.check(
        ranges,
        {
            "validate": "list",
            "source": [str(label) for label in VerdictChoice.labels],
            "error_title": _("Das gibt es hier nicht"),
            "error_message": _("Bitte wählen Sie eine der Möglichkeiten."),
        },
    )
    for one, cells in zip(letters, ranges, strict=True):
        unmet = f'=AND($B{FIRST}="{Priority.MUST.label}",{one}{FIRST}="{_not_met()}")'
        sheet.mark(cells, {"type": "formula", "criteria": unmet})


def _not_met() -> str:
    return str(VerdictChoice.NOT_MET.label)


def _outcomes(specification: Specification) -> list[ToolResult]:
    """Return what is to be said of each column with verdicts; without tools one that is empty."""
    if not specification.tools:
        return compare(specification.demands, {0: {}})
    by_tool = {one.outcome.tool: one.outcome for one in specification.summaries}
    return [by_tool[tool.pk] for tool in specification.tools]


def _fill_summary(sheet: SheetWriter, specification: Specification, names: list[str]) -> None:
    heads = [_("Werkzeug"), _("Ergebnis"), _("Muss: nicht erfüllt"), _("Muss: teilweise")]
    heads += [_("Muss: noch offen"), _("Muss: erfüllt"), _("Soll: erfüllt"), _("Kann: erfüllt")]
    sheet.write_row(1, [*heads, _("Punkte von 100")], HEAD)
    last = max(FIRST, FIRST + len(specification.lines) - 1)
    outcomes = _outcomes(specification)
    for place, (name, outcome) in enumerate(zip(names, outcomes, strict=True)):
        row = FIRST + place
        sheet.write(row, 1, name)
        formulas = _formulas(row, letter(_verdict_column(place)), last)
        for column, (formula, result) in enumerate(
            zip(formulas, _results(outcome), strict=True), start=2
        ):
            sheet.write_formula(row, column, formula, result)
    _mark_unmet(sheet, len(names))
    _name_musts(sheet, specification, names, FIRST + len(names) + 1)
    sheet.set_widths(dict(enumerate([30, 44, *[16] * 7], start=1)))
    sheet.freeze(2, 2)
    sheet.print_wide()


def _formulas(row: int, verdicts: str, last: int) -> list[str]:
    """Return what is counted of the tool whose verdicts stand in a column, by its letters."""
    source = f"'{_('Anforderungen')}'"
    priorities = f"{source}!$B${FIRST}:$B${last}"
    said = f"{source}!${verdicts}${FIRST}:${verdicts}${last}"

    def count(weight: Weight, verdict: VerdictChoice) -> str:
        label = Priority(str(weight)).label
        return f'COUNTIFS({priorities},"{label}",{said},"{verdict.label}")'

    met = {weight: count(weight, VerdictChoice.MET) for weight in Weight}
    musts = f'COUNTIF({priorities},"{Priority.MUST.label}")'
    reached = "+".join(
        f"{COUNTS[weight]}*({met[weight]}+0.5*{count(weight, VerdictChoice.PARTLY)})"
        for weight in Weight
    )
    possible = "+".join(
        f'{COUNTS[weight]}*COUNTIF({priorities},"{Priority(str(weight)).label}")'
        for weight in Weight
    )
    return [
        _result(row),
        f"={count(Weight.MUST, VerdictChoice.NOT_MET)}",
        f"={count(Weight.MUST, VerdictChoice.PARTLY)}",
        f"={musts}-C{row}-D{row}-F{row}",
        *(f"={met[weight]}" for weight in Weight),
        f"=IFERROR(INT(100*({reached})/({possible})),0)",
    ]


def _results(outcome: ToolResult) -> list[Any]:
    """Return what the formulas come to."""
    counts = outcome.counts
    return [
        str(GROUPS[outcome.group]),
        *(len(keys) for keys in (outcome.unmet_musts, outcome.partly_musts, outcome.open_musts)),
        *(counts[weight, ToolVerdict.MET] for weight in Weight),
        outcome.shown_points or 0,
    ]


def _result(row: int) -> str:
    unmet, uncertain, settled = (
        str(GROUPS[group])
        for group in (MustGroup.MUSTS_UNMET, MustGroup.MUSTS_UNCERTAIN, MustGroup.ALL_MUSTS)
    )
    return f'=IF(C{row}>0,"{unmet}",IF(D{row}+E{row}>0,"{uncertain}","{settled}"))'


def _mark_unmet(sheet: SheetWriter, number: int) -> None:
    last = FIRST + number - 1
    sheet.mark(f"C{FIRST}:C{last}", {"type": "cell", "criteria": ">", "value": 0})
    sheet.mark(f"B{FIRST}:B{last}", {"type": "formula", "criteria": f"=$C{FIRST}>0"})


def _name_musts(
    sheet: SheetWriter, specification: Specification, names: list[str], row: int
) -> None:
    """Show every „must“ by name with what is said of it, so that no sum hides it."""
    source = f"'{_('Anforderungen')}'"
    title = {"bold": True, "font_size": 13, "font_color": ACCENT}
    sheet.write(row, 1, _("Jede Muss-Anforderung einzeln"), title)
    sheet.write_row(row + 1, [_("Muss-Anforderung"), *names], HEAD)
    open_label = str(VerdictChoice.OPEN.label)
    here = row + 2
    for place, line in enumerate(specification.lines):
        if line.requirement.priority != Priority.MUST:
            continue
        sheet.write(here, 1, line.requirement.text)
        labels = [cell.label for cell in line.cells] or [open_label]
        for number, label in enumerate(labels):
            cell = f"{source}!{letter(_verdict_column(number))}{FIRST + place}"
            formula = f'=IF({cell}="","{open_label}",{cell})'
            sheet.write_formula(here, 2 + number, formula, label)
        here += 1
    cells = f"B{row + 2}:{letter(1 + len(names))}{max(here - 1, row + 2)}"
    sheet.mark(cells, {"type": "cell", "criteria": "=", "value": f'"{_not_met()}"'})


def _fill_notes(sheet: SheetWriter, specification: Specification) -> None:
    sheet.set_widths({1: 22, 2: 90})
    facts = [
        (_("Liste"), specification.name),
        (_("Organisation"), specification.organisation.name),
        (_("Stand"), specification.day),
        (_("Umfang"), specification.extent),
        (_("Worum es geht"), specification.purpose),
        *((str(priority.label), meaning) for priority, meaning, _lines in specification.chapters),
        (
            _("So wird gezählt"),
            _(
                "„Muss“ zählt dreifach, „Soll“ doppelt, „Kann“ einfach; teilweise zählt die "
                "Hälfte, was leer oder noch offen ist, nichts. Fehlt etwas, das sein muss, helfen "
                "keine Punkte."
            ),
        ),
        *((_("Werkzeug"), _known(tool)) for tool in specification.tools),
    ]
    sheet.write_facts(facts)


def _known(tool: Tool) -> str:
    return " · ".join(filter(None, (tool.name, tool.vendor, tool.address, tool.note)))
