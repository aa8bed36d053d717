"""Which questions of one catalogue are which of another: a newer version, or another catalogue.

The same key is the same question. A question whose key changed states its earlier keys under
`formerly`. Pure calculation on two catalogue documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checks.domain.answers import Given
from checks.domain.catalogue import CatalogueDocument, Question, QuestionKind


class Obstacle(StrEnum):
    """Why the levels of a matched question cannot be compared."""

    OTHER_KIND = "other_kind"
    NO_LEVELS = "no_levels"


@dataclass(frozen=True)
class Pair:
    """A question in the old and in the new document."""

    old: Question
    new: Question

    @property
    def obstacle(self) -> Obstacle | None:
        """What stands against comparing levels; None when nothing does."""
        if self.old.kind is not self.new.kind:
            return Obstacle.OTHER_KIND
        return None if self.new.kind is QuestionKind.LEVEL else Obstacle.NO_LEVELS

    @property
    def is_comparable(self) -> bool:
        """Whether both have levels, so that a difference says something."""
        return self.obstacle is None

    @property
    def is_renamed(self) -> bool:
        """Whether the key changed."""
        return self.old.key != self.new.key

    @property
    def is_reworded(self) -> bool:
        """Whether the question or one of its levels is put in other words."""
        return (self.old.text, self.old.levels) != (self.new.text, self.new.levels)


@dataclass(frozen=True)
class Matching:
    """The questions and opening facts of two documents, matched.

    `pairs` and `only_new` follow the order of the new document, `only_old` that of the old one.
    """

    pairs: tuple[Pair, ...]
    only_old: tuple[Question, ...]
    only_new: tuple[Question, ...]

    @cached_property
    def by_new_key(self) -> Mapping[str, Pair]:
        """The pairs by the key of their new question."""
        return {pair.new.key: pair for pair in self.pairs}

    @cached_property
    def of_same_kind(self) -> tuple[Pair, ...]:
        """The pairs that are answered in the same way."""
        return tuple(pair for pair in self.pairs if pair.obstacle is not Obstacle.OTHER_KIND)

    @cached_property
    def comparable(self) -> tuple[Pair, ...]:
        """The pairs whose levels can be compared."""
        return tuple(pair for pair in self.pairs if pair.is_comparable)

    @cached_property
    def not_comparable(self) -> tuple[Pair, ...]:
        """The other pairs; each says why by its `obstacle`."""
        return tuple(pair for pair in self.pairs if not pair.is_comparable)


def match(old: CatalogueDocument, new: CatalogueDocument) -> Matching:
    """Return which questions and opening facts of the old document are which of the new one.

    The same key goes before an earlier key. Of several earlier keys the first that the old
    document has counts. Earlier keys are looked at from both sides, because the check that was
    made later may be the one on the earlier version. No question is matched twice.
    """
    old_key_of = {key: key for key in new.by_key if key in old.by_key}
    taken = set(old_key_of.values())
    later = {former: key for key, asked in old.by_key.items() for former in asked.formerly}
    for key, asked in new.by_key.items():
        if key in old_key_of:
            continue
        candidates = [*asked.formerly, *((later[key],) if key in later else ())]
        for candidate in candidates:
            if candidate in old.by_key and candidate not in taken:
                old_key_of[key] = candidate
                taken.add(candidate)
                break
    return Matching(
        pairs=tuple(
            Pair(old.by_key[old_key_of[key]], asked)
            for key, asked in new.by_key.items()
            if key in old_key_of
        ),
        only_old=tuple(asked for key, asked in old.by_key.items() if key not in taken),
        only_new=tuple(asked for key, asked in new.by_key.items() if key not in old_key_of),
    )


def carried(pair: Pair, given: Given) -> Given | None:
    """Return what an old answer says to the new question, None when it says nothing there.

    „Weiß ich nicht“ and „Trifft nicht zu“ fit every question. Otherwise both have to be of the
    same kind, all that was chosen has to be on offer still, and a number has to be allowed.
    """
    if not given.is_answered:
        return given
    if pair.old.kind is not pair.new.kind:
        return None
    offered = {option.key for option in pair.new.options}
    if pair.new.kind is QuestionKind.CHOICE and given.value not in offered:
        return None
    if pair.new.kind is QuestionKind.CHOICES and not offered.issuperset(_chosen(given)):
        return None
    if pair.new.kind is QuestionKind.NUMBER and not _allows(pair.new, given):
        return None
    return given


def _chosen(given: Given) -> tuple[object, ...]:
    return tuple(given.value) if isinstance(given.value, list | tuple) else (given.value,)


def _allows(question: Question, given: Given) -> bool:
    """Whether the number lies between the bounds that the question states."""
    if not isinstance(given.value, int):
        return False
    too_low = question.minimum is not None and given.value < question.minimum
    too_high = question.maximum is not None and given.value > question.maximum
    return not (too_low or too_high)
