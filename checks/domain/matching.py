"""Which questions of one catalogue are which of another: a newer version, or another catalogue.

The same key is the same question. A question whose key changed states its earlier keys under
`formerly`. So much for questions; `carry` says which answers hold in the other catalogue, and why
the others do not: nothing is passed over in silence. Pure calculation on two catalogue documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checks.domain.catalogue import CatalogueDocument, Given, Question, QuestionKind


@dataclass(frozen=True)
class Pair:
    """A question in the old and in the new document."""

    old: Question
    new: Question

    @property
    def is_of_same_kind(self) -> bool:
        """Whether both are answered in the same way."""
        return self.old.kind is self.new.kind

    @property
    def is_comparable(self) -> bool:
        """Whether both have levels, so that a difference says something."""
        return self.is_of_same_kind and self.new.kind is QuestionKind.LEVEL

    @property
    def is_renamed(self) -> bool:
        """Whether the key changed."""
        return self.old.key != self.new.key

    @property
    def is_reworded(self) -> bool:
        """Whether the question, a level or an option it still has is put in other words."""
        labels = {option.key: option.label for option in self.old.options}
        return (self.old.text, self.old.levels) != (self.new.text, self.new.levels) or any(
            labels.get(option.key, option.label) != option.label for option in self.new.options
        )


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
        return tuple(pair for pair in self.pairs if pair.is_of_same_kind)

    @cached_property
    def comparable(self) -> tuple[Pair, ...]:
        """The pairs whose levels can be compared."""
        return tuple(pair for pair in self.pairs if pair.is_comparable)


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
    if not pair.is_of_same_kind:
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


class Reason(StrEnum):
    """Why an answer is left."""

    NO_QUESTION = "no_question"
    OTHER_KIND = "other_kind"
    NOT_OFFERED = "not_offered"
    OTHER_WORDS = "other_words"


@dataclass(frozen=True)
class LeftAnswer:
    """An answer without a place. `question` is None when even the old document lacks it."""

    key: str
    question: Question | None
    reason: Reason


@dataclass(frozen=True)
class Carrying:
    """What becomes of all answers, and which questions nobody answered.

    `taken` are the questions whose answers hold; they and `unanswered` follow the order of the new
    document, `left` that of the old one.
    """

    taken: tuple[Pair, ...]
    left: tuple[LeftAnswer, ...]
    unanswered: tuple[Question, ...]

    @cached_property
    def unchanged(self) -> tuple[Pair, ...]:
        """Answers to questions that say the same as before."""
        return tuple(pair for pair in self.taken if not pair.is_reworded)

    @cached_property
    def reworded(self) -> tuple[Pair, ...]:
        """Answers to questions that are put in other words by now."""
        return tuple(pair for pair in self.taken if pair.is_reworded)


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
        pair for pair in matching.pairs if pair.old.key in answers and pair.old.key not in left
    )
    answered = {pair.new.key for pair in taken}
    return Carrying(
        taken=taken,
        left=tuple(LeftAnswer(key, old.by_key.get(key), left[key]) for key in order if key in left),
        unanswered=tuple(question for key, question in new.by_key.items() if key not in answered),
    )


def _why_left(pair: Pair | None, given: Given | None, takes_other_words: bool) -> Reason | None:
    if pair is None:
        return Reason.NO_QUESTION
    if not takes_other_words and pair.is_reworded:
        return Reason.OTHER_WORDS
    if given is None or carried(pair, given) is not None:
        return None
    return Reason.OTHER_KIND if not pair.is_of_same_kind else Reason.NOT_OFFERED


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
