"""The columns of a list of measures in Excel and CSV, the same for export and import.

Knows no database. What stands in a cell of a column is said here once; reading it back is the
business of `lotse.imports`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None

# The words of a Stand by its key (those of `measures.models.Status`).
STATUS_WORDS: Mapping[str, str] = {
    "idea": "Idee",
    "planned": "geplant",
    "in_progress": "in Umsetzung",
    "done": "umgesetzt",
    "rejected": "verworfen",
}
DONE_MARK, OPEN_MARK = "[x] ", "[ ] "
# Begins the last line of a cell that does not hold all steps.
MORE_MARK = "[…] "
FORMULA_START = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class StepText:
    """A Teilschritt as far as a cell holds it."""

    text: str
    is_done: bool = False


def write_steps(steps: Iterable[StepText]) -> str:
    """Return steps as lines, those that are done with a mark in front."""
    return "\n".join(_line(step) for step in steps)


def read_steps(text: str) -> tuple[StepText, ...]:
    """Return the steps in the lines of a cell; empty lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(step for step in map(_step, lines) if step.text)


def fit_steps(text: str, most: int, says: Callable[[int, int], str]) -> str:
    """Return the lines of `write_steps` that fit into a cell of `most` characters.

    Where some do not, `says(missing, all)` stands below them. Characters are counted as
    spreadsheet programs do: in code units of UTF-16.
    """
    if _units(text) <= most:
        return text
    lines = text.split("\n")
    kept, left = 0, most - _units(MORE_MARK + says(len(lines), len(lines)))
    while (left := left - _units(lines[kept]) - 1) >= 0:
        kept += 1
    return "\n".join([*lines[:kept], MORE_MARK + says(len(lines) - kept, len(lines))])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def says_more_steps(text: str) -> bool:
    """Whether the last line of a cell with steps says that some are missing."""
    return text.rpartition("\n")[2].startswith(MORE_MARK.strip())


def _line(step: StepText) -> str:
    text = " ".join(step.text.split())
    if step.is_done:
        return DONE_MARK + text
    marks = (DONE_MARK.strip(), OPEN_MARK.strip(), MORE_MARK.strip())
    marked = text.lower().startswith(marks)
    return OPEN_MARK + text if marked else text


def _step(line: str) -> StepText:
    is_done = line.lower().startswith(DONE_MARK.strip())
    is_marked = is_done or line.startswith(OPEN_MARK.strip())
    return StepText(line[len(DONE_MARK.strip()) :].strip() if is_marked else line, is_done)


def guard(text: str) -> str:
    """Return a text for CSV that no spreadsheet program takes for a formula."""
    return f"'{text}" if FORMULA_START.match(text) else text


def keep_apostrophe(text: str) -> str:
    """Return a text for a cell that holds mere text: as it is, unless `unguard` would change it.

    An apostrophe of one's own that stands before such a sign gets another one, as in CSV. So it
    comes back whichever way it took: programs keep the guard of CSV when they save it as Excel.
    """
    return f"'{text}" if GUARDED.match(text) else text


def unguard(text: str) -> str:
    """Return a text as it was before `guard` or `keep_apostrophe`."""
    return text[1:] if GUARDED.match(text) else text


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _as_it_is(value: object) -> Cell:
    return value if isinstance(value, int | date) else None


@dataclass(frozen=True)
class ListColumn:
    """A column: `key` names it in code, `header` for people.

    `write` turns a value into what stands in the cell: text, a whole number, a day or None. The
    values are those of a `Measure` (the key of the Stand, the name of a person or, where two
    have the same one, the e-mail address), the value of a rating, and `StepText`s.
    """

    key: str
    header: str
    write: Callable[..., Cell] = _as_text


CRITERIA_HEADERS: Mapping[str, str] = {
    "feasibility": "Einfache Umsetzbarkeit",
    "benefit": "Klarer Mehrwert",
    "capability": "Passung zu unseren Fähigkeiten",
    "integration": "Vermeidung digitaler Inseln",
    "reuse": "Nutzung bestehender Systeme",
}
COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("title", "Titel"),
    ListColumn("what", "Was wird getan?"),
    ListColumn("why", "Was bringt es?"),
    ListColumn("existing", "Was ist schon da?"),
    ListColumn("status", "Stand", lambda key: STATUS_WORDS[str(key)]),
    ListColumn("responsible", "Verantwortlich"),
    ListColumn("due_date", "Fällig am", _as_it_is),
    ListColumn("effort_hours", "Aufwand in Stunden", _as_it_is),
    ListColumn("effort_days", "Dauer in Tagen", _as_it_is),
    ListColumn("cost", "Kosten in Euro", _as_it_is),
    *(ListColumn(key, header, _as_it_is) for key, header in CRITERIA_HEADERS.items()),
    ListColumn("steps", "Teilschritte", write_steps),
)
COLUMN_OF: Mapping[str, ListColumn] = {column.key: column for column in COLUMNS}
# Exports have these too; they follow from the rest, so an import leaves them alone.
READ_ONLY: tuple[ListColumn, ...] = (
    ListColumn("number", "Nr.", _as_it_is),
    ListColumn("rank", "Platz", _as_it_is),
    ListColumn("score", "Punkte", _as_it_is),
    ListColumn("suggested", "Vorgeschlagene Bewertungen"),
)
# The sheet of an Excel file in which every step has a row of its own; an import reads it back.
STEP_HEADERS: Mapping[str, str] = {
    "number": "Nr.",
    "measure": "Maßnahme",
    "place": "Schritt",
    "text": "Teilschritt",
    "responsible": "Verantwortlich",
    "due_date": "Fällig am",
    "done_at": "Erledigt am",
    "note": "Notiz",
}
