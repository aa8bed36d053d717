"""What is wrong with files and cells, in German."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lotse.imports.domain.grid import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS
from lotse.imports.domain.parsing import Fault, Problem
from lotse.imports.domain.reading import Refusal
from organisations.foreign_files import wording as guard
from organisations.foreign_files.reading import FileRefused


def refusal_in_words(refused: FileRefused) -> str:
    """Say why a file is not read and what helps."""
    readable = _("Lotse liest Excel (.xlsx, .xls), LibreOffice (.ods) und CSV.")
    return guard.refusal_in_words(
        refused,
        {
            Refusal.UNKNOWN: _("Diese Datei ist beschädigt oder keine Tabelle.") + f" {readable}",
            Refusal.UNSAFE: _(
                "Diese Datei enthält Makros oder ist ausgepackt viel zu groß. Speichern Sie sie "
                "als einfache Excel-Arbeitsmappe (.xlsx) und laden Sie diese hoch."
            ),
            Refusal.LOCKED: _(
                "Diese Datei ist mit einem Passwort geschützt. Speichern Sie sie ohne Passwort, "
                "und laden Sie sie noch einmal hoch."
            ),
            Refusal.NOT_A_TABLE: _("Das ist keine Tabelle, sondern eine andere Art von Datei.")
            + f" {readable}",
            Refusal.MISNAMED_TEXT: _(
                "Diese Datei heißt wie eine Tabelle, enthält aber nur Text ohne Spalten. Öffnen "
                "Sie sie in Excel oder LibreOffice und speichern Sie sie dort als Tabelle (.xlsx)."
            ),
            Refusal.EMPTY: _("In dieser Datei steht nichts."),
            Refusal.TOO_MANY_ROWS: _(
                "Diese Tabelle hat zu viele Zeilen: Höchstens %s sind möglich. Teilen Sie sie "
                "bitte auf."
            )
            % thousands(MOST_ROWS),
            Refusal.TOO_MANY_COLUMNS: _(
                "Diese Tabelle hat zu viele Spalten: Höchstens %d sind möglich."
            )
            % MOST_COLUMNS,
            Refusal.TOO_MANY_SHEETS: _(
                "Diese Datei hat zu viele Tabellenblätter: Höchstens %d sind möglich."
            )
            % MOST_SHEETS,
            Refusal.CELL_TOO_LONG: _(
                "In Zeile %(row)d ist eine Zelle zu lang: Höchstens %(most)s Zeichen sind möglich."
            )
            % {"row": refused.details.get("row", 0), "most": thousands(MOST_CHARACTERS)},
        },
    )


def problem_in_words(problem: Problem) -> str:
    """Say what is wrong with a cell and what it should look like."""
    words = {
        Fault.NO_TITLE: _("Der Titel fehlt."),
        Fault.TOO_LONG: _("Zu lang: höchstens %(most)s Zeichen."),
        Fault.NO_DAY: _("„%(said)s“ ist kein Datum. Schreiben Sie zum Beispiel 31.12.2026."),
        Fault.DAY_FAR_AWAY: _("Bitte ein Datum zwischen den Jahren %(first)d und %(last)d."),
        Fault.NO_NUMBER: _("„%(said)s“ ist keine Zahl."),
        Fault.NOT_WHOLE: _("„%(said)s“ ist keine ganze Zahl."),
        Fault.OUT_OF_RANGE: _("Bitte eine Zahl von %(least)s bis %(most)s."),
        Fault.UNKNOWN_STATUS: _(
            "„%(said)s“ kennt Lotse nicht. Möglich sind: Idee, geplant, in Umsetzung, umgesetzt, "
            "verworfen."
        ),
        Fault.NO_RATING: _("„%(said)s“ ist keine Bewertung von 1 bis 5."),
        Fault.UNKNOWN_PERSON: _("„%(said)s“ gehört nicht zu Ihrem Team."),
        Fault.SEVERAL_PEOPLE: _(
            "„%(said)s“ heißen mehrere in Ihrem Team. Schreiben Sie die E-Mail-Adresse."
        ),
        Fault.TOO_MANY_STEPS: _("Zu viele Teilschritte: höchstens %(most)s."),
        Fault.STEPS_MISSING: _(
            "In dieser Zelle fehlen Teilschritte. Laden Sie die ganze Excel-Datei hoch, mit dem "
            "Blatt „Teilschritte“."
        ),
        Fault.STEP_TOO_LONG: _("Ein Teilschritt ist zu lang: höchstens %(most)s Zeichen."),
    }
    return words[problem.fault] % {
        "said": shortened(problem.said),
        "least": thousands(problem.least),
        "most": thousands(problem.most),
        "first": problem.least,
        "last": problem.most,
    }


def shortened(text: str, longest: int = 60) -> str:
    """Return a text that fits into a cell of a page."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def thousands(number: int) -> str:
    """Return a whole number as people write it: 5.000."""
    return f"{number:,}".replace(",", ".")
