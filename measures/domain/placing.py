"""An order by points with some measures put to places by hand. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def put_in_places(order: Sequence[int], places: Mapping[int, int]) -> list[int]:
    """Return `order` with the measures of `places` on the places named there, counted from 1.

    The others keep their order among one another and fill the gaps. Where two have the same
    place, the one that `places` names later stands there, and the other one right behind.
    A place behind the end means the end. Measures of `places` that are not in `order` are
    ignored.
    """
    there = set(order)
    moved = [one for one in places if one in there]
    found = [one for one in order if one not in places]
    # Sorting is stable: of two with the same place, the later one is put in later, and before.
    for one in sorted(moved, key=places.__getitem__):
        found.insert(places[one] - 1, one)
    return found
