"""Colours of an instance: readable by calculation, in light and in dark.

Contrast is the one of WCAG 2.2: from 1 (no difference) to 21 (black on white).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
READABLE = 4.5
BLACK, WHITE = "#000000", "#ffffff"
STEPS = 50


@dataclass(frozen=True)
class Scheme:
    """The backgrounds of the light or the dark look, and where readable colours lie from there.

    `hardest` is the background on which the accent is read worst, `surface` the one of cards,
    `ink` the palest text that may stand on a soft background.
    """

    hardest: str
    surface: str
    ink: str
    towards: str
    strong: float
    soft: float
    on_accent: str


# The values of static/css/tokens.css.
LIGHT = Scheme("#fbe4e0", "#fffdfa", "#4d5a5c", BLACK, strong=0.3, soft=0.14, on_accent=WHITE)
DARK = Scheme("#1f3622", "#1b2425", "#b3bab7", WHITE, strong=0.35, soft=0.22, on_accent="#08181a")


@dataclass(frozen=True)
class Accent:
    """The accent of one scheme with the shades that go along with it."""

    accent: str
    strong: str
    soft: str
    on_accent: str


def parsed(text: str) -> str:
    """Return a colour as `#rrggbb` in small letters; `#rgb` is understood as well.

    Raises `ValueError` for everything else.
    """
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    if not HEX.fullmatch(colour):
        raise ValueError(text)
    return colour


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 for black to 1 for white."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast between two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """Return `colour` with a share (0 to 1) of `other` in it."""
    parts = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def is_readable(colour: str, scheme: Scheme) -> bool:
    """Return whether text in this colour can be read on every background of a scheme."""
    return contrast(colour, scheme.hardest) >= READABLE


def nearest_readable(colour: str, scheme: Scheme) -> str:
    """Return the colour itself, or the nearest readable shade towards black or white."""
    shades = (mix(colour, scheme.towards, step / STEPS) for step in range(STEPS + 1))
    return next(shade for shade in shades if is_readable(shade, scheme))


def shades_of(colour: str, scheme: Scheme) -> Accent:
    """Return an accent with its shades; the soft one is a background on which it can be read."""
    soft = next(
        shade
        for step in range(STEPS + 1)
        for shade in [mix(scheme.surface, colour, scheme.soft * (1 - step / STEPS))]
        if min(contrast(colour, shade), contrast(scheme.ink, shade)) >= READABLE
    )
    return Accent(colour, mix(colour, scheme.towards, scheme.strong), soft, scheme.on_accent)


def style_sheet(accent: str, accent_dark: str) -> str:
    """Return the style sheet that puts colours in the place of Lotse's own.

    Both are `#rrggbb` or empty. Without a dark accent it is made from the light one; without
    any, the sheet is empty.
    """
    dark = accent_dark or (nearest_readable(accent, DARK) if accent else "")
    rules = []
    if accent:
        rules.append(f":root {{ {_properties(shades_of(accent, LIGHT))} }}")
    if dark:
        properties = _properties(shades_of(dark, DARK))
        rules.append(f"@media (prefers-color-scheme: dark) {{ :root {{ {properties} }} }}")
    return f"@layer tokens {{ {' '.join(rules)} }}\n" if rules else ""


def _properties(shades: Accent) -> str:
    return (
        f"--accent: {shades.accent}; --accent-strong: {shades.strong}; "
        f"--accent-soft: {shades.soft}; --on-accent: {shades.on_accent};"
    )
