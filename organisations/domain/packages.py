"""Files that are ZIP archives inside: archives of data, files for Word and for Excel."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

PROGRAM = "Lotse"
# The first time that ZIP knows. A real one would differ from one writing to the next.
EARLIEST = (1980, 1, 1, 0, 0, 0)
# Characters that XML 1.0 cannot hold.
UNKNOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

CORE, EXTENDED = "docProps/core.xml", "docProps/app.xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE_SPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
EXTENDED_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


@dataclass(frozen=True)
class About:
    """What a file for Word or Excel says of itself.

    `made_at` knows its zone; without it the file tells no time, so that equal data give equal
    bytes whenever it is written. `language` is a BCP 47 tag.
    """

    title: str
    organisation: str = ""
    made_at: datetime | None = None
    description: str = ""
    language: str = "de"


def plain(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return UNKNOWN.sub("", text)


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return named parts in their order as a ZIP file: the same parts, the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a ZIP file that Lotse itself has written, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def normalise_zip(parts: Mapping[str, bytes], about: About) -> bytes:
    """Return parts as a file for Word or Excel with the properties of `about`, not a library's.

    Properties are those of ISO/IEC 29500: core ones (part 2) and extended ones (part 1, 22.2).
    Times are in UTC.
    """
    return zipped({**parts, CORE: _core(about), EXTENDED: _extended(about)}.items())


def _core(about: About) -> bytes:
    told = {
        "dc:title": about.title,
        "dc:subject": about.description,
        "dc:creator": about.organisation,
        "cp:lastModifiedBy": about.organisation,
        "dc:language": about.language,
    }
    inner = "".join(_element(name, text) for name, text in told.items() if text)
    if about.made_at:
        time = f"{about.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        inner += "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{time}</dcterms:{name}>'
            for name in ("created", "modified")
        )
    return f"{DECLARATION}<cp:coreProperties {CORE_SPACES}>{inner}</cp:coreProperties>".encode()


def _extended(about: About) -> bytes:
    inner = _element("Application", PROGRAM)
    if about.organisation:
        inner += _element("Company", about.organisation)
    return f'{DECLARATION}<Properties xmlns="{EXTENDED_SPACE}">{inner}</Properties>'.encode()


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(plain(text)[:255])}</{name}>"
