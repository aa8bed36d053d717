"""Style sheets and scripts put together, one of each for every kind of page.

A finder like Django's own: `make run` and tests ask it for a file, `collectstatic` copies what it
lists. Nothing is translated or packed here, the parts stand one after the other.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

CORE = ("css/tokens.css", "css/base.css", "css/layout.css", "css/forms.css", "css/components.css")
PAGE = (
    *CORE,
    *("css/check.css", "css/measures.css", "css/requirements.css", "css/mandate.css"),
    *("css/charts.css", "css/print.css"),
)
SCRIPT = ("django_htmx/htmx-2.min.js", "js/unsaved.js", "js/lotse.js")
BUNDLES: Mapping[str, tuple[str, ...]] = {
    "bundles/plain.css": CORE,
    "bundles/document.css": (*CORE, "css/document.css"),
    "bundles/page.css": PAGE,
    **{
        f"bundles/{kind}.css": (*PAGE, f"css/{kind}.css")
        for kind in ("views", "rounds", "explaining", "voices", "review", "portfolio", "imports")
    },
    "bundles/account.css": (*CORE, "css/print.css", "css/account.css"),
    "bundles/page.js": SCRIPT,
    "bundles/views.js": (*SCRIPT, "js/choosing.js", "js/board.js"),
    "bundles/passkeys.js": (
        *SCRIPT,
        *("mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "js/passkeys.js"),
    ),
}


class BundleFinder(finders.BaseFinder):
    """Finds the files of `BUNDLES`, put together anew whenever one of their parts changed."""

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.storage = FileSystemStorage(settings.BUNDLES_DIR)

    def check(self, **_kwargs: Any) -> list[CheckMessage]:
        """There is nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:
        """Return where the bundle `path` lies, in a list where `find_all` asks for one."""
        found = [self._put_together(path)] if path in BUNDLES else []
        return found if find_all else next(iter(found), None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield every bundle with the storage that has it."""
        for path in BUNDLES:
            self._put_together(path)
            yield path, self.storage

    def _put_together(self, path: str) -> str:
        parts = [Path(finders.find(part) or part).read_bytes() for part in BUNDLES[path]]
        content = (b";\n" if path.endswith(".js") else b"\n").join(parts)
        place = Path(self.storage.path(path))
        if not place.exists() or place.read_bytes() != content:
            # Several processes start at once: each sees a whole file.
            place.parent.mkdir(parents=True, exist_ok=True)
            written = place.with_suffix(f".{os.getpid()}")
            written.write_bytes(content)
            written.replace(place)
        return str(place)
