"""`python -m scripts.keep_release BACKUP`: keeps a backup for the tests that migrate it for ever.

What `manage.py backup` made of a small demo is packed again, much smaller, as
`tests/releases/VERSION.zip`.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from lotse.backups.archive import DUMP, MANIFEST, Manifest

RELEASES = Path(__file__).parents[1] / "tests" / "releases"


def main(source: Path) -> None:
    """Pack the backup anew, compressed as a whole."""
    with zipfile.ZipFile(source) as backup:
        manifest = Manifest.model_validate_json(backup.read(MANIFEST))
        target = RELEASES / f"{manifest.lotse}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as kept:
            for name in (DUMP, MANIFEST):
                kept.writestr(name, backup.read(name))
    print(f"{target}: {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
