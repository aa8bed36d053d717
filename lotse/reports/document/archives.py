"""Files that are ZIP archives inside: the same bytes for the same parts, whenever written."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

EARLIEST = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def settled(content: bytes, made_at: datetime) -> bytes:
    """Return an Office file whose bytes depend on its parts and on `made_at` alone.

    Libraries write the time of writing into the archive and as its last change.
    """
    day = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            data = source.read(part)
            if part.filename == CORE:
                data = _MODIFIED.sub(rb"\g<1>" + day + rb"\g<2>", data)
            fresh = zipfile.ZipInfo(part.filename, EARLIEST)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            fresh.external_attr = 0o600 << 16
            target.writestr(fresh, data)
    return written.getvalue()
