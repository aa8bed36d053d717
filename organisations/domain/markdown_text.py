"""What people wrote, as Markdown in which it means nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&$:@])")


def escaped(text: str) -> str:
    """Return a text in one line in which nothing means anything to Markdown."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def paragraphs(text: str) -> Iterator[str]:
    """Yield the lines of a text as paragraphs, each with an empty line behind it."""
    for line in filter(None, map(escaped, text.splitlines())):
        yield line
        yield ""


def table_row(cells: Sequence[str]) -> str:
    """Return a row of a table; the cells are escaped already."""
    return f"| {' | '.join(cells)} |"
