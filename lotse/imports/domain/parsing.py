"""From what stands in a cell to the value of a measure. Knows no database."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from lotse.imports.domain.grid import GridCell
from measures.domain.columns import (
    CRITERIA_HEADERS,
    STATUS_WORDS,
    StepText,
    read_steps,
    says_more_steps,
)

LONGEST_TITLE, LONGEST_TEXT, LONGEST_STEP, MOST_STEPS = 200, 4000, 1200, 100
MOST_HOURS, MOST_DAYS, MOST_EUROS = 2000, 1000, 1_000_000
# What says a Stand, a day, a number or a person is shorter.
LONGEST_WORDS = 300
SHOWN_DIGITS = 15
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
# Excel counts days from here; numbers below are no days that anyone plans.
EXCEL_BEGINS = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_050


class Fault(StrEnum):
    """What is wrong with a cell."""

    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    NO_DAY = "no_day"
    DAY_FAR_AWAY = "day_far_away"
    NO_NUMBER = "no_number"
    NOT_WHOLE = "not_whole"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_STATUS = "unknown_status"
    NO_RATING = "no_rating"
    UNKNOWN_PERSON = "unknown_person"
    SEVERAL_PEOPLE = "several_people"
    TOO_MANY_STEPS = "too_many_steps"
    STEP_TOO_LONG = "step_too_long"
    STEPS_MISSING = "steps_missing"


@dataclass(frozen=True)
class Problem:
    """A fault with what its sentence needs: a limit, and the words of the cell."""

    fault: Fault
    said: str = ""
    least: int = 0
    most: int = 0


class WrongCell(Exception):
    """A cell makes no sense for its column; `problem` says why."""

    def __init__(self, fault: Fault, **about: Any) -> None:
        super().__init__(fault)
        self.problem = Problem(fault, **about)


STATUS_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "idea": (
        *("idea", "offen", "neu", "vorschlag", "wunsch", "open", "ideenspeicher"),
        # A column of ticks says done or not done.
        *("nein", "no", "falsch", "false", "nicht erledigt", "☐"),
    ),
    "planned": ("planned", "in planung", "vorgesehen", "beschlossen", "zu tun", "to do", "todo"),
    "in_progress": (
        *("in_progress", "in progress", "laufend", "läuft", "in arbeit", "begonnen", "aktiv"),
        *("in bearbeitung", "angefangen", "wird umgesetzt", "teilweise"),
    ),
    "done": (
        *("done", "erledigt", "fertig", "abgeschlossen", "ja", "x", "✓", "ok", "beendet"),
        *("yes", "wahr", "true", "☑", "☒", "✔"),
    ),
    "rejected": ("rejected", "abgelehnt", "gestrichen", "entfällt", "nicht umgesetzt"),
}
_STATUS: Mapping[str, str] = {
    word: key for key, words in STATUS_SYNONYMS.items() for word in words
} | {word.casefold(): key for key, word in STATUS_WORDS.items()}
_RATINGS: Mapping[str, int] = {
    "sehr niedrig": 1,
    "sehr gering": 1,
    "sehr schlecht": 1,
    "niedrig": 2,
    "gering": 2,
    "schlecht": 2,
    "mittel": 3,
    "mittelmäßig": 3,
    "hoch": 4,
    "gut": 4,
    "sehr hoch": 5,
    "sehr gut": 5,
}
MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september"),
    *("oktober", "november", "dezember"),
)
NOTHING = frozenset({"", "-", "–", "—", "k. a.", "k.a.", "n/a", "entfällt"})
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?")
GERMAN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})(?:,?\s+\d{1,2}:\d{2}.*)?")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
IN_WORDS = re.compile(r"(\d{1,2})\.?\s*([a-zäöü]{3,9})\.?\s*(\d{4})")
WEEKDAY = re.compile(r"^(mo|di|mi|do|fr|sa|so)[a-z]*\.?,?\s+", re.IGNORECASE)
ABOUT = re.compile(r"^(ca\.?|circa|etwa|rund|ungefähr|~)\s*", re.IGNORECASE)
UNIT = re.compile(
    r"\s*(h|std\.?|stunden?|tage?n?|d|arbeitstage?|werktage?|€|eur|euro)$", re.IGNORECASE
)
GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,9})?")
OF_FIVE = re.compile(r"([1-5])\s*(?:/|von)\s*5")
RATED_WITH_WORDS = re.compile(r"([1-5])\s*[-–:(=].*", re.DOTALL)


def as_words(cell: GridCell) -> str:
    """Return what stands in a cell as people see it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year}"
    if isinstance(cell, float):
        # What spreadsheet programs show at most, without an exponent.
        return f"{Decimal(f'{cell:.{SHOWN_DIGITS}g}'):f}".replace(".", ",")
    return str(cell)


def _brief(cell: GridCell, fault: Fault) -> str:
    """Return the words of a cell that holds no prose. Raises `WrongCell` for endless ones."""
    words = as_words(cell)
    if len(words) > LONGEST_WORDS:
        raise WrongCell(fault, said=words)
    return words


def read_title(cell: GridCell) -> str:
    """Return a title. Raises `WrongCell`."""
    title = " ".join(as_words(cell).split())
    if not title:
        raise WrongCell(Fault.NO_TITLE)
    if len(title) > LONGEST_TITLE:
        raise WrongCell(Fault.TOO_LONG, most=LONGEST_TITLE)
    return title


def read_words(cell: GridCell) -> str:
    """Return a text of several lines. Raises `WrongCell`."""
    text = as_words(cell)
    if len(text) > LONGEST_TEXT:
        raise WrongCell(Fault.TOO_LONG, most=LONGEST_TEXT)
    return text


def read_status(cell: GridCell) -> str:
    """Return the key of a Stand; an empty cell is an idea. Raises `WrongCell`."""
    words = " ".join(_brief(cell, Fault.UNKNOWN_STATUS).casefold().split()).strip(".")
    if words in NOTHING - {"entfällt"}:
        return "idea"
    if words not in _STATUS:
        raise WrongCell(Fault.UNKNOWN_STATUS, said=as_words(cell))
    return _STATUS[words]


def read_day(cell: GridCell) -> date | None:
    """Return a day, None for an empty cell. Raises `WrongCell`.

    Knows 31.12.2026, 31.12.26, 31. Dezember 2026, 2026-12-31, 31/12/2026 and Excel's numbers.
    """
    if isinstance(cell, date):
        return _near(cell)
    words = _brief(cell, Fault.NO_DAY).strip().casefold()
    if words in NOTHING:
        return None
    day = _serial(words) or _written_day(WEEKDAY.sub("", words))
    if day is None:
        raise WrongCell(Fault.NO_DAY, said=as_words(cell))
    return _near(day)


def _near(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise WrongCell(Fault.DAY_FAR_AWAY, least=FIRST_DAY.year, most=LAST_DAY.year)
    return day


def _serial(words: str) -> date | None:
    number = words.partition(",")[0]
    if not (number.isascii() and number.isdecimal()) or len(number) != len(str(FIRST_SERIAL)):
        return None
    serial = int(number)
    return EXCEL_BEGINS + timedelta(serial) if FIRST_SERIAL <= serial <= LAST_SERIAL else None


def _written_day(words: str) -> date | None:
    if found := ISO.fullmatch(words):
        year, month, day = map(int, found.groups())
    elif found := GERMAN.fullmatch(words) or SLASHED.fullmatch(words):
        day, month, year = map(int, found.groups())
    elif found := IN_WORDS.fullmatch(words):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it, 0 for none."""
    word = word.replace("maerz", "märz").replace("mrz", "mär")
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), 0)


def _read_number(cell: GridCell, least: int, most: int) -> int | None:
    words = _brief(cell, Fault.NO_NUMBER).strip()
    if words.casefold() in NOTHING:
        return None
    bare = UNIT.sub("", ABOUT.sub("", words))
    if GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    if not bare.isascii() or not NUMBER.fullmatch(bare):
        raise WrongCell(Fault.NO_NUMBER, said=words)
    number = float(bare.replace(",", "."))
    if not number.is_integer():
        raise WrongCell(Fault.NOT_WHOLE, said=words)
    if not least <= number <= most:
        raise WrongCell(Fault.OUT_OF_RANGE, least=least, most=most)
    return int(number)


def read_hours(cell: GridCell) -> int | None:
    """Return hours, None for an empty cell. Raises `WrongCell`."""
    return _read_number(cell, 1, MOST_HOURS)


def read_days(cell: GridCell) -> int | None:
    """Return a number of days, None for an empty cell. Raises `WrongCell`."""
    return _read_number(cell, 1, MOST_DAYS)


def read_cost(cell: GridCell) -> int | None:
    """Return whole euros, None for an empty cell. Raises `WrongCell`."""
    return _read_number(cell, 0, MOST_EUROS)


def read_rating(cell: GridCell) -> int | None:
    """Return a rating from 1 to 5, None for an empty cell. Raises `WrongCell`."""
    words = " ".join(_brief(cell, Fault.NO_RATING).casefold().split())
    if words in NOTHING:
        return None
    if words in _RATINGS:
        return _RATINGS[words]
    found = OF_FIVE.fullmatch(words) or RATED_WITH_WORDS.fullmatch(words)
    try:
        return int(found[1]) if found else _read_number(words, 1, 5)
    except WrongCell as wrong:
        raise WrongCell(Fault.NO_RATING, said=as_words(cell)) from wrong


def read_step_lines(cell: GridCell) -> tuple[StepText, ...]:
    """Return steps, one a line. Raises `WrongCell`."""
    text = as_words(cell)
    if says_more_steps(text):
        raise WrongCell(Fault.STEPS_MISSING)
    steps = read_steps(text)
    if len(steps) > MOST_STEPS:
        raise WrongCell(Fault.TOO_MANY_STEPS, most=MOST_STEPS)
    if any(len(step.text) > LONGEST_STEP for step in steps):
        raise WrongCell(Fault.STEP_TOO_LONG, most=LONGEST_STEP)
    return steps


READERS: Mapping[str, Callable[[GridCell], Any]] = {
    "title": read_title,
    "what": read_words,
    "why": read_words,
    "existing": read_words,
    "status": read_status,
    "due_date": read_day,
    "effort_hours": read_hours,
    "effort_days": read_days,
    "cost": read_cost,
    "steps": read_step_lines,
    **dict.fromkeys(CRITERIA_HEADERS, read_rating),
}


SALUTATION = re.compile(r"^(frau|herrn?|fr\.|hr\.|dr\.|prof\.)\s+")
ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
NOBODY = NOTHING | {"offen", "niemand", "noch niemand", "?", "n. n.", "nn", "n.n."}


class People:
    """The people of a team by everything a list may call them.

    `people` are (id of the membership, name, e-mail address).
    """

    def __init__(self, people: Iterable[tuple[int, str, str]]) -> None:
        self.name_of: dict[int, str] = {}
        self._certain: dict[str, set[int]] = defaultdict(set)
        self._likely: dict[str, set[int]] = defaultdict(set)
        for membership_id, name, email in people:
            words = _bare(name).split()
            self.name_of[membership_id] = name
            self._certain[_bare(email)].add(membership_id)
            self._certain[" ".join(words)].add(membership_id)
            if len(words) > 1:
                self._likely[words[-1]].add(membership_id)
                self._likely[words[0]].add(membership_id)
                # As address books have it: surname, first name.
                self._likely[f"{words[-1]}, {' '.join(words[:-1])}"].add(membership_id)

    def find(self, cell: GridCell) -> int | None:
        """Return the id of a membership, None where the cell names nobody. Raises `WrongCell`."""
        said = as_words(cell)
        if len(said) > LONGEST_WORDS:
            raise WrongCell(Fault.UNKNOWN_PERSON, said=said)
        words = _bare(said)
        if words in NOBODY:
            return None
        address = ADDRESS.search(words)
        if address:
            words = address[1]
        found: set[int] = (
            self._certain.get(words)
            or self._likely.get(words)
            or self._likely.get(SALUTATION.sub("", words))
            or self._certain.get(SALUTATION.sub("", words))
            or set()
        )
        if not found:
            raise WrongCell(Fault.UNKNOWN_PERSON, said=said)
        if len(found) > 1:
            raise WrongCell(Fault.SEVERAL_PEOPLE, said=said)
        return next(iter(found))


def _bare(words: str) -> str:
    return " ".join(words.casefold().split())
