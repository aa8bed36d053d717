"""What a file is, by what is in it and not by what it is called. Knows no database.

Nothing is unpacked here but to be counted, piece by piece and up to a limit.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

MOST_PARTS = 2_000
MOST_UNPACKED = 60 * 1024 * 1024
PIECE = 64 * 1024
MACROS = ("vbaproject.bin", "basic/")


class UnknownContent(Exception):
    """The content is none of the known kinds, or is damaged."""


class UnsafeContent(Exception):
    """The content is of a known kind and may do harm: macros, or far too much inside."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: the type under which it is sent, and the endings it may have."""

    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", (".pdf",)),
    "png": Kind("image/png", (".png",)),
    "jpeg": Kind("image/jpeg", (".jpg", ".jpeg")),
    "webp": Kind("image/webp", (".webp",)),
    "docx": Kind(f"{_OFFICE}wordprocessingml.document", (".docx",)),
    "xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    "pptx": Kind(f"{_OFFICE}presentationml.presentation", (".pptx",)),
    "odt": Kind(f"{_OPEN}text", (".odt",)),
    "ods": Kind(f"{_OPEN}spreadsheet", (".ods",)),
    "odp": Kind(f"{_OPEN}presentation", (".odp",)),
    "text": Kind("text/plain; charset=utf-8", (".txt", ".csv", ".md")),
}
_OFFICE_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_OPEN_TYPES = {KINDS[kind].media_type.encode(): kind for kind in ("odt", "ods", "odp")}
# What reading a damaged package can raise.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError),
)
_IMAGES = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp"}


def kind_of(content: bytes) -> str:
    """Return what a file is, a key of `KINDS`.

    Raises `UnknownContent` and `UnsafeContent`.
    """
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise UnknownContent
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    return _kind_of_image(content) or _kind_of_text(content)


def _kind_of_package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnsafeContent
            names = [part.filename.lower() for part in parts]
            if any(name.endswith(MACROS[0]) or name.startswith(MACROS[1]) for name in names):
                raise UnsafeContent
            _read_all(package, parts)
            return _kind_of_parts(package, set(names))
    except _BROKEN as error:
        raise UnknownContent from error


def _read_all(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack every part piece by piece, so that what it says of its size and sum is true."""
    for part in parts:
        with package.open(part) as opened:
            while opened.read(PIECE):
                pass


def _kind_of_parts(package: zipfile.ZipFile, names: set[str]) -> str:
    if "[content_types].xml" in names:
        for part, kind in _OFFICE_PARTS.items():
            if part in names:
                return kind
    if "mimetype" in names and "content.xml" in names:
        with package.open("mimetype") as opened:
            said = opened.read(200).strip()
        if said in _OPEN_TYPES:
            return _OPEN_TYPES[said]
    raise UnknownContent


def _kind_of_image(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(_IMAGES)) as image:
                image.verify()
                return _IMAGES[image.format or ""]
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnsafeContent from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError):
        return ""


def _kind_of_text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnknownContent from error
    # A page or a program is text as well; neither is what one keeps with a measure.
    if "\0" in text or text.lstrip()[:1] == "<" or text.startswith("#!"):
        raise UnknownContent
    return "text"
