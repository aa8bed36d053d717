"""What a file is, by what is in it and not by what it is called, and a safe name for it.

Looks at the first and last bytes and at the names in a container, and unpacks no more than one
line: so it may be called in web processes. Lotse keeps such files for people; where it opens one
itself, it does so by `organisations.foreign_files`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from organisations.foreign_files.reading import BROKEN_CONTAINER

MOST_PARTS = 2_000
MOST_UNPACKED = 60 * 1024 * 1024
# How each entry in the directory of a ZIP container begins (APPNOTE.TXT 4.3.12).
ENTRY = b"PK\x01\x02"
MACROS = ("vbaproject.bin", "basic/")
LONGEST_STEM = 130
UNWANTED = re.compile(r"[^\w\-. ()+,&]+")


class UnknownContent(Exception):
    """The content is none of the known kinds, or is damaged."""


class UnsafeContent(Exception):
    """The content is of a known kind and may do harm: macros, or far too much inside."""


@dataclass(frozen=True)
class ContentKind:
    """A kind of file: the type under which it is sent, and the endings it may have."""

    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
KINDS: Mapping[str, ContentKind] = {
    "pdf": ContentKind("application/pdf", (".pdf",)),
    "png": ContentKind("image/png", (".png",)),
    "jpeg": ContentKind("image/jpeg", (".jpg", ".jpeg")),
    "webp": ContentKind("image/webp", (".webp",)),
    "docx": ContentKind(f"{_OFFICE}wordprocessingml.document", (".docx",)),
    "xlsx": ContentKind(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    "pptx": ContentKind(f"{_OFFICE}presentationml.presentation", (".pptx",)),
    "odt": ContentKind(f"{_OPEN}text", (".odt",)),
    "ods": ContentKind(f"{_OPEN}spreadsheet", (".ods",)),
    "odp": ContentKind(f"{_OPEN}presentation", (".odp",)),
    "text": ContentKind("text/plain; charset=utf-8", (".txt", ".csv", ".md")),
}
_OFFICE_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_OPEN_TYPES = {KINDS[kind].media_type.encode(): kind for kind in ("odt", "ods", "odp")}
# How pictures begin and end: PNG (ISO/IEC 15948, 5.2 and 11.2.5), JPEG (ITU-T T.81, B.1.1.3),
# WebP says its length (RFC 9649, 2.4). Some programs append notes of their own.
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
ENDS_WITHIN = 64 * 1024


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


def safe_name(name: str, kind: str) -> str:
    """Return a name that no system misunderstands and that ends as its kind does."""
    last = PurePosixPath(name.replace("\\", "/")).name
    endings = KINDS[kind].endings
    ending = next((one for one in endings if last.lower().endswith(one)), "")
    stem = UNWANTED.sub("_", last[: len(last) - len(ending)]).strip(" .")
    return (stem[:LONGEST_STEM] or "datei") + (ending or endings[0])


def _kind_of_package(content: bytes) -> str:
    # Before the directory is read: each entry costs time and memory.
    if content.count(ENTRY) > MOST_PARTS:
        raise UnsafeContent
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            # What it says of itself: enough to tell people. Whoever unpacks it has to count.
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnsafeContent
            names = {part.filename.lower() for part in parts}
            if any(name.endswith(MACROS[0]) or name.startswith(MACROS[1]) for name in names):
                raise UnsafeContent
            return _kind_of_parts(package, names)
    except BROKEN_CONTAINER as error:
        raise UnknownContent from error


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
    end = content[-ENDS_WITHIN:]
    if content.startswith(_PNG) and _PNG_END in end:
        return "png"
    if content.startswith(_JPEG) and _JPEG_END in end:
        return "jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        said = int.from_bytes(content[4:8], "little")
        return "webp" if said + 8 <= len(content) else ""
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
