"""Whom of the team a cell means. Knows no database."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from lotse.imports.domain.grid import GridCell
from lotse.imports.domain.parsing import LONGEST_WORDS, NOTHING, Fault, WrongCell, as_words

SALUTATION = re.compile(r"^(frau|herrn?|fr\.|hr\.|dr\.|prof\.)\s+")
ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
NOBODY = NOTHING | {"offen", "niemand", "noch niemand", "?", "n. n.", "nn", "n.n."}


class People:
    """The people of a team by everything a list may call them.

    `people` are (id of the membership, name, e-mail address).
    """

    def __init__(self, people: Iterable[tuple[int, str, str]]) -> None:
        self._certain: dict[str, set[int]] = defaultdict(set)
        self._likely: dict[str, set[int]] = defaultdict(set)
        for membership_id, name, email in people:
            words = _bare(name).split()
            self._certain[_bare(email)].add(membership_id)
            self._certain[" ".join(words)].add(membership_id)
            if len(words) > 1:
                self._likely[words[-1]].add(membership_id)
                self._likely[words[0]].add(membership_id)
                # As address books have it: surname, first name.
                self._likely[f"{words[-1]}, {' '.join(words[:-1])}"].add(membership_id)

    def find(self, cell: GridCell) -> int | None:
        """Return the id of a membership, None where the cell names nobody. Raises `WrongCell`."""
        said = as_words(cell)
        if len(said) > LONGEST_WORDS:
            raise WrongCell(Fault.UNKNOWN_PERSON, said=said)
        words = _bare(said)
        if words in NOBODY:
            return None
        address = ADDRESS.search(words)
        if address:
            words = address[1]
        found: set[int] = (
            self._certain.get(words)
            or self._likely.get(words)
            or self._likely.get(SALUTATION.sub("", words))
            or self._certain.get(SALUTATION.sub("", words))
            or set()
        )
        if not found:
            raise WrongCell(Fault.UNKNOWN_PERSON, said=said)
        if len(found) > 1:
            raise WrongCell(Fault.SEVERAL_PEOPLE, said=said)
        return next(iter(found))


def _bare(words: str) -> str:
    return " ".join(words.casefold().split())
