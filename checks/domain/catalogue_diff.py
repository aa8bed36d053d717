"""What changed from one catalogue to another, and what that means for checks.

Pure calculation on two documents. Elements are compared field by field as their structure lists
them, so that a field added later is noticed without anyone thinking of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from typing import Any

from checks.domain.catalogue import (
    Area,
    CatalogueDocument,
    Criterion,
    Element,
    Question,
    QuestionKind,
    RequirementPrompt,
    SuggestedRating,
    Template,
)
from checks.domain.matching import Matching, Pair, match

ALIKE = 0.7
INFINITE = float("inf")
# What is told apart by entries instead of being compared as a whole.
APART = {"questions", "templates", "facts", "areas"}


class ElementKind(StrEnum):
    """What kind of element an entry is about."""

    CATALOGUE = "catalogue"
    FACT = "fact"
    AREA = "area"
    QUESTION = "question"
    TEMPLATE = "template"


class ChangeKind(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """A field that says something else. `part` is the level or criterion inside of it."""

    field: str
    before: Any
    after: Any
    part: int | str | None = None


@dataclass(frozen=True)
class ElementChange:
    """One element with all that changed in it.

    `name` is how people know it today, or knew it last; `area` the title of the Handlungsfeld
    around it.
    """

    topic: ElementKind
    key: str
    name: str
    fate: ChangeKind
    area: str | None = None
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class CatalogueDiff:
    """All that changed between two catalogues."""

    old: CatalogueDocument
    new: CatalogueDocument
    entries: tuple[ElementChange, ...]

    @cached_property
    def matching(self) -> Matching:
        """Which questions are which."""
        return match(self.old, self.new)

    @cached_property
    def same(self) -> tuple[Pair, ...]:
        """Questions and facts whose answers hold as they are."""
        return tuple(pair for pair in self.matching.of_same_kind if not pair.is_to_check)

    @cached_property
    def to_review(self) -> tuple[Pair, ...]:
        """Questions and facts whose answers have to be looked at again."""
        return tuple(pair for pair in self.matching.of_same_kind if pair.is_to_check)

    @cached_property
    def regrouped(self) -> tuple[Pair, ...]:
        """Questions and facts that came from parts of others or from several."""
        return tuple(pair for pair in self.to_review if pair.is_split or pair.is_merged)

    @cached_property
    def of_other_kind(self) -> tuple[Pair, ...]:
        """Questions and facts that are answered in another way by now."""
        return tuple(pair for pair in self.matching.pairs if not pair.is_of_same_kind)

    @cached_property
    def narrowed(self) -> tuple[Pair, ...]:
        """Questions and facts of which some answers are not possible any more."""
        return tuple(
            pair
            for pair in (*self.same, *self.to_review)
            if {one.key for one in pair.old.options} - {one.key for one in pair.new.options}
            or _is_tighter(pair)
        )

    @cached_property
    def likely_renamed(self) -> tuple[Pair, ...]:
        """Questions that look like removed ones, but do not name their key under `formerly`."""
        found = []
        free = list(self.matching.only_new)
        for gone in self.matching.only_old:
            close = [(_likeness(gone, one), one) for one in free if one.kind is gone.kind]
            likeness, nearest = max(close, key=lambda pair: pair[0], default=(0.0, None))
            if nearest is not None and likeness >= ALIKE:
                free.remove(nearest)
                found.append(Pair(gone, nearest))
        return tuple(found)


def compare(old: CatalogueDocument, new: CatalogueDocument) -> CatalogueDiff:
    """Return what changed from the old to the new document, in the order of the new one.

    Removed elements follow those of their Handlungsfeld that are still there.
    """
    matching = match(old, new)
    entries = (
        *_entry(
            ElementKind.CATALOGUE, new.key, new.title, [*_fields(old, new), *_orders(old, new)]
        ),
        *_facts(old, new, matching),
        *_areas(old, new, matching),
    )
    return CatalogueDiff(old, new, entries)


def _is_tighter(pair: Pair) -> bool:
    """Whether a number has to lie between closer bounds."""
    lows = [one.minimum if one.minimum is not None else -INFINITE for one in (pair.old, pair.new)]
    highs = [one.maximum if one.maximum is not None else INFINITE for one in (pair.old, pair.new)]
    return lows[1] > lows[0] or highs[1] < highs[0]


def _likeness(gone: Question, added: Question) -> float:
    before, after = (" ".join((one.text, *one.levels)) for one in (gone, added))
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def _entry(
    topic: ElementKind, key: str, name: str, changes: Sequence[FieldChange], area: str | None = None
) -> Iterator[ElementChange]:
    if changes:
        yield ElementChange(topic, key, name, ChangeKind.CHANGED, area, tuple(changes))


def _fields(old: Element, new: Element) -> Iterator[FieldChange]:
    """Yield every field that differs, as far as it is not told apart by entries."""
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if name in APART or before == after:
            continue
        yield from _parts(name, before, after)


def _parts(name: str, before: Any, after: Any) -> Iterator[FieldChange]:
    """Tell apart what a field holds for each level, criterion or question."""
    apart = IN_PARTS.get(name)
    parts = apart(before, after) if apart else [(name, before, after, None)]
    for field, was, now, part in parts:
        if was != now:
            yield FieldChange(field, was, now, part)


def _for_each_level(field: str) -> Callable[[Sequence[str], Sequence[str]], Iterator[Part]]:
    def parts(before: Sequence[str], after: Sequence[str]) -> Iterator[Part]:
        if len(before) != len(after):
            yield field, before, after, None
            return
        for level, (was, now) in enumerate(zip(before, after, strict=True)):
            yield field, was, now, level

    return parts


def _examples(before: Mapping[int, str], after: Mapping[int, str]) -> Iterator[Part]:
    for level in sorted({*before, *after}):
        yield "examples", before.get(level), after.get(level), level


def _ratings(
    before: Mapping[Criterion, SuggestedRating], after: Mapping[Criterion, SuggestedRating]
) -> Iterator[Part]:
    for criterion, rating in before.items():
        yield "rating_value", rating.value, after[criterion].value, str(criterion)
        yield "rating_reason", rating.reason, after[criterion].reason, str(criterion)


def _for_each_key(field: str) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[Part]]:
    def parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Part]:
        for key in dict.fromkeys((*before, *after)):
            yield field, before.get(key, ()), after.get(key, ()), key

    return parts


def _prompt(before: RequirementPrompt, after: RequirementPrompt) -> Iterator[Part]:
    yield "prompt_text", before.text, after.text, None
    yield "prompt_starters", before.starters, after.starters, None


# Field, before, after, and the level or criterion inside of it.
Part = tuple[str, Any, Any, int | str | None]
IN_PARTS: dict[str, Callable[[Any, Any], Iterator[Part]]] = {
    "levels": _for_each_level("levels"),
    "signs": _for_each_level("signs"),
    "examples": _examples,
    "ratings": _ratings,
    "suggested_by": _for_each_key("suggested_by"),
    "suggested_by_exceptions": _for_each_key("suggested_by_exceptions"),
    "accepted": _for_each_key("accepted"),
    "requirement_prompt": _prompt,
}


def _orders(old: CatalogueDocument, new: CatalogueDocument) -> Iterator[FieldChange]:
    renamed = match(old, new).new_key_of
    yield from _order("facts", old.facts, new.facts, renamed)
    yield from _order("areas", old.areas, new.areas)


def _order(
    name: str,
    old: Iterable[Area | Question | Template],
    new: Iterable[Area | Question | Template],
    renamed: Mapping[str, str] | None = None,
) -> Iterator[FieldChange]:
    """Yield a change when what is in both stands in another order."""
    was = [(renamed or {}).get(one.key, one.key) for one in old]
    now = [one.key for one in new]
    before, after = [key for key in was if key in now], [key for key in now if key in was]
    if before != after:
        yield FieldChange(f"order_of_{name}", tuple(before), tuple(after))


def _facts(
    old: CatalogueDocument, new: CatalogueDocument, matching: Matching
) -> Iterator[ElementChange]:
    for fact in new.facts:
        yield from _question(ElementKind.FACT, fact, None, old, matching)
    for fact in old.facts:
        if fact.key in {one.key for one in matching.only_old}:
            yield ElementChange(ElementKind.FACT, fact.key, fact.text, ChangeKind.REMOVED)


def _areas(
    old: CatalogueDocument, new: CatalogueDocument, matching: Matching
) -> Iterator[ElementChange]:
    renamed = matching.new_key_of
    former = {area.key: area for area in old.areas}
    for area in new.areas:
        before = former.get(area.key)
        if before is None:
            yield ElementChange(
                ElementKind.AREA, area.key, area.title, ChangeKind.ADDED, area.title
            )
        else:
            changes = [
                *_fields(before, area),
                *_order("questions", before.questions, area.questions, renamed),
                *_order("templates", before.templates, area.templates),
            ]
            yield from _entry(ElementKind.AREA, area.key, area.title, changes, area.title)
        for question in area.questions:
            yield from _question(ElementKind.QUESTION, question, area, old, matching)
        if before:
            yield from _removed_questions(before, matching)
        for template in area.templates:
            yield from _template(template, area, old, renamed)
        if before:
            yield from _removed_templates(before, new)
    for area in old.areas:
        if area.key not in {one.key for one in new.areas}:
            yield ElementChange(
                ElementKind.AREA, area.key, area.title, ChangeKind.REMOVED, area.title
            )
            yield from _removed_questions(area, matching)
            yield from _removed_templates(area, new)


def _question(
    topic: ElementKind,
    question: Question,
    area: Area | None,
    old: CatalogueDocument,
    matching: Matching,
) -> Iterator[ElementChange]:
    pair = matching.by_new_key.get(question.key)
    title = area.title if area else None
    if pair is None:
        yield ElementChange(topic, question.key, question.text, ChangeKind.ADDED, title)
        return
    changes = [*_moved(old.area_of.get(pair.old.key), area), *_fields(pair.old, question)]
    yield from _entry(topic, question.key, question.text, changes, title)


def _template(
    template: Template, area: Area, old: CatalogueDocument, renamed: Mapping[str, str]
) -> Iterator[ElementChange]:
    before = old.template_by_key.get(template.key)
    if before is None:
        yield ElementChange(
            ElementKind.TEMPLATE, template.key, template.title, ChangeKind.ADDED, area.title
        )
        return
    # A new key of a question is told there, not once more for each of its measures.
    before = before.model_copy(
        update={
            field: {renamed.get(key, key): named for key, named in getattr(before, field).items()}
            for field in ("suggested_by", "suggested_by_exceptions")
        }
    )
    changes = [*_moved(old.area_of[template.key], area), *_fields(before, template)]
    yield from _entry(ElementKind.TEMPLATE, template.key, template.title, changes, area.title)


def _moved(before: Area | None, after: Area | None) -> Iterator[FieldChange]:
    """Yield where an element stood and stands; None is the page of opening facts."""
    if (before.key if before else None) != (after.key if after else None):
        yield FieldChange("area", before.title if before else None, after.title if after else None)


def _removed_questions(area: Area, matching: Matching) -> Iterator[ElementChange]:
    for question in area.questions:
        if question.key in {one.key for one in matching.only_old}:
            yield ElementChange(
                ElementKind.QUESTION, question.key, question.text, ChangeKind.REMOVED, area.title
            )


def _removed_templates(area: Area, new: CatalogueDocument) -> Iterator[ElementChange]:
    for template in area.templates:
        if template.key not in new.template_by_key:
            yield ElementChange(
                ElementKind.TEMPLATE, template.key, template.title, ChangeKind.REMOVED, area.title
            )


def comparable_levels(diff: CatalogueDiff) -> tuple[int, int]:
    """Return how many questions with levels can be compared, and how many the new one has."""
    levels = [question for question in diff.new.questions if question.kind is QuestionKind.LEVEL]
    return len(diff.matching.comparable), len(levels)
