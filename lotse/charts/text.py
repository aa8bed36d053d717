"""How much room text takes in a drawing, where no browser can be asked."""

from __future__ import annotations

import re

# Widths of letters in em, on the safe side for common sans-serif fonts.
WIDE, NORMAL = 0.9, 0.58
# A line may end after a space, a hyphen or a slash.
PARTS = re.compile(r"[^\s/-]+[/-]*|[/-]+")
ELLIPSIS = "…"


def text_width(text: str, font_size: float) -> float:
    """Return an upper estimate of the width of a line of text, in units of the drawing."""
    ems = (WIDE if letter.isupper() or letter in "mwMW—%@…" else NORMAL for letter in text)
    return font_size * sum(ems)


def wrapped(text: str, font_size: float, width: float, most_lines: int) -> list[str]:
    """Return a text as at most `most_lines` lines, none wider than `width`.

    Words that are wider than a line are broken with a hyphen; what does not fit into the last
    line is cut off with an ellipsis. There is always one line at least.
    """
    lines: list[str] = []
    for start, part in _parts(text, font_size, width):
        joined = lines[-1] + start + part if lines else part
        if lines and text_width(joined, font_size) <= width:
            lines[-1] = joined
        else:
            lines.append(part)
    if len(lines) > most_lines:
        lines[most_lines - 1] = _cut(lines[most_lines - 1], font_size, width)
    return lines[:most_lines] or [""]


def _parts(text: str, font_size: float, width: float) -> list[tuple[str, str]]:
    """Return the parts of a text that stay together, each with what stands before it."""
    found = []
    for match in PARTS.finditer(text):
        before = " " if match.start() and text[match.start() - 1].isspace() else ""
        part = match.group()
        while text_width(part, font_size) > width:
            length = len(part) - 1
            while length > 1 and text_width(part[:length] + "-", font_size) > width:
                length -= 1
            found.append((before, part[:length] + "-"))
            before, part = "", part[length:]
        found.append((before, part))
    return found


def _cut(line: str, font_size: float, width: float) -> str:
    while line and text_width(line + ELLIPSIS, font_size) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
