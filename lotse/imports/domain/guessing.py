"""Guessing which column holds what, by what stands above it. Knows no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from lotse.imports.domain.grid import GridCell, GridSheet, is_empty
from measures.domain.columns import COLUMNS, READ_ONLY

LOOKED_AT = 30

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("Titel", "Maßnahme", "Maßnahmen", "Name", "Name der Maßnahme", "Bezeichnung", "Vorhaben"),
        *("Projekt", "Aufgabe", "Thema", "To-do", "ToDo", "Idee", "Punkt", "Title"),
    ),
    "what": (
        *("Was wird getan", "Beschreibung", "Inhalt", "Details", "Erläuterung", "Was", "Umsetzung"),
        *("Was ist zu tun", "Vorgehen", "Kurzbeschreibung", "Bemerkung", "Bemerkungen", "Notiz"),
        *("Notizen", "Anmerkung", "Anmerkungen", "Kommentar"),
    ),
    "why": (
        *("Was bringt es", "Warum", "Nutzen", "Ziel", "Ziele", "Zweck", "Wozu", "Begründung"),
        *("Erwarteter Nutzen", "Vorteil", "Problem"),
    ),
    "existing": (
        *("Was ist schon da", "Schon da", "Vorhanden", "Bestand", "Ausgangslage", "Ist-Stand"),
        *("Ist-Zustand", "Bestehende Systeme", "System", "Systeme"),
    ),
    "status": (
        *("Stand", "Status", "Stand der Umsetzung", "Zustand", "Umsetzungsstand", "State"),
        "Erledigt",
    ),
    "responsible": (
        *("Verantwortlich", "Verantwortliche", "Verantwortliche Person", "Zuständig", "Wer"),
        *("Zuständigkeit", "Ansprechperson", "Ansprechpartner", "Ansprechpartnerin", "Person"),
        *(
            "Verantwortliche/r",
            "Verantwortliche:r",
            "Zuständige Person",
            "wer macht es",
            "Kümmerer",
        ),
    ),
    "due_date": (
        *("Fällig am", "Fällig", "Fälligkeit", "Termin", "Frist", "Bis wann", "Bis", "Datum"),
        *("Deadline", "Zieltermin", "Enddatum", "Zu erledigen bis", "Erledigt bis", "Due date"),
    ),
    "effort_hours": (
        *("Aufwand in Stunden", "Aufwand", "Stunden", "Arbeitsstunden", "Zeitaufwand", "Std"),
        *("Aufwand Std", "Aufwand h", "h", "Geschätzter Aufwand"),
    ),
    "effort_days": (
        *("Dauer in Tagen", "Dauer", "Tage", "Kalendertage", "Dauer Tage", "Zeitraum in Tagen"),
    ),
    "cost": (
        *("Kosten in Euro", "Kosten", "Euro", "Preis", "Budget", "Geld"),
        *("Geschätzte Kosten", "Kosten EUR", "Betrag"),
    ),
    "feasibility": (
        *("Einfache Umsetzbarkeit", "Umsetzbarkeit", "Machbarkeit", "Einfachheit", "Leichtigkeit"),
    ),
    "benefit": ("Klarer Mehrwert", "Mehrwert", "Wert", "Wirkung"),
    "capability": (
        *("Passung zu unseren Fähigkeiten", "Passung zu den eigenen Fähigkeiten", "Fähigkeiten"),
        *("Passung", "Können", "Organisationale Fähigkeiten", "Kompetenz"),
    ),
    "integration": (
        *("Vermeidung digitaler Inseln", "Digitale Inseln", "Inseln", "Inselvermeidung"),
        *("Integration", "Datenfluss"),
    ),
    "reuse": ("Nutzung bestehender Systeme", "Nutzung", "Wiederverwendung", "Bestehendes nutzen"),
    "steps": ("Teilschritte", "Schritte", "Nächste Schritte", "Teilschritt", "Aufgaben", "Steps"),
}
# What an export of ours has beside the rest; „Nr.“ is no title.
IGNORED = frozenset(
    {
        "nr",
        "nummer",
        "lfd nr",
        "id",
        "pos",
        "erledigt am",
        "erledigt von",
        *(column.header.lower() for column in READ_ONLY),
    }
)
# An opening bracket ends what an earlier one began, so that this takes one look at each letter.
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
NO_WORD = re.compile(r"[^a-z0-9]+")
EXACT, WITHOUT_BRACKETS, BEGINS, CONTAINS = 4, 3, 2, 1
SHORTEST_PART = 4
# Longer texts are no headers; whoever looks for names in them takes its time for nothing.
LONGEST_HEADER = 200


def plain(header: GridCell) -> str:
    """Return a header in small letters and plain words: no accents, no punctuation."""
    text = str(header if header is not None else "")[:LONGEST_HEADER].casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, letters)
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return NO_WORD.sub(" ", bare).strip()


_WORDS: Mapping[str, frozenset[str]] = {
    key: frozenset(map(plain, words)) for key, words in SYNONYMS.items()
}
_LONG_WORDS: Mapping[str, tuple[str, ...]] = {
    key: tuple(word for word in words if len(word) >= SHORTEST_PART)
    for key, words in _WORDS.items()
}
_IGNORED = frozenset(map(plain, IGNORED))


def closeness(header: GridCell, key: str) -> int:
    """Return how well a header names a column, 0 for not at all."""
    return _closeness(*_bare(header), key)


def _bare(header: GridCell) -> tuple[str, str]:
    """Return a header in plain words, and the same without what stands in brackets."""
    text = str(header if header is not None else "")
    if len(text) > LONGEST_HEADER:
        return "", ""
    return plain(text), plain(IN_BRACKETS.sub(" ", text))


def _closeness(said: str, bare: str, key: str) -> int:
    words = _WORDS[key]
    if not said or said in _IGNORED:
        return 0
    if said in words:
        return EXACT
    if bare in words:
        return WITHOUT_BRACKETS
    if any(bare.startswith(f"{word} ") for word in _LONG_WORDS[key]):
        return BEGINS
    if any(f" {word} " in f" {said} " for word in _LONG_WORDS[key]):
        return CONTAINS
    return 0


def guess_columns(
    headers: Sequence[GridCell], known: Mapping[str, str] | None = None
) -> dict[int, str]:
    """Return which column, by its place from 0, holds what; each kind once.

    `known` are headers that people assigned before (plain, see `plain`), with the key of a
    column or nothing for what they left out.
    """
    known = known or {}
    found: dict[int, str] = {}
    for place, header in enumerate(headers):
        key = known.get(plain(header))
        if key and key not in found.values():
            found[place] = key
    order = {column.key: number for number, column in enumerate(COLUMNS)}
    candidates = sorted(
        (-_closeness(said, bare, key), place, order[key], key)
        for place, (said, bare) in enumerate(map(_bare, headers))
        if said not in known
        for key in SYNONYMS
    )
    for weight, place, _order, key in candidates:
        if weight < 0 and place not in found and key not in found.values():
            found[place] = key
    return dict(sorted(found.items()))


def guess_head(sheet: GridSheet) -> int:
    """Return the number of the row that names the columns, from 1.

    It is the one among the first whose cells name the most columns; where none names any, the
    first that has several cells, or the first that has one.
    """
    first = list(enumerate(sheet.rows[:LOOKED_AT], start=1))
    best = max(first, key=lambda item: (how_well_named(item[1]), -item[0]), default=(1, ()))
    if how_well_named(best[1]):
        return best[0]
    filled = [(number, row) for number, row in first if not is_empty(row)]
    several = [number for number, row in filled if sum(cell is not None for cell in row) > 1]
    return several[0] if several else filled[0][0] if filled else 1


def guess_sheet(sheets: Sequence[GridSheet]) -> GridSheet:
    """Return the sheet that most looks like a list of measures, the first of equals.

    A hidden one only where all are.
    """
    shown = [sheet for sheet in sheets if not sheet.is_hidden] or sheets
    return max(shown, key=lambda sheet: max(map(how_well_named, sheet.rows[:LOOKED_AT]), default=0))


def how_well_named(row: Sequence[GridCell]) -> int:
    """Return how well the cells of a row name columns, 0 for not at all."""
    names = [cell for cell in row if isinstance(cell, str)]
    found = guess_columns(names)
    # A sentence that happens to hold such a word is not the head of a table.
    return sum(closeness(names[place], key) for place, key in found.items()) if found else 0
