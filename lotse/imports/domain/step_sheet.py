"""Steps from the sheet that our Excel file has for them. Knows no database.

A cell of the list has at most 32,767 characters in Excel, the sheet has every step whole. So the
sheet holds where a file has both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lotse.imports.domain.grid import GridCell, GridRow, Sheet
from lotse.imports.domain.guessing import LOOKED_AT, guess_head
from measures.domain.columns import (
    COLUMN_OF,
    READ_ONLY,
    STEP_HEADERS,
    StepText,
    read_steps,
    says_more_steps,
    write_steps,
)

NUMBER = next(column.header for column in READ_ONLY if column.key == "number")
TITLE, STEPS = COLUMN_OF["title"].header, COLUMN_OF["steps"].header


def take_steps(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return sheets of which those with measures have the steps of the sheet of steps.

    Steps belong to a measure by its number. Where that stands twice in a list, as after copying a
    row, the title decides. Measures without a step on the sheet keep what stands in their cell.
    """
    steps = next(filter(None, map(_steps_by_number, sheets)), None)
    return [_with_steps(sheet, steps) for sheet in sheets] if steps else list(sheets)


def _places(row: GridRow, wanted: Sequence[str]) -> Mapping[str, int] | None:
    found = {cell: place for place, cell in reversed(list(enumerate(row))) if isinstance(cell, str)}
    return found if all(head in found for head in wanted) else None


def _at(row: GridRow, place: int) -> GridCell:
    return row[place] if place < len(row) else None


def _steps_by_number(sheet: Sheet) -> dict[GridCell, tuple[GridCell, list[StepText]]]:
    """Return title and steps of each measure by its number; nothing for any other sheet."""
    headers = tuple(STEP_HEADERS.values())
    heads = ((number, _places(row, headers)) for number, row in enumerate(sheet.rows[:LOOKED_AT]))
    head, places = next(((number, found) for number, found in heads if found), (0, None))
    if not places:
        return {}
    at = {key: places[header] for key, header in STEP_HEADERS.items()}
    found: dict[GridCell, tuple[GridCell, list[tuple[float, StepText]]]] = {}
    for row in sheet.rows[head + 1 :]:
        text, place = _at(row, at["text"]), _at(row, at["place"])
        if text is None:
            continue
        step = StepText(" ".join(str(text).split()), _at(row, at["done_at"]) is not None)
        order = place if isinstance(place, int | float) else float("inf")
        title = _at(row, at["measure"])
        found.setdefault(_at(row, at["number"]), (title, []))[1].append((order, step))
    return {
        number: (title, [step for _order, step in sorted(steps, key=lambda one: one[0])])
        for number, (title, steps) in found.items()
    }


def _with_steps(sheet: Sheet, steps: Mapping[GridCell, tuple[GridCell, list[StepText]]]) -> Sheet:
    head = guess_head(sheet)
    places = _places(sheet.row(head), (NUMBER, TITLE, STEPS))
    if not places:
        return sheet
    often = Counter(_at(row, places[NUMBER]) for row in sheet.rows[head:])
    rows, others = list(sheet.rows), 0
    for number, row in enumerate(rows[head:], start=head):
        key = _at(row, places[NUMBER])
        title, right = steps.get(key, (None, []))
        if not right or (often[key] > 1 and title != _at(row, places[TITLE])):
            continue
        cell = str(_at(row, places[STEPS]) or "")
        others += not says_more_steps(cell) and read_steps(cell) != tuple(right)
        cells = [*row, *[None] * (places[STEPS] + 1 - len(row))]
        cells[places[STEPS]] = write_steps(right)
        rows[number] = tuple(cells)
    return replace(sheet, rows=tuple(rows), other_steps=others)
