"""Which texts probably say the same: pure calculation, without Django.

Words that carry meaning are compared without their usual endings and without dots above letters,
so that „Dienstpläne“ is „Dienstplan“ and „Handys“ is „Handy“.
Two texts are alike when most of these words are common, or when the rows of words read nearly
the same. Whoever sees a pair sees the common words too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.6
WORD = re.compile(r"[^\W_]+")
ENDING = re.compile(r"(?<=....)(en|er|es|em|e|s)$")
# Words that stand in every requirement or carry no meaning by themselves.
_EMPTY = """
aber alle allen aller alles als am an auch auf aus bei beim bis damit das dass dem den der des
die dies diese dieser dieses durch ein eine einem einen einer eines er es etwas für geht gehen
hat haben ihm ihr ihre im in ins ist jede jeden jeder jedes kann können könnte lassen laufen lässt
lösung machen man mehr mit möglich müssen muss müsste nach nicht noch nur oder ohne sein sich
sie sind so soll sollen sollte system über um und uns unser unsere vom von vor was wenn wer
werden wie wieder wir wird zu zum zur
"""
EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True)
class Alike:
    """Texts that probably say the same, by their keys, with the words they have in common."""

    keys: tuple[int, ...]
    common: tuple[str, ...]


def words_of(text: str) -> dict[str, str]:
    """Return the words of a text that carry meaning, by their stems, in their order."""
    found: dict[str, str] = {}
    for word in WORD.findall(text):
        small = word.casefold()
        if small not in EMPTY_WORDS:
            found.setdefault(_stem(small), word)
    return found


def _stem(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return ENDING.sub("", plain)


def likeness(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Return how alike the words of two texts are, from 0 to 1."""
    common = len(one.keys() & other.keys())
    if not common:
        return 0.0
    shared = 2 * common / (len(one) + len(other))
    return max(shared, SequenceMatcher(None, " ".join(one), " ".join(other)).ratio())


def likely_duplicates(texts: Mapping[int, str]) -> list[Alike]:
    """Return groups of texts that probably say the same, in the order of their first keys.

    Every text of a group is alike the first one; no text stands in two groups.
    """
    words = {key: words_of(text) for key, text in sorted(texts.items())}
    first_of: dict[int, list[int]] = {}
    taken: set[int] = set()
    for key, own in words.items():
        if key in taken:
            continue
        others = [
            other
            for other, found in words.items()
            if other > key and other not in taken and likeness(own, found) >= ALIKE
        ]
        if others:
            first_of[key] = others
            taken |= {key, *others}
    return [
        Alike((key, *others), _common([words[one] for one in (key, *others)]))
        for key, others in first_of.items()
    ]


def _common(several: list[dict[str, str]]) -> tuple[str, ...]:
    first, *others = several
    return tuple(word for stem, word in first.items() if all(stem in found for found in others))
