"""Uploaded lists: stored, replaced, told what their columns mean, and forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from lotse.imports import queries
from lotse.imports.domain.grid import GridCell, Sheet, pack, unpack
from lotse.imports.domain.guessing import guess_columns, guess_head, guess_sheet, plain
from lotse.imports.models import UploadedList
from lotse.imports.models.list_import import TO_UNDO
from organisations import tenancy
from organisations.domain.saving import refuse_stale
from organisations.models import Organisation, User

FROM_NAME = 150


def store_list(
    organisation: Organisation, by: User, *, name: str, kind: str, sheets: Sequence[Sheet]
) -> UploadedList:
    """Store the cells of a file, with a guess at what its columns mean, and return it."""
    uploaded = UploadedList(organisation=organisation, uploaded_by=by)
    _take(uploaded, name, kind, sheets, known={})
    uploaded.save()
    return uploaded


def replace_file(
    uploaded: UploadedList, by: User, *, name: str, kind: str, sheets: Sequence[Sheet]
) -> None:
    """Put a corrected file in the place of the earlier one; columns called the same stay."""
    known = known_headers(uploaded)
    _take(uploaded, name, kind, sheets, known)
    uploaded.uploaded_by, uploaded.uploaded_at = by, timezone.now()
    uploaded.left_out = []
    _save(uploaded)


def _take(
    uploaded: UploadedList,
    name: str,
    kind: str,
    sheets: Sequence[Sheet],
    known: Mapping[str, str],
) -> None:
    same = next((one for one in sheets if known and one.name == uploaded.sheet), None)
    sheet = same or guess_sheet(sheets)
    uploaded.name, uploaded.kind = name[-FROM_NAME:], kind
    uploaded.content = pack(sheets)
    uploaded.sheet, uploaded.head_row = sheet.name, guess_head(sheet)
    uploaded.mapping = _as_stored(guess_columns(sheet.row(uploaded.head_row), known))


def sheets_of(uploaded: UploadedList) -> list[Sheet]:
    """Return the sheets of a list."""
    return unpack(bytes(uploaded.content))


def sheet_of(uploaded: UploadedList) -> Sheet:
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
    uploaded: UploadedList, *, shown: Sequence[int], chosen: Sequence[int], twins: str
) -> None:
    """Store which of the rows that a page showed are left out, and what happens with twins.

    What other pages show is not touched, so nothing gets stale.
    """
    left_out = (set(uploaded.left_out) - set(shown)) | (set(shown) - set(chosen))
    uploaded.left_out, uploaded.twins = sorted(left_out), twins
    _save(uploaded)


def leave_out(uploaded: UploadedList, rows: Sequence[int]) -> None:
    """Leave out these rows as well."""
    uploaded.left_out = sorted({*uploaded.left_out, *rows})
    _save(uploaded)


def discard(uploaded: UploadedList) -> None:
    """Forget a list that is not wanted after all."""
    uploaded.delete()


def forget_old_lists() -> int:
    """Delete the lists of all organisations that nobody touched for a month; return how many."""
    with tenancy.across(Organisation.objects.all()):
        old = queries.uploaded_lists().untouched_since(timezone.now() - TO_UNDO)
        ids = list(old.values_list("pk", flat=True))
        UploadedList.objects.filter(pk__in=ids).delete()
    return len(ids)


def _as_stored(mapping: Mapping[int, str]) -> dict[str, str]:
    return {str(place): key for place, key in mapping.items()}


def _save(uploaded: UploadedList) -> None:
    uploaded.version += 1
    uploaded.touched_at = timezone.now()
    uploaded.save()


def samples(sheet: Sheet, head_row: int, place: int, most: int = 3) -> list[GridCell]:
    """Return the first things that stand in a column below its header."""
    found: list[GridCell] = []
    for row in sheet.rows[head_row:]:
        cell = row[place] if place < len(row) else None
        if cell not in (None, *found):
            found.append(cell)
            if len(found) == most:
                break
    return found
