"""A list of 5,000 measures from the upload to the last row, and the way back."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import TypeVar

from openpyxl import Workbook

from bench.databases import use
from bench.figures import Figure
from bench.stage import Stage
from lotse.imports.domain import importing, uploading
from lotse.imports.domain.importing import undo_import
from lotse.imports.domain.previewing import Preview
from measures.domain.columns import COLUMNS
from organisations import tenancy

ROWS, ROUNDS = 5_000, 3
T = TypeVar("T")


def measure(stage: Stage) -> list[Figure]:
    """Return the seconds that reading, looking, importing and undoing take."""
    use(stage.few.database)
    content = _workbook()
    rounds = [_once(stage, content) for _round in range(ROUNDS)]
    return [
        Figure(f"{name}, {ROWS} Zeilen".replace("5000", "5.000"), min(took), "s")
        for name, took in zip(
            ("Excel-Datei lesen", "Vorschau aller Zeilen", "einlesen", "zurücknehmen"),
            zip(*rounds, strict=True),
            strict=True,
        )
    ]


def _once(stage: Stage, content: bytes) -> tuple[float, float, float, float]:
    organisation, person = stage.few.organisation, stage.few.user
    with tenancy.activate(organisation):
        uploaded = uploading.store_list(organisation, person, name="liste.xlsx", file=content)
    read, _none = _timed(lambda: uploading.read(organisation.pk, uploaded.pk))
    with tenancy.activate(organisation):
        uploaded.refresh_from_db()
        looked, _rows = _timed(lambda: Preview(uploaded, organisation).rows)
        ordered = importing.order_import(uploaded, person)
    imported, _none = _timed(lambda: importing.import_list(organisation.pk, ordered.pk))
    with tenancy.activate(organisation):
        ordered.refresh_from_db()
        assert ordered.added == ROWS, ordered.error
        undone, _import = _timed(lambda: undo_import(ordered, person, with_changed=False, seen=""))
        uploaded.delete()
    return read, looked, imported, undone


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    begin = time.perf_counter()
    result = do()
    return time.perf_counter() - begin, result


def _workbook() -> bytes:
    """Write a list in which every column is filled and every measure has two steps."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append([column.header for column in COLUMNS])
    for number in range(ROWS):
        words = "Ein Satz, der sagt, worum es geht."
        sheet.append(
            [
                *(f"Vorhaben {number} der Liste", words, words, words, "geplant", None),
                *("31.12.2026", 12, 30, 300, 4, 3, 5, 2, 1, "[x] Fragen\nEinrichten"),
            ]
        )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
