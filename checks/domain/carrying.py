"""Which answers of one catalogue hold in another: a newer version, or a longer catalogue.

Pure calculation on two catalogue documents and what was answered. Nothing is passed over in
silence: every answer is either taken or left with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checks.domain.answers import Given
from checks.domain.catalogue import CatalogueDocument, Question
from checks.domain.matching import Pair, carried, match


class Reason(StrEnum):
    """Why an answer is left."""

    NO_QUESTION = "no_question"
    OTHER_KIND = "other_kind"
    NOT_OFFERED = "not_offered"
    OTHER_WORDS = "other_words"


@dataclass(frozen=True)
class CarriedAnswer:
    """An answer that holds, and the question it answered and answers now."""

    pair: Pair

    @property
    def is_reworded(self) -> bool:
        """Whether the question or what one can answer is put in other words."""
        return is_reworded(self.pair)


@dataclass(frozen=True)
class LeftAnswer:
    """An answer without a place. `question` is None when even the old document lacks it."""

    key: str
    question: Question | None
    reason: Reason


@dataclass(frozen=True)
class Carrying:
    """What becomes of all answers, and which questions nobody answered.

    `taken` and `unanswered` follow the order of the new document, `left` that of the old one.
    """

    taken: tuple[CarriedAnswer, ...]
    left: tuple[LeftAnswer, ...]
    unanswered: tuple[Question, ...]

    @cached_property
    def unchanged(self) -> tuple[CarriedAnswer, ...]:
        """Answers to questions that say the same as before."""
        return tuple(one for one in self.taken if not one.is_reworded)

    @cached_property
    def reworded(self) -> tuple[CarriedAnswer, ...]:
        """Answers to questions that are put in other words by now."""
        return tuple(one for one in self.taken if one.is_reworded)


def is_reworded(pair: Pair) -> bool:
    """Whether the question, a level or an option it still has is put in other words."""
    labels = {option.key: option.label for option in pair.old.options}
    return pair.is_reworded or any(
        labels.get(option.key, option.label) != option.label for option in pair.new.options
    )


def carry(
    old: CatalogueDocument,
    new: CatalogueDocument,
    answers: Mapping[str, Given | None],
    *,
    takes_other_words: bool,
) -> Carrying:
    """Return which answers to the old document hold in the new one.

    `answers` are kept by key; None is an answer that has only a note yet. With
    `takes_other_words`, answers to reworded questions hold too: right between versions of one
    catalogue, where people look at them again, and wrong between catalogues of different people,
    who may use the same key for different things.
    """
    matching = match(old, new)
    pairs = {pair.old.key: pair for pair in matching.pairs}
    left = {
        key: reason
        for key, given in answers.items()
        if (reason := _why_left(pairs.get(key), given, takes_other_words))
    }
    order = [*old.by_key, *(key for key in answers if key not in old.by_key)]
    taken = tuple(
        CarriedAnswer(pair)
        for pair in matching.pairs
        if pair.old.key in answers and pair.old.key not in left
    )
    answered = {one.pair.new.key for one in taken}
    return Carrying(
        taken=taken,
        left=tuple(LeftAnswer(key, old.by_key.get(key), left[key]) for key in order if key in left),
        unanswered=tuple(question for key, question in new.by_key.items() if key not in answered),
    )


def _why_left(pair: Pair | None, given: Given | None, takes_other_words: bool) -> Reason | None:
    if pair is None:
        return Reason.NO_QUESTION
    if not takes_other_words and is_reworded(pair):
        return Reason.OTHER_WORDS
    if given is None or carried(pair, given) is not None:
        return None
    return Reason.OTHER_KIND if pair.old.kind is not pair.new.kind else Reason.NOT_OFFERED


def area_after(area_key: str, old: CatalogueDocument, new: CatalogueDocument) -> str:
    """Return the key of the area that goes on with an area of the old document.

    That is the one with the same key, else the one into which most of its questions went, else
    the one that stands in its place.
    """
    keys = [area.key for area in new.areas]
    if area_key in keys:
        return area_key
    went = Counter(
        new.area_of[pair.new.key].key
        for pair in match(old, new).pairs
        if pair.new.key in new.area_of
        and pair.old.key in old.area_of
        and old.area_of[pair.old.key].key == area_key
    )
    if went:
        return went.most_common(1)[0][0]
    former = [area.key for area in old.areas]
    place = former.index(area_key) if area_key in former else 0
    return keys[min(place, len(keys) - 1)]
