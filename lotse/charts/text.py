"""What drawings say: their text alternatives, and how much room text takes without a browser."""

from __future__ import annotations

import re
from html import escape

# Widths of letters in em, as in DejaVu Sans, the widest of the common sans-serif fonts.
WIDTHS = {0.33: "iljI.,:;'|! ", 0.43: 'tfr-\u2010/()"„“', 1.0: "mwMWÄÖ@—–%…&"}
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
UPPER, NORMAL, UNKNOWN = 0.78, 0.64, 1.1
# A line may end after a space, a hyphen or a slash.
PARTS = re.compile(r"[^\s/-]+[/-]*|[/-]+")
ELLIPSIS = "…"
# What breaks a word looks like a hyphen that somebody wrote and is none: PDFs tell them apart.
BREAK = "\u2010"
# The attribute for drawings whose texts are all set in it.
SANS = ' font-family="sans-serif"'


def opening(
    look: str,
    name: str,
    size: str,
    title: str,
    description: str,
    more: str = "",
    role: str = "img",
) -> str:
    """Return the beginning of an `<svg>`: its class, its size and its text alternative.

    `title` and `description` are told to those who do not see it, under ids that begin with
    `name`; `more` are further attributes. In a `role` of „group“ there may be links.
    """
    return (
        f'<svg class="{look}" xmlns="http://www.w3.org/2000/svg" {size} role="{role}" '
        f'aria-labelledby="{name}-title {name}-description"{more}>'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
    )


def text_width(text: str, font_size: float) -> float:
    """Return an upper estimate of the width of a line of text, in units of the drawing."""
    return font_size * sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    if letter in WIDTH_OF:
        return WIDTH_OF[letter]
    if letter.isascii() or letter in "äöüßé":
        return UPPER if letter.isupper() else NORMAL
    return UNKNOWN


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


def size_that_fits(text: str, width: float, largest: float, smallest: float) -> float:
    """Return the largest font size at which no word of a text has to be broken.

    Where even the smallest does not do, words are broken at that size.
    """
    widest = max((text_width(part, 1) for part in PARTS.findall(text)), default=0.0)
    return max(smallest, min(largest, width / widest if widest else largest))


def _parts(text: str, font_size: float, width: float) -> list[tuple[str, str]]:
    """Return the parts of a text that stay together, each with what stands before it."""
    found = []
    for match in PARTS.finditer(text):
        before = " " if match.start() and text[match.start() - 1].isspace() else ""
        part = match.group()
        while text_width(part, font_size) > width:
            length = len(part) - 1
            while length > 1 and text_width(part[:length] + BREAK, font_size) > width:
                length -= 1
            found.append((before, part[:length] + BREAK))
            before, part = "", part[length:]
        found.append((before, part))
    return found


def _cut(line: str, font_size: float, width: float) -> str:
    while line and text_width(line + ELLIPSIS, font_size) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
