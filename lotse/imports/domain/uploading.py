"""Uploaded lists: stored, replaced, read, told what their columns mean, and forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from lotse.imports.domain.grid import GridCell, GridSheet, unpack
from lotse.imports.domain.guessing import guess_columns, guess_head, guess_sheet, plain
from lotse.imports.domain.reading import Refusal, read_list
from lotse.imports.domain.wording import refusal_in_words
from lotse.imports.models import TO_UNDO, UploadedList
from lotse.jobs import lifecycle
from lotse.jobs.models import State
from organisations import tenancy
from organisations.domain.saving import refuse_stale
from organisations.foreign_files.apart import read_apart
from organisations.foreign_files.reading import FileRefused
from organisations.models import Organisation, User

FROM_NAME = 150
WORKBOOKS = (".xlsx", ".xls", ".ods")


def store_list(organisation: Organisation, by: User, *, name: str, file: bytes) -> UploadedList:
    """Store a file that is to be read, and return it."""
    name = name[-FROM_NAME:]
    return UploadedList.objects.create(
        organisation=organisation, requested_by=by, name=name, file_name=name, file=file
    )


def replace_file(uploaded: UploadedList, by: User, *, name: str, file: bytes) -> None:
    """Let a corrected file be read, which then takes the place of the earlier one."""
    uploaded.file, uploaded.file_name = file, name[-FROM_NAME:]
    uploaded.requested_by, uploaded.requested_at = by, timezone.now()
    # A worker that still reads the earlier file finds that this is no longer its job.
    uploaded.state, uploaded.tried_before = State.QUEUED, uploaded.attempts
    uploaded.refusal = uploaded.error = ""
    uploaded.next_try_at = uploaded.finished_at = None
    # Nobody has seen anything of a file that could not be read.
    uploaded.version += bool(uploaded.content)
    uploaded.touched_at = timezone.now()
    uploaded.save()


def read(organisation_id: int, uploaded_list_id: int) -> None:
    """Read an uploaded file in a process of its own. Doing it again does nothing once it is read.

    Whatever goes wrong ends in the row, with a reason that people understand.
    """
    lifecycle.run_job(
        UploadedList,
        organisation_id,
        uploaded_list_id,
        _read,
        reason=_(
            "Beim Lesen Ihrer Datei ist ein Fehler aufgetreten. Bitte laden Sie sie noch einmal "
            "hoch."
        ),
    )


def _read(job: UploadedList) -> None:
    try:
        found = read_apart(read_list, bytes(job.file or b""))
        sheets = unpack(found["content"])
        _refuse_misnamed_text(job.file_name, found["kind"], sheets)
    except FileRefused as refused:
        lifecycle.finish(job, _forget_file, refusal=refusal_in_words(refused))
        return

    def store(current: UploadedList) -> None:
        _take(current, found["kind"], found["content"], sheets)
        _forget_file(current)

    lifecycle.finish(job, store)


def _refuse_misnamed_text(name: str, kind: str, sheets: Sequence[GridSheet]) -> None:
    """Raise `FileRefused` for mere text that goes by the name of a workbook."""
    is_named_a_workbook = name.lower().endswith(WORKBOOKS)
    if is_named_a_workbook and kind == "csv" and all(len(row) < 2 for row in sheets[0].rows):
        raise FileRefused(Refusal.MISNAMED_TEXT)


def _forget_file(uploaded: UploadedList) -> None:
    uploaded.file = None


def _take(uploaded: UploadedList, kind: str, content: bytes, sheets: Sequence[GridSheet]) -> None:
    """Take what was read, with a guess at its columns; those called the same as before stay."""
    known = known_headers(uploaded) if uploaded.content else {}
    same = next((one for one in sheets if known and one.name == uploaded.sheet), None)
    sheet = same or guess_sheet(sheets)
    uploaded.name, uploaded.kind, uploaded.content = uploaded.file_name, kind, content
    uploaded.sheet, uploaded.head_row = sheet.name, guess_head(sheet)
    uploaded.mapping = _as_stored(guess_columns(sheet.row(uploaded.head_row), known))
    uploaded.left_out = []


def sheets_of(uploaded: UploadedList) -> list[GridSheet]:
    """Return the sheets of a list."""
    return unpack(bytes(uploaded.content))


def sheet_of(uploaded: UploadedList) -> GridSheet:
    """Return the sheet that was chosen."""
    sheets = sheets_of(uploaded)
    return next((sheet for sheet in sheets if sheet.name == uploaded.sheet), sheets[0])


def mapping_of(uploaded: UploadedList) -> dict[int, str]:
    """Return which column, by its place from 0, holds what."""
    return {int(place): key for place, key in uploaded.mapping.items()}


def known_headers(uploaded: UploadedList) -> dict[str, str]:
    """Return what people assigned, by the plain header; empty for columns they left out."""
    mapping = mapping_of(uploaded)
    headers = sheet_of(uploaded).row(uploaded.head_row)
    return {plain(header): mapping.get(place, "") for place, header in enumerate(headers)}


def look_at(uploaded: UploadedList, sheet: str, head_row: int | None, *, seen_version: int) -> None:
    """Choose another sheet or another row with the headers, and guess the columns anew.

    Without `head_row` that is guessed as well. Raises `StaleRow`.
    """
    refuse_stale(uploaded, seen_version)
    uploaded.sheet = sheet
    chosen = sheet_of(uploaded)
    uploaded.head_row = head_row or guess_head(chosen)
    uploaded.mapping = _as_stored(guess_columns(chosen.row(uploaded.head_row)))
    uploaded.left_out = []
    _save(uploaded)


def assign_columns(
    uploaded: UploadedList,
    mapping: Mapping[int, str],
    *,
    drops_unknown_people: bool,
    seen_version: int,
) -> None:
    """Store which column holds what. Raises `StaleRow`."""
    refuse_stale(uploaded, seen_version)
    uploaded.mapping = _as_stored(mapping)
    uploaded.drops_unknown_people = drops_unknown_people
    _save(uploaded)


def choose_rows(
    uploaded: UploadedList,
    *,
    shown: Sequence[int],
    chosen: Sequence[int],
    twins: str,
    hidden: Collection[int] = (),
    drops_hidden: bool = False,
) -> None:
    """Store which of the rows that a page showed are left out, and what happens with twins.

    `drops_hidden` says whether all `hidden` rows of the file are left out. What other pages show
    is not touched, so nothing gets stale.
    """
    did_drop = drops_hidden_rows(uploaded, hidden)
    left_out = (set(uploaded.left_out) - set(shown)) | (set(shown) - set(chosen))
    if drops_hidden and not did_drop:
        left_out |= set(hidden)
    elif did_drop and not drops_hidden:
        left_out -= set(hidden)
    uploaded.left_out, uploaded.twins = sorted(left_out), twins
    _save(uploaded)


def drops_hidden_rows(uploaded: UploadedList, hidden: Collection[int]) -> bool:
    """Whether all rows that the file hides are left out."""
    return bool(hidden) and set(uploaded.left_out).issuperset(hidden)


def leave_out(uploaded: UploadedList, rows: Sequence[int]) -> None:
    """Leave out these rows as well."""
    uploaded.left_out = sorted({*uploaded.left_out, *rows})
    _save(uploaded)


def forget_old_lists() -> int:
    """Delete the lists of all organisations that nobody touched for a month; return how many."""
    with tenancy.across(Organisation.objects.all()):
        old = UploadedList.objects.untouched_since(timezone.now() - TO_UNDO)
        ids = list(old.values_list("pk", flat=True))
        UploadedList.objects.filter(pk__in=ids).delete()
    return len(ids)


def _as_stored(mapping: Mapping[int, str]) -> dict[str, str]:
    return {str(place): key for place, key in mapping.items()}


def _save(uploaded: UploadedList) -> None:
    uploaded.version += 1
    uploaded.touched_at = timezone.now()
    uploaded.save()


def samples(sheet: GridSheet, head_row: int, place: int, most: int = 3) -> list[GridCell]:
    """Return the first things that stand in a column below its header."""
    found: list[GridCell] = []
    for row in sheet.rows[head_row:]:
        cell = row[place] if place < len(row) else None
        if cell not in (None, *found):
            found.append(cell)
            if len(found) == most:
                break
    return found
