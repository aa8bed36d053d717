"""An empty Excel file with the columns Lotse knows, and a sheet that explains them."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from lotse.imports.domain.grid import MOST_ROWS
from measures.domain.columns import COLUMNS, CRITERIA_HEADERS, STATUS_WORDS

FILE_NAME = "lotse-massnahmen-vorlage.xlsx"
WIDE, NARROW = 42, 16
LONG_TEXTS = ("title", "what", "why", "existing", "steps")


def explanations() -> dict[str, tuple[str, str]]:
    """Return what belongs into each column, and an example, by the key of the column."""
    rating = _("Bewertung von 1 (spricht dagegen) bis 5 (spricht dafür). Darf leer bleiben.")
    return {
        "title": (_("Kurz, was geschehen soll. Muss ausgefüllt sein."), _("Gemeinsamer Kalender")),
        "what": (
            _("Was getan wird, in ein paar Sätzen."),
            _("Wir legen einen Kalender für alle Räume und Dienste an."),
        ),
        "why": (_("Was danach besser ist."), _("Niemand plant einen Raum doppelt.")),
        "existing": (
            _("Systeme oder Wissen, die Sie schon haben."),
            _("Nextcloud ist eingerichtet."),
        ),
        "status": (", ".join(STATUS_WORDS.values()) + ". " + _("Leer heißt Idee."), _("geplant")),
        "responsible": (
            _("Name oder E-Mail-Adresse von jemandem aus Ihrem Team."),
            "ada@verein.example",
        ),
        "due_date": (_("Ein Datum."), "31.12.2026"),
        "effort_hours": (_("Arbeitsstunden aller Beteiligten zusammen, eine ganze Zahl."), "12"),
        "effort_days": (_("Kalendertage, bis es fertig ist, eine ganze Zahl."), "30"),
        **dict.fromkeys(CRITERIA_HEADERS, (rating, "4")),
        "steps": (
            _("Ein Teilschritt in jeder Zeile der Zelle. Vor Erledigtem steht [x]."),
            _("[x] Räume auflisten\nKalender anlegen"),
        ),
    }


def template_file() -> bytes:
    """Return the file."""
    book = Workbook(write_only=True)
    _list_sheet(book)
    _explaining_sheet(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _list_sheet(book: Any) -> None:
    sheet = book.create_sheet(_("Maßnahmen"))
    sheet.freeze_panes = "B2"
    for number, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(number)
        is_long = column.key in LONG_TEXTS
        sheet.column_dimensions[letter].width = WIDE if is_long else NARROW + 8
        if column.key == "status":
            words = ",".join(STATUS_WORDS.values())
            choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            sheet.data_validations.append(choice)
    sheet.append([_bold(sheet, column.header) for column in COLUMNS])


def _explaining_sheet(book: Any) -> None:
    sheet = book.create_sheet(_("So geht es"))
    for letter, width in (("A", 34), ("B", 70), ("C", 44)):
        sheet.column_dimensions[letter].width = width
    heads = (_("Spalte im Blatt „Maßnahmen“"), _("Was hineingehört"), _("Beispiel"))
    sheet.append([_bold(sheet, head) for head in heads])
    explained = explanations()
    for column in COLUMNS:
        meaning, example = explained[column.key]
        sheet.append([_text(sheet, words) for words in (column.header, meaning, example)])


def _bold(sheet: Any, words: str) -> WriteOnlyCell:
    cell = _text(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _text(sheet: Any, words: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, words)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
