"""A list of 5,000 measures from the upload to the last row, and the way back."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection
from openpyxl import Workbook

from bench.databases import use
from bench.figures import Figure
from bench.stage import Stage
from lotse.imports.domain import importing, uploading
from lotse.imports.domain.importing import undo_import
from lotse.imports.domain.previewing import Preview
from lotse.imports.models import ListImport, UploadedList
from measures.domain.columns import COLUMNS
from organisations import tenancy

ROWS, ROUNDS, SHORT = 5_000, 3, 20
NAMES = ("einlesen", "zurücknehmen")
T = TypeVar("T")


def measure(stage: Stage) -> list[Figure]:
    """Return the seconds that reading, looking, importing and undoing take.

    Importing and undoing also on a connection that planned its checks while tables were tiny.
    """
    use(stage.few.database)
    content = _workbook(ROWS)
    rounds = [_once(stage, content) for _round in range(ROUNDS)]
    usual = [min(took) for took in zip(*rounds, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute("discard plans; set enable_indexscan = off; set enable_bitmapscan = off")
        short = _take_in(stage, _workbook(SHORT), SHORT)[0]
        cursor.execute("reset enable_indexscan; reset enable_bitmapscan")
    afterwards = _once(stage, content)
    _undo(stage, short)
    return [
        *(
            Figure(f"{name}, {ROWS} Zeilen".replace("5000", "5.000"), took, "s")
            for name, took in zip(("Excel-Datei lesen", "Vorschau", *NAMES), usual, strict=True)
        ),
        *(
            Figure(f"{name} nach einer kurzen Liste", late / took, "-fach", limit=3)
            for name, late, took in zip(NAMES, afterwards[2:], usual[2:], strict=True)
        ),
    ]


def _once(stage: Stage, content: bytes) -> tuple[float, float, float, float]:
    ordered, *took = _take_in(stage, content, ROWS)
    return *took, _timed(lambda: _undo(stage, ordered))[0]


def _take_in(stage: Stage, content: bytes, rows: int) -> tuple[ListImport, float, float, float]:
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
    assert ordered.added == rows, ordered.error
    return ordered, read, looked, imported


def _undo(stage: Stage, ordered: ListImport) -> None:
    with tenancy.activate(stage.few.organisation):
        undo_import(ordered, stage.few.user, with_changed=False, seen="")
        UploadedList.objects.filter(imports=ordered).delete()


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    begin = time.perf_counter()
    result = do()
    return time.perf_counter() - begin, result


def _workbook(rows: int) -> bytes:
    """Write a list in which every column is filled and every measure has two steps."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append([column.header for column in COLUMNS])
    for number in range(rows):
        words = "Ein Satz, der sagt, worum es geht."
        sheet.append(
            [
                *(f"Vorhaben {number} von {rows}", words, words, words, "geplant", None),
                *("31.12.2026", 12, 30, 300, 4, 3, 5, 2, 1, "[x] Fragen\nEinrichten"),
            ]
        )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
