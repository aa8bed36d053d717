"""An archive as it comes from outside: opened with care, checked row by row."""

from __future__ import annotations

import hashlib
import io
import lzma
import re
import zipfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic import ValidationError as SchemaError
from pydantic_core import from_json

from checks.domain import catalogue_rules
from checks.domain.catalogue import CatalogueDocument
from lotse.portability.domain import layout
from lotse.portability.domain.restoring import Archive
from organisations.foreign_files.apart import read_apart
from organisations.foreign_files.reading import (
    BROKEN,
    MEGABYTE,
    TOO_LARGE,
    TOO_SLOW,
    FileRefused,
    look_over,
)
from organisations.foreign_files.wording import refusal_in_words
from organisations.models import FieldOfWork, LegalForm
from organisations.tenancy.fields import TenantModel

MOST_FILES = 20_000
MOST_BYTES = 500 * 1024 * 1024
MOST_ROWS = 500_000
# PostgreSQL stores no text with it. `from_json` refuses the other impossible one, half a character.
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
# What a damaged or made-up file is to `zipfile` and the libraries below it.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)
NO_ARCHIVE = "Die Datei ist kein lesbares ZIP-Archiv."
REFUSALS = {
    BROKEN: NO_ARCHIVE,
    TOO_LARGE: f"Das Archiv hat mehr als {MOST_FILES} Dateien, oder es ist ausgepackt größer als "
    f"{MOST_BYTES // MEGABYTE} MB oder als das Hundertfache seiner selbst.",
    TOO_SLOW: "Das Prüfen des Archivs dauert zu lange.",
}


class BrokenArchive(Exception):
    """The archive cannot be used; the text says why, in German."""


class Strict(BaseModel):
    """What a file of the archive may hold, and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ArchiveHead(Strict):
    """The organisation itself."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    slug: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    legal_form: str
    field_of_work: str
    staff_count: Annotated[int, Field(ge=1, le=5000)]
    created_at: Annotated[datetime, Field(strict=False)]


class Manifest(Strict):
    """The table of contents."""

    format: int
    organisation: ArchiveHead
    files: dict[str, str]


class ArchivePerson(Strict):
    """Someone that rows refer to."""

    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
    name: Annotated[str, Field(max_length=120)]


def open_archive(path: Path) -> Archive:
    """Return what an archive in a file holds.

    It is unpacked for trial in a process of its own first. Raises `OSError` where there is no
    such file, and `BrokenArchive` for everything that is amiss in it.
    """
    with path.open("rb") as file:
        try:
            read_apart(look_over, file, unpacked=MOST_BYTES, members=MOST_FILES)
        except FileRefused as refused:
            raise BrokenArchive(refusal_in_words(refused, REFUSALS)) from refused
        file.seek(0)
        return read_archive(file.read())


def read_archive(content: bytes) -> Archive:
    """Return what an archive holds. Raises `BrokenArchive` for everything that is amiss."""
    files = _unzipped(content)
    manifest = _manifest(files)
    archive = Archive(
        organisation=manifest.organisation.model_dump(),
        people=[
            (person.email, person.name)
            for person in _parsed(files, layout.PEOPLE, TypeAdapter(list[ArchivePerson]))
        ],
        catalogues={
            name: _catalogue(files, name) for name in files if name.startswith(layout.CATALOGUES)
        },
    )
    counts = {}
    raw: dict[type[TenantModel], list[Any]] = {}
    for model in layout.travelling_models():
        # A kind of rows that this version has and the archive does not is empty.
        name = layout.file_name(model)
        raw[model] = (
            _parsed(files, name, TypeAdapter(list[dict[str, Any]])) if name in files else []
        )
        counts[model] = len(raw[model])
    if sum(counts.values()) > MOST_ROWS:
        raise BrokenArchive(f"Das Archiv hat mehr als {MOST_ROWS} Einträge.")
    reader = _RowReader(archive, counts, files)
    for model, rows in raw.items():
        archive.rows[model] = [
            reader.row(model, row, number) for number, row in enumerate(rows, start=1)
        ]
    return archive


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_FILES:
                raise BrokenArchive(f"Das Archiv hat mehr als {MOST_FILES} Dateien.")
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise BrokenArchive("Das Archiv ist ausgepackt größer als 500 MB.")
            return {entry.filename: archive.read(entry) for entry in entries}
    except UNREADABLE as error:
        raise BrokenArchive(NO_ARCHIVE) from error


def _manifest(files: dict[str, bytes]) -> Manifest:
    if layout.MANIFEST not in files:
        raise BrokenArchive(f"Im Archiv fehlt {layout.MANIFEST}. Es stammt nicht aus Lotse.")
    manifest: Manifest = _parsed(files, layout.MANIFEST, TypeAdapter(Manifest))
    if manifest.format != layout.FORMAT:
        raise BrokenArchive(
            f"Das Archiv hat das Format {manifest.format}, diese Fassung von Lotse liest Format "
            f"{layout.FORMAT}."
        )
    head = manifest.organisation
    if head.legal_form not in LegalForm.values or head.field_of_work not in FieldOfWork.values:
        raise BrokenArchive("Rechtsform oder Arbeitsfeld der Organisation ist unbekannt.")
    for name, checksum in manifest.files.items():
        if name not in files:
            raise BrokenArchive(f"Im Archiv fehlt {name}.")
        if hashlib.sha256(files[name]).hexdigest() != checksum:
            raise BrokenArchive(f"{name} wurde nach dem Export verändert.")
    if set(files) - set(manifest.files) != {layout.MANIFEST}:
        raise BrokenArchive("Im Archiv liegen Dateien, die nicht dazugehören.")
    return manifest


def _parsed(files: dict[str, bytes], name: str, schema: TypeAdapter[Any]) -> Any:
    if name not in files:
        raise BrokenArchive(f"Im Archiv fehlt {name}.")
    if NUL.search(files[name]):
        raise BrokenArchive(f"{name} enthält ein Zeichen, das in Texten nicht vorkommt (NUL).")
    try:
        return schema.validate_python(from_json(files[name], allow_inf_nan=False))
    except SchemaError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BrokenArchive(f"{name} ist nicht richtig aufgebaut (bei „{place}“).") from error
    except ValueError as error:
        raise BrokenArchive(f"{name} ist keine gültige JSON-Datei.") from error


def _catalogue(files: dict[str, bytes], name: str) -> CatalogueDocument:
    document: CatalogueDocument = _parsed(files, name, TypeAdapter(CatalogueDocument))
    if catalogue_rules.find_problems(document):
        raise BrokenArchive(f"Der Fragenkatalog {name} widerspricht sich.")
    return document


class _RowReader:
    def __init__(
        self, archive: Archive, counts: dict[type[TenantModel], int], files: dict[str, bytes]
    ) -> None:
        self.archive = archive
        self.counts = counts
        self.files = files

    def row(self, model: type[TenantModel], row: dict[str, Any], number: int) -> dict[str, Any]:
        """Return the checked row. Raises `BrokenArchive` naming file, row and field."""
        fields = {one.name: one for one in layout.fields_of(model)}
        earlier = layout.EARLIER_NAMES.get(model._meta.label_lower, {})
        row = {earlier.get(name, name): value for name, value in row.items()}
        where = f"{layout.file_name(model)}, Eintrag {number}"
        strange = set(row) - set(fields)
        if strange:
            raise BrokenArchive(f"{where}: „{sorted(strange)[0]}“ ist unbekannt.")
        cleaned = {}
        for name, one in fields.items():
            if name not in row and not _has_default(one) and not one.null:
                raise BrokenArchive(f"{where}: „{name}“ fehlt.")
            try:
                cleaned[name] = self._value(one, row[name] if name in row else _default(one))
            except (ValidationError, ValueError, TypeError, OverflowError) as error:
                raise BrokenArchive(f"{where}: „{name}“ hat keinen gültigen Wert.") from error
        return cleaned

    def _value(self, one: layout.AnyField, value: Any) -> Any:
        if value is None:
            if not one.null:
                raise ValueError
            return None
        target = layout.target_of(one)
        if target:
            return self._number(value, self.counts[target])
        match layout.kind_of(one):
            case "person":
                return self._number(value, len(self.archive.people))
            case "catalogue":
                if value not in self.archive.catalogues:
                    raise ValueError
                return value
            case "file":
                return self.files[value] if value in self.files else _refuse()
        return _clean(one, value)

    def _number(self, value: Any, highest: int) -> int:
        if type(value) is not int or not 1 <= value <= highest:
            raise ValueError
        return value


def _has_default(one: layout.AnyField) -> bool:
    return one.has_default() or _sets_itself(one)


def _default(one: layout.AnyField) -> Any:
    return timezone.now() if _sets_itself(one) else one.get_default()


def _sets_itself(one: layout.AnyField) -> bool:
    """Whether a save sets the time: archives of versions without the field do not tell it."""
    return getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False)


def _refuse() -> bytes:
    raise ValueError


def _clean(one: layout.AnyField, value: Any) -> Any:
    value = one.to_python(value)
    if isinstance(one, models.DateTimeField) and value.tzinfo is None:
        raise ValueError
    offered = {key for key, _label in one.flatchoices}
    if offered and value not in one.empty_values and value not in offered:
        raise ValueError
    one.run_validators(value)
    return value
