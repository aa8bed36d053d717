"""Whether files for Word and Excel keep to the schemas of Open XML (ISO/IEC 29500).

openxml-audit brings the schemas as Microsoft publishes them for its Open XML SDK, with rules for
what stands together.
"""

import tempfile
from functools import cache
from pathlib import Path

from openxml_audit import OpenXmlValidator


@cache
def _validator():
    return OpenXmlValidator()


def schema_faults(content, ending):
    """Return what is wrong with a `docx` or an `xlsx` file, with the part where it is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"datei.{ending}"
        path.write_bytes(content)
        found = _validator().validate(path)
    return [f"{one.part_uri}: {one.description}" for one in found.errors]
