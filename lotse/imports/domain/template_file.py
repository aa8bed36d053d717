"""An empty Excel file with the columns Lotse knows, and a sheet that explains them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lotse.imports.domain.grid import MOST_ROWS
from measures.domain.columns import COLUMNS, CRITERIA_HEADERS, STATUS_WORDS
from organisations.domain.packages import About
from organisations.domain.spreadsheets import BOLD, TOP, SheetWriter, Workbook, letter

FILE_NAME = "lotse-massnahmen-vorlage.xlsx"
WIDE, NARROW = 42, 24
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
        "cost": (_("Euro im ersten Jahr, eine ganze Zahl."), "300"),
        **dict.fromkeys(CRITERIA_HEADERS, (rating, "4")),
        "steps": (
            _("Ein Teilschritt in jeder Zeile der Zelle. Vor Erledigtem steht [x]."),
            _("[x] Räume auflisten\nKalender anlegen"),
        ),
    }


def template_file() -> bytes:
    """Return the file."""
    book = Workbook(About(_("Vorlage für eine Maßnahmenliste")))
    _fill_list(book.sheet(_("Maßnahmen")))
    _fill_explanation(book.sheet(_("So geht es")))
    return book.content()


def _fill_list(sheet: SheetWriter) -> None:
    sheet.freeze(2, 2)
    for number, column in enumerate(COLUMNS, start=1):
        sheet.set_widths({number: WIDE if column.key in LONG_TEXTS else NARROW})
        if column.key == "status":
            cells = f"{letter(number)}2:{letter(number)}{MOST_ROWS + 1}"
            sheet.check([cells], {"validate": "list", "source": list(STATUS_WORDS.values())})
    sheet.write_row(1, [column.header for column in COLUMNS], TOP | BOLD)


def _fill_explanation(sheet: SheetWriter) -> None:
    sheet.set_widths({1: 34, 2: 70, 3: 44})
    heads = (_("Spalte im Blatt „Maßnahmen“"), _("Was hineingehört"), _("Beispiel"))
    sheet.write_row(1, heads, TOP | BOLD)
    explained = explanations()
    for row, column in enumerate(COLUMNS, start=2):
        sheet.write_row(row, (column.header, *explained[column.key]), TOP)
