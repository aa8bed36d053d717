"""Which questions of one catalogue are which of another: a newer version, or another catalogue.

The same key is the same question. A question states under `formerly` what it came from: one
earlier key, or several that became one; a key that two questions name became both. So much for
questions; `carry` says which answers hold in the other catalogue, and why the others do not:
nothing is passed over in silence. Pure calculation on two catalogue documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from checks.domain.catalogue import CatalogueDocument, Given, Question, QuestionKind


@dataclass(frozen=True)
class Pair:
    """A question in the old and in the new document.

    `is_split` when the old question went into others, too, `is_merged` when the new one came from
    others, too.
    """

    old: Question
    new: Question
    is_split: bool = False
    is_merged: bool = False

    @property
    def is_of_same_kind(self) -> bool:
        """Whether both are answered in the same way."""
        return self.old.kind is self.new.kind

    @property
    def is_comparable(self) -> bool:
        """Whether both have levels, and a difference between them says something."""
        has_levels = self.is_of_same_kind and self.new.kind is QuestionKind.LEVEL
        return has_levels and not self.is_regrouped

    @property
    def is_renamed(self) -> bool:
        """Whether the key changed."""
        return self.old.key != self.new.key

    @property
    def is_regrouped(self) -> bool:
        """Whether the new question asks for a part of the old one, or for more than it.

        Of what was split or merged, the question that keeps its key goes on as itself.
        """
        return self.is_renamed and (self.is_split or self.is_merged)

    @property
    def is_to_check(self) -> bool:
        """Whether people should look again at an answer that came along."""
        return self.is_reworded or self.is_split or self.is_merged

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

    `pairs` holds each question of the new document with what it was, `further` the others from
    which it came when several became one. An old question that became several is in several
    pairs. All but `only_old` follow the order of the new document.
    """

    pairs: tuple[Pair, ...]
    further: tuple[Pair, ...]
    only_old: tuple[Question, ...]
    only_new: tuple[Question, ...]

    @cached_property
    def by_new_key(self) -> Mapping[str, Pair]:
        """The pairs by the key of their new question."""
        return {pair.new.key: pair for pair in self.pairs}

    @cached_property
    def new_key_of(self) -> Mapping[str, str]:
        """The keys of old questions with that under which each goes on; its own, if it can."""
        return _by_old_key((*self.pairs, *self.further))

    @cached_property
    def one_to_one(self) -> Mapping[str, str]:
        """The same without the questions that went into another one beside the first."""
        return _by_old_key(self.pairs)

    def origins(self, new_key: str) -> tuple[Pair, ...]:
        """Return a new question with each old one it came from, the nearest first."""
        return self._origins.get(new_key, ())

    @cached_property
    def _origins(self) -> Mapping[str, tuple[Pair, ...]]:
        found: dict[str, tuple[Pair, ...]] = {pair.new.key: (pair,) for pair in self.pairs}
        for pair in self.further:
            found[pair.new.key] += (pair,)
        return found

    @cached_property
    def of_same_kind(self) -> tuple[Pair, ...]:
        """The pairs that are answered in the same way."""
        return tuple(pair for pair in self.pairs if pair.is_of_same_kind)

    @cached_property
    def comparable(self) -> tuple[Pair, ...]:
        """The pairs whose levels can be compared."""
        return tuple(pair for pair in self.pairs if pair.is_comparable)


def _by_old_key(pairs: Iterable[Pair]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        if pair.old.key not in found or not pair.is_renamed:
            found[pair.old.key] = pair.new.key
    return found


def match(old: CatalogueDocument, new: CatalogueDocument) -> Matching:
    """Return which questions and opening facts of the old document are which of the new one.

    The same key goes before earlier keys, and these count in their order. They are looked at from
    both sides, because the check that was made later may be the one on the earlier version.
    """
    came_from: dict[str, list[str]] = {key: [] for key in new.by_key}
    for before, after in dict.fromkeys([*_links(old, new), *_links_back(old, new)]):
        came_from[after].append(before)
    times = Counter(before for keys in came_from.values() for before in keys)
    found = {
        after: [
            Pair(old.by_key[before], new.by_key[after], times[before] > 1, len(keys) > 1)
            for before in keys
        ]
        for after, keys in came_from.items()
    }
    return Matching(
        pairs=tuple(pairs[0] for pairs in found.values() if pairs),
        further=tuple(pair for pairs in found.values() for pair in pairs[1:]),
        only_old=tuple(asked for key, asked in old.by_key.items() if key not in times),
        only_new=tuple(new.by_key[key] for key, pairs in found.items() if not pairs),
    )


def _links(old: CatalogueDocument, new: CatalogueDocument) -> Iterator[tuple[str, str]]:
    """Yield old and new key of all that belongs together by what the new document says.

    When both documents have both questions, these were split before: each goes on as itself. So
    does a question that another catalogue has word for word.
    """
    for key, asked in new.by_key.items():
        if key in old.by_key:
            yield key, key
        for former in asked.formerly:
            if former not in old.by_key:
                continue
            if former in new.by_key:
                itself = Pair(old.by_key[former], new.by_key[former])
                if key in old.by_key or (old.key != new.key and not itself.is_reworded):
                    continue
            yield former, key


def _links_back(old: CatalogueDocument, new: CatalogueDocument) -> Iterator[tuple[str, str]]:
    for before, after in _links(new, old):
        yield after, before


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
    MERGED = "merged"


@dataclass(frozen=True)
class LeftAnswer:
    """An answer without a place. `question` is None when even the old document lacks it.

    `into` is the question that took another answer, when several became one.
    """

    key: str
    question: Question | None
    reason: Reason
    into: Question | None = None


@dataclass(frozen=True)
class Carrying:
    """What becomes of all answers, and which questions nobody answered.

    `taken` are the questions whose answers hold, each once; an answer to what was split is taken
    several times. They and `unanswered` follow the order of the new document, `left` that of the
    old one. `matching` is what all of it rests on.
    """

    matching: Matching
    taken: tuple[Pair, ...]
    left: tuple[LeftAnswer, ...]
    unanswered: tuple[Question, ...]

    @cached_property
    def unchanged(self) -> tuple[Pair, ...]:
        """Answers to questions that say the same as before."""
        return tuple(pair for pair in self.taken if not pair.is_to_check)

    @cached_property
    def to_check(self) -> tuple[Pair, ...]:
        """Answers to questions that are put in other words by now, were split or merged."""
        return tuple(pair for pair in self.taken if pair.is_to_check)

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """The key of the old question under each new key, that of the answer where one is taken."""
        return {pair.new.key: pair.old.key for pair in (*self.matching.pairs, *self.taken)}


def carry(
    old: CatalogueDocument,
    new: CatalogueDocument,
    answers: Mapping[str, Given | None],
    *,
    takes_other_words: bool,
) -> Carrying:
    """Return which answers to the old document hold in the new one.

    `answers` are kept by key; None is an answer that has only a note yet. Where several questions
    became one, the first that was answered in substance counts. With
    `takes_other_words`, answers to reworded questions hold too: right between versions of one
    catalogue, where people look at them again, and wrong between catalogues of different people,
    who may use the same key for different things.
    """
    matching = match(old, new)
    why: dict[str, LeftAnswer] = {
        key: LeftAnswer(key, old.by_key.get(key), Reason.NO_QUESTION) for key in answers
    }
    taken = []
    for key in new.by_key:
        fitting = []
        for pair in matching.origins(key):
            if pair.old.key in answers:
                reason = _why_not(pair, answers[pair.old.key], takes_other_words)
                why[pair.old.key] = (
                    LeftAnswer(pair.old.key, pair.old, reason)
                    if reason
                    else LeftAnswer(pair.old.key, pair.old, Reason.MERGED, into=pair.new)
                )
                fitting += [] if reason else [pair]
        if fitting:
            taken.append(min(fitting, key=lambda pair: _weight(answers[pair.old.key])))
    placed = {pair.old.key for pair in taken}
    answered = {pair.new.key for pair in taken}
    order = [*old.by_key, *(key for key in answers if key not in old.by_key)]
    return Carrying(
        matching=matching,
        taken=tuple(taken),
        left=tuple(why[key] for key in order if key in why and key not in placed),
        unanswered=tuple(question for key, question in new.by_key.items() if key not in answered),
    )


def _weight(given: Given | None) -> int:
    """Return what goes first, the smallest: an answer, „Weiß ich nicht“ and the like, a note."""
    if given is None:
        return 2
    return 0 if given.is_answered else 1


def _why_not(pair: Pair, given: Given | None, takes_other_words: bool) -> Reason | None:
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
    matching = match(old, new)
    went = Counter(
        new.area_of[pair.new.key].key
        for pair in (*matching.pairs, *matching.further)
        if pair.new.key in new.area_of
        and pair.old.key in old.area_of
        and old.area_of[pair.old.key].key == area_key
    )
    if went:
        return went.most_common(1)[0][0]
    former = [area.key for area in old.areas]
    place = former.index(area_key) if area_key in former else 0
    return keys[min(place, len(keys) - 1)]
