"""The help: a Markdown file for each page or kind of page, in docs/hilfe/.

A file begins with the names of the URLs it helps with, between two lines of `---`:

    ---
    seiten: measures:result
    ---
    # Ergebnis
    …
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "docs" / "hilfe"
FILE = re.compile(r"---\nseiten: (?P<names>[^\n]+)\n---\n# (?P<title>[^\n]+)\n\n(?P<text>.+)", re.S)


@dataclass(frozen=True)
class HelpPage:
    """What helps on some pages: `names` are their URL names, `text` is Markdown without title."""

    key: str
    title: str
    names: tuple[str, ...]
    text: str

    @property
    def summary(self) -> str:
        """The first paragraph, as plain text."""
        return next(part for part in self.text.split("\n\n") if not part.startswith("#"))


def read(path: Path) -> HelpPage:
    """Return the help in a file. Raises ValueError when it does not begin as it should."""
    found = FILE.fullmatch(path.read_text(encoding="utf-8").strip())
    if found is None:
        raise ValueError(f"{path.name} does not begin with its pages and a title")
    return HelpPage(path.stem, found["title"], tuple(found["names"].split()), found["text"])


@lru_cache(maxsize=1)
def all_pages() -> dict[str, HelpPage]:
    """Return the help on everything by its key, in the order in which one meets it."""
    pages = {path.stem: read(path) for path in FOLDER.glob("*.md") if path.stem != "README"}
    order = re.findall(r"\((\S+)\.md\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    return {key: pages[key] for key in order}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, HelpPage]:
    return {name: page for page in all_pages().values() for name in page.names}


def help_with(view_name: str | None) -> HelpPage | None:
    """Return the help with a page by the name of its URL, None where there is none."""
    return _by_name().get(view_name or "")


def search(words: str) -> Sequence[HelpPage]:
    """Return the pages that hold all these words, those that hold them in their title first."""
    wanted = words.casefold().split()
    if not wanted:
        return list(all_pages().values())
    found = [
        page
        for page in all_pages().values()
        if all(word in f"{page.title}\n{page.text}".casefold() for word in wanted)
    ]
    return sorted(found, key=lambda page: not any(w in page.title.casefold() for w in wanted))
