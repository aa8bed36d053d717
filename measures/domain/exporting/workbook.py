"""The list of measures as an Excel file that goes on ranking while people change it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from measures.domain.columns import (
    COLUMNS,
    CRITERIA_HEADERS,
    READ_ONLY,
    STATUS_WORDS,
    STEP_HEADERS,
    Cell,
    fit_steps,
    keep_apostrophe,
)
from measures.domain.exporting.listing import ExportedMeasure, MeasureListing, headers
from measures.models import CRITERIA, OPEN_STATUSES
from organisations.domain.packages import About
from organisations.domain.spreadsheets import (
    HEAD,
    LINED,
    MOST_IN_A_CELL,
    PALE,
    SheetWriter,
    Workbook,
    letter,
)

FIRST = 2
KEYS = [column.key for column in (*READ_ONLY, *COLUMNS)]
PLACE = {key: number for number, key in enumerate(KEYS, start=1)}
LETTER = {key: letter(number) for key, number in PLACE.items()}
WIDTHS = {
    "number": 6,
    "rank": 8,
    "score": 9,
    "suggested": 24,
    "title": 40,
    "what": 46,
    "why": 46,
    "existing": 36,
    "status": 14,
    "responsible": 24,
    "due_date": 13,
    "effort_hours": 12,
    "effort_days": 11,
    "cost": 11,
    **dict.fromkeys(CRITERIA, 15),
    "steps": 56,
}
WEIGHTS = "Gewichte"
# Looks of numbers that formulas calculate, and of ratings that are only suggested.
POINTS = LINED | {"num_format": "0"}
RESULT = POINTS | PALE
SUGGESTED = LINED | {"italic": True, "font_color": "#5B6B6B"}
RATINGS = f"{LETTER[CRITERIA[0]]}{{row}}:{LETTER[CRITERIA[-1]]}{{row}}"
OPEN_WORDS = [STATUS_WORDS[str(status)] for status in OPEN_STATUSES]
# The sheet with open measures that a filter left out, and its columns.
OTHER_FIRST, OTHER_LAST, OTHER_SCORE = "B", "F", "G"


def as_workbook(listing: MeasureListing) -> bytes:
    """Return an Excel file with the sheets measures, steps, weights and explanation.

    Score and rank are formulas on ratings and weights, beside what they come to today. Where the
    list is only a part of all measures, one more sheet holds the ratings of the others, so that
    ranks stay those of the whole list. What people wrote is mere text and never a formula.
    """
    about = About(_("Maßnahmen"), listing.organisation.name, listing.made_at)
    book = Workbook(about)
    _fill_measures(book.sheet(_("Maßnahmen")), listing)
    _fill_steps(book.sheet(_("Teilschritte")), listing)
    _fill_weights(book, book.sheet(_("Gewichtung")), listing)
    if listing.others:
        _fill_others(book.sheet(_("Weitere Maßnahmen")), listing)
    _fill_notes(book.sheet(_("Erklärung")), listing)
    return book.content()


def _last(number: int) -> int:
    return max(FIRST, FIRST + number - 1)


def _fill_measures(sheet: SheetWriter, listing: MeasureListing) -> None:
    sheet.write_row(1, headers(), HEAD)
    last = _last(len(listing.lines))
    others = _last(len(listing.others)) if listing.others else 0
    for row, line in enumerate(listing.lines, start=FIRST):
        _fill_measure(sheet, row, line)
        ranked = line.row.ranked
        score = float(ranked.score) if ranked else ""
        sheet.write_formula(row, PLACE["score"], _score(row), score, RESULT)
        rank = ranked.rank if ranked else ""
        sheet.write_formula(row, PLACE["rank"], _rank(row, last, others), rank, RESULT)
    sheet.set_widths({PLACE[key]: width for key, width in WIDTHS.items()})
    sheet.freeze(FIRST, PLACE["title"] + 1)
    sheet.filter(len(KEYS), last)
    sheet.print_wide()
    _check_input(sheet, last)
    _mark_overdue(sheet, last)


def _fill_measure(sheet: SheetWriter, row: int, line: ExportedMeasure) -> None:
    sheet.write(row, PLACE["number"], line.number)
    sheet.write(row, PLACE["suggested"], line.read_only["suggested"], SUGGESTED)
    for key, value in line.cells.items():
        is_suggested = key in CRITERIA and line.is_suggested(key)
        if key == "steps":
            value = fit_steps(str(value), MOST_IN_A_CELL, _missing_steps)
        sheet.write(row, PLACE[key], _as_text(value), SUGGESTED if is_suggested else LINED)


def _as_text(value: Cell) -> Cell:
    return keep_apostrophe(value) if isinstance(value, str) else value


def _missing_steps(missing: int, steps: int) -> str:
    return _(
        "Hier fehlen %(missing)d von %(steps)d Teilschritten: Mehr fasst eine Zelle nicht. Alle "
        "stehen im Blatt „Teilschritte“."
    ) % {"missing": missing, "steps": steps}


def _mean(ratings: str) -> str:
    return f"100*(SUMPRODUCT({ratings},{WEIGHTS})/SUM({WEIGHTS})-1)/4"


def _score(row: int) -> str:
    ratings = RATINGS.format(row=row)
    is_open = ",".join(f'{LETTER["status"]}{row}="{word}"' for word in OPEN_WORDS)
    return f'=IF(AND(OR({is_open}),COUNT({ratings})={len(CRITERIA)}),{_mean(ratings)},"")'


def _rank(row: int, last: int, others: int) -> str:
    """Return the formula of a rank; `others` is the last row of the sheet of others, or 0."""
    score = LETTER["score"]
    better = f'COUNTIF(${score}${FIRST}:${score}${last},">"&{score}{row})'
    if others:
        scores = f"'{_('Weitere Maßnahmen')}'!${OTHER_SCORE}${FIRST}:${OTHER_SCORE}${others}"
        better += f'+COUNTIF({scores},">"&{score}{row})'
    return f'=IF({score}{row}="","",1+{better})'


def _check_input(sheet: SheetWriter, last: int) -> None:
    """Let people choose the Stand, and refuse ratings that are none."""
    sheet.check(
        [f"{LETTER['status']}{FIRST}:{LETTER['status']}{last}"],
        {
            "validate": "list",
            "source": list(STATUS_WORDS.values()),
            "error_title": _("Das gibt es hier nicht"),
            "error_message": _("Bitte wählen Sie eine der Möglichkeiten."),
        },
    )
    ratings = f"{LETTER[CRITERIA[0]]}{FIRST}:{LETTER[CRITERIA[-1]]}{last}"
    sheet.check([ratings], _between(1, 5, _("Bewertungen gehen von 1 bis 5.")))


def _between(lowest: int, highest: int, message: str) -> dict[str, object]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": lowest,
        "maximum": highest,
        "error_title": _("Das gibt es hier nicht"),
        "error_message": message,
    }


def _mark_overdue(sheet: SheetWriter, last: int) -> None:
    due, status = f"${LETTER['due_date']}{FIRST}", f"${LETTER['status']}{FIRST}"
    is_open = ",".join(f'{status}="{word}"' for word in OPEN_WORDS)
    rule = f'=AND({due}<>"",{due}<TODAY(),OR({is_open}))'
    cells = f"{LETTER['due_date']}{FIRST}:{LETTER['due_date']}{last}"
    sheet.mark(cells, {"type": "formula", "criteria": rule})


def _fill_steps(sheet: SheetWriter, listing: MeasureListing) -> None:
    sheet.write_row(1, STEP_HEADERS.values(), HEAD)
    row = FIRST
    for line in listing.lines:
        for place, step in enumerate(line.row.measure.steps.all(), start=1):
            done = timezone.localdate(step.done_at) if step.done_at else None
            who = listing.name_of(step.responsible_id)
            known: list[Cell] = [line.number, line.row.measure.title, place, step.text]
            cells = [*known, who, step.due_date, done, step.note]
            sheet.write_row(row, map(_as_text, cells))
            row += 1
    sheet.set_widths({1: 6, 2: 40, 3: 9, 4: 60, 5: 24, 6: 13, 7: 13, 8: 40})
    sheet.freeze(FIRST)
    sheet.filter(8, max(FIRST, row - 1))
    sheet.print_wide()


def _fill_weights(book: Workbook, sheet: SheetWriter, listing: MeasureListing) -> None:
    """Weights lie side by side like the ratings, so that one formula multiplies both."""
    sheet.write_row(1, CRITERIA_HEADERS.values(), HEAD)
    sheet.write_row(FIRST, listing.weights.as_tuple())
    sheet.set_widths(dict.fromkeys(range(1, len(CRITERIA) + 1), 20))
    last = letter(len(CRITERIA))
    book.name_cells(WEIGHTS, f"'{_('Gewichtung')}'!$A${FIRST}:${last}${FIRST}")
    sheet.check([f"A{FIRST}:{last}{FIRST}"], _between(0, 10, _("Gewichte gehen von 0 bis 10.")))
    note = _("Ändern Sie die Zahlen von 0 bis 10: Punkte und Plätze rechnen mit.")
    sheet.write(FIRST + 2, 1, note, {})


def _fill_others(sheet: SheetWriter, listing: MeasureListing) -> None:
    sheet.write_row(1, [_("Titel"), *CRITERIA_HEADERS.values(), _("Punkte")], HEAD)
    for row, (other, ranked) in enumerate(listing.others, start=FIRST):
        sheet.write_row(row, [other.measure.title, *(other.values or ())])
        formula = "=" + _mean(f"{OTHER_FIRST}{row}:{OTHER_LAST}{row}")
        sheet.write_formula(row, len(CRITERIA) + 2, formula, float(ranked.score), POINTS)
    sheet.set_widths({1: 40} | dict.fromkeys(range(2, 8), 16))
    sheet.freeze(2, 2)


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


def _fill_notes(sheet: SheetWriter, listing: MeasureListing) -> None:
    sheet.set_widths({1: 24, 2: 92})
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
            _("5 spricht am meisten dafür. Was nur vorgeschlagen ist, steht kursiv und grau."),
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
                "Das Blatt „Maßnahmen“ lässt sich als Liste wieder einlesen. Nr., Platz und Punkte "
                "lässt Lotse dabei beiseite. Was unter „Vorgeschlagene Bewertungen“ steht, bleibt "
                "ein Vorschlag. Teilschritte liest Lotse aus dem Blatt „Teilschritte“; nur wo dort "
                "zu einer Nr. keine stehen, aus der Zelle. Erledigte beginnen in der Zelle mit "
                "„[x]“."
            ),
        ),
    )
    sheet.write_facts(facts)
