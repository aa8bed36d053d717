"""The list of measures as an Excel file that goes on ranking while people change it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from measures.domain.columns import COLUMNS, CRITERIA_HEADERS, READ_ONLY, STATUS_WORDS, Cell
from measures.domain.exporting.listing import Line, MeasureListing, headers
from measures.models import CRITERIA, OPEN_STATUSES
from organisations.domain.spreadsheets import (
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

FIRST = 2
KEYS = [column.key for column in (*READ_ONLY, *COLUMNS)]
PLACE = {key: number for number, key in enumerate(KEYS, start=1)}
LETTER = {key: get_column_letter(number) for key, number in PLACE.items()}
WIDTHS = {
    "number": 6,
    "rank": 8,
    "score": 9,
    "title": 40,
    "what": 46,
    "why": 46,
    "existing": 36,
    "status": 14,
    "responsible": 24,
    "due_date": 13,
    "effort_hours": 12,
    "effort_days": 11,
    **dict.fromkeys(CRITERIA, 15),
    "steps": 56,
}
WEIGHTS = "Gewichte"
DAY, WHOLE = "DD.MM.YYYY", "0"
RATINGS = f"{LETTER[CRITERIA[0]]}{{row}}:{LETTER[CRITERIA[-1]]}{{row}}"
OPEN_WORDS = [STATUS_WORDS[str(status)] for status in OPEN_STATUSES]
# The sheet with open measures that a filter left out, and its columns.
OTHER_FIRST, OTHER_LAST, OTHER_SCORE = "B", "F", "G"


def as_workbook(listing: MeasureListing) -> bytes:
    """Return an Excel file with the sheets measures, steps, weights and explanation.

    Score and rank are formulas on ratings and weights. Where the list is only a part of all
    measures, one more sheet holds the ratings of the others, so that ranks stay those of the
    whole list. What people wrote is mere text and never a formula.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Maßnahmen")
    _fill_measures(sheet, listing)
    _fill_steps(book.create_sheet(_("Teilschritte")), listing)
    _fill_weights(book, book.create_sheet(_("Gewichtung")), listing)
    if listing.others:
        _fill_others(book.create_sheet(_("Weitere Maßnahmen")), listing)
    _fill_notes(book.create_sheet(_("Erklärung")), listing)
    book.calculation.fullCalcOnLoad = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _last(number: int) -> int:
    return max(FIRST, FIRST + number - 1)


def _write(cell: Any, value: Cell) -> None:
    if isinstance(value, str):
        write_text(cell, value)
    elif value is not None:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = DAY
    cell.alignment, cell.border = TOP, LINE


def _fill_measures(sheet: Any, listing: MeasureListing) -> None:
    write_head(sheet, 1, headers())
    last = _last(len(listing.lines))
    for row, line in enumerate(listing.lines, start=FIRST):
        _fill_measure(sheet, row, last, line, has_others=bool(listing.others))
    if listing.others:
        _count_others(sheet, listing, last)
    set_widths(sheet, {PLACE[key]: width for key, width in WIDTHS.items()})
    sheet.freeze_panes = sheet.cell(FIRST, PLACE["title"] + 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(KEYS))}{last}"
    print_on_wide_pages(sheet)
    _check_input(sheet, last)
    _mark_overdue(sheet, last)


def _fill_measure(sheet: Any, row: int, last: int, line: Line, *, has_others: bool) -> None:
    _write(sheet.cell(row, PLACE["number"]), line.number)
    for key, value in line.cells.items():
        cell = sheet.cell(row, PLACE[key])
        _write(cell, value)
        if key in CRITERIA and line.is_suggested(key):
            cell.font = Font(italic=True, color="5B6B6B")
    sheet.cell(row, PLACE["score"], _score(row))
    sheet.cell(row, PLACE["rank"], _rank(row, last))
    for key in ("rank", "score"):
        cell = sheet.cell(row, PLACE[key])
        cell.number_format, cell.alignment, cell.border = WHOLE, TOP, LINE
        cell.font, cell.fill = Font(bold=True), PALE_FILL


def _mean(ratings: str) -> str:
    return f"100*(SUMPRODUCT({ratings},{WEIGHTS})/SUM({WEIGHTS})-1)/4"


def _score(row: int) -> str:
    ratings = RATINGS.format(row=row)
    is_open = ",".join(f'{LETTER["status"]}{row}="{word}"' for word in OPEN_WORDS)
    return f'=IF(AND(OR({is_open}),COUNT({ratings})={len(CRITERIA)}),{_mean(ratings)},"")'


def _rank(row: int, last: int, others: str = "") -> str:
    score = LETTER["score"]
    scores = f"${score}${FIRST}:${score}${last}"
    better = f'COUNTIF({scores},">"&{score}{row})'
    return f'=IF({score}{row}="","",1+{better}{others.format(cell=f"{score}{row}")})'


def _count_others(sheet: Any, listing: MeasureListing, last: int) -> None:
    name = _("Weitere Maßnahmen")
    end = _last(len(listing.others))
    scores = f"'{name}'!${OTHER_SCORE}${FIRST}:${OTHER_SCORE}${end}"
    others = f'+COUNTIF({scores},">"&{{cell}})'
    for row in range(FIRST, FIRST + len(listing.lines)):
        sheet.cell(row, PLACE["rank"]).value = _rank(row, last, others)


def _check_input(sheet: Any, last: int) -> None:
    """Let people choose the Stand, and refuse ratings that are none."""
    status = DataValidation(type="list", formula1=f'"{",".join(STATUS_WORDS.values())}"')
    status.error = _("Bitte wählen Sie eine der Möglichkeiten.")
    rating = DataValidation(type="whole", operator="between", formula1="1", formula2="5")
    rating.error = _("Bewertungen gehen von 1 bis 5.")
    for choice, first, end in (
        (status, "status", "status"),
        (rating, CRITERIA[0], CRITERIA[-1]),
    ):
        choice.errorTitle = _("Das gibt es hier nicht")
        choice.showErrorMessage, choice.allow_blank = True, True
        sheet.add_data_validation(choice)
        choice.add(f"{LETTER[first]}{FIRST}:{LETTER[end]}{last}")


def _mark_overdue(sheet: Any, last: int) -> None:
    due, status = f"${LETTER['due_date']}{FIRST}", f"${LETTER['status']}{FIRST}"
    is_open = ",".join(f'{status}="{word}"' for word in OPEN_WORDS)
    rule = f'AND({due}<>"",{due}<TODAY(),OR({is_open}))'
    sheet.conditional_formatting.add(
        f"{LETTER['due_date']}{FIRST}:{LETTER['due_date']}{last}",
        FormulaRule([rule], fill=BAD_FILL, font=Font(bold=True, color=BAD)),
    )


def _fill_steps(sheet: Any, listing: MeasureListing) -> None:
    heads = [_("Nr."), _("Maßnahme"), _("Schritt"), _("Teilschritt"), _("Verantwortlich")]
    write_head(sheet, 1, [*heads, _("Fällig am"), _("Erledigt am"), _("Notiz")])
    row = FIRST
    for line in listing.lines:
        for place, step in enumerate(line.row.measure.steps.all(), start=1):
            done = timezone.localdate(step.done_at) if step.done_at else None
            who = listing.name_of(step.responsible_id)
            known: list[Cell] = [line.number, line.row.measure.title, place, step.text]
            _fill_row(sheet, row, [*known, who, step.due_date, done, step.note])
            row += 1
    set_widths(sheet, {1: 6, 2: 40, 3: 9, 4: 60, 5: 24, 6: 13, 7: 13, 8: 40})
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:H{max(FIRST, row - 1)}"
    print_on_wide_pages(sheet)


def _fill_row(sheet: Any, row: int, values: Iterable[Cell]) -> None:
    for column, value in enumerate(values, start=1):
        _write(sheet.cell(row, column), value)


def _fill_weights(book: Workbook, sheet: Any, listing: MeasureListing) -> None:
    """Weights lie side by side like the ratings, so that one formula multiplies both."""
    write_head(sheet, 1, list(CRITERIA_HEADERS.values()))
    _fill_row(sheet, FIRST, listing.weights.as_tuple())
    set_widths(sheet, dict.fromkeys(range(1, len(CRITERIA) + 1), 20))
    last = get_column_letter(len(CRITERIA))
    place = f"'{_('Gewichtung')}'!$A${FIRST}:${last}${FIRST}"
    book.defined_names[WEIGHTS] = DefinedName(WEIGHTS, attr_text=place)
    weight = DataValidation(type="whole", operator="between", formula1="0", formula2="10")
    weight.errorTitle = _("Das gibt es hier nicht")
    weight.error = _("Gewichte gehen von 0 bis 10.")
    weight.showErrorMessage = True
    sheet.add_data_validation(weight)
    weight.add(f"A{FIRST}:{last}{FIRST}")
    note = _("Ändern Sie die Zahlen von 0 bis 10: Punkte und Plätze rechnen mit.")
    write_text(sheet.cell(FIRST + 2, 1), note)


def _fill_others(sheet: Any, listing: MeasureListing) -> None:
    write_head(sheet, 1, [_("Titel"), *CRITERIA_HEADERS.values(), _("Punkte")])
    for row, other in enumerate(listing.others, start=FIRST):
        _fill_row(sheet, row, [other.measure.title, *(other.values or ())])
        cell = sheet.cell(row, len(CRITERIA) + 2)
        cell.value = "=" + _mean(f"{OTHER_FIRST}{row}:{OTHER_LAST}{row}")
        cell.number_format, cell.border = WHOLE, LINE
    set_widths(sheet, {1: 40} | dict.fromkeys(range(2, 8), 16))
    sheet.freeze_panes = "B2"


def _moved_by_hand(listing: MeasureListing) -> list[tuple[str, str]]:
    """Tell what formulas cannot: which measures stand elsewhere than their points say, and why."""
    return [
        (
            _("Von Hand verschoben"),
            _("„%(title)s“ steht in Lotse auf Platz %(place)d: %(reason)s")
            % {
                "title": line.row.measure.title,
                "place": line.row.moved.place,
                "reason": line.row.moved.reason,
            },
        )
        for line in listing.lines
        if line.row.moved
    ]


def _fill_notes(sheet: Any, listing: MeasureListing) -> None:
    set_widths(sheet, {1: 24, 2: 92})
    facts: Sequence[tuple[str, str]] = (
        (_("Organisation"), listing.organisation.name),
        (_("Stand"), date_format(listing.made_at, "j. F Y, H:i")),
        (
            _("Punkte"),
            _(
                "Gewichtetes Mittel der fünf Bewertungen, von 1 bis 5 auf 0 bis 100 gestreckt. "
                "Gezählt werden offene Maßnahmen mit allen fünf Bewertungen."
            ),
        ),
        (
            _("Platz"),
            _("1 und dazu, wie viele offene Maßnahmen mehr Punkte haben. Gleiche teilen ihn."),
        ),
        *_moved_by_hand(listing),
        (
            _("Bewertungen"),
            _("5 spricht am meisten dafür. Was Lotse nur vorschlägt, steht kursiv und grau."),
        ),
        (
            _("Weitere Maßnahmen"),
            _(
                "Dieses Blatt gibt es, wenn Sie nur einen Teil der Liste mitgenommen haben: "
                "Die übrigen offenen Maßnahmen zählen beim Platz mit."
            ),
        ),
        (
            _("Zurück nach Lotse"),
            _(
                "Das Blatt „Maßnahmen“ lässt sich als Liste wieder einlesen. Nr., Platz und "
                "Punkte lässt Lotse dabei beiseite. Erledigte Teilschritte beginnen mit „[x]“."
            ),
        ),
    )
    for row, (label, text) in enumerate(facts, start=1):
        write_text(sheet.cell(row, 1), label)
        write_text(sheet.cell(row, 2), text)
        sheet.cell(row, 1).font, sheet.cell(row, 1).fill = Font(bold=True), PALE_FILL
        sheet.cell(row, 1).alignment = sheet.cell(row, 2).alignment = TOP
