"""The structure of a catalogue: areas, questions, conditions and measure templates.

Plain, frozen data without any knowledge of Django, YAML or the database. A catalogue
document is what a consultant writes in a YAML file, what `import_catalogue` stores and
what a running check reads. Everything that must hold inside one element (lengths, ranges,
required texts) is declared here; what must hold between elements (unique keys, conditions
without cycles, a measure for every low answer) is judged by `catalogue_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

LEVELS = (0, 1, 2, 3, 4)
LOW_LEVELS = (0, 1)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=1200)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]
Level = Annotated[int, Field(ge=0, le=4, strict=True)]
RatingValue = Annotated[int, Field(ge=1, le=5, strict=True)]
# Without „strict“ a text such as "08" or "1_000" would pass for a number.
Whole = Annotated[int, Field(strict=True)]
Scalar = bool | int | str


class Criterion(StrEnum):
    """The five criteria on which measures are prioritised (DESIGN, section 1)."""

    FEASIBILITY = "feasibility"
    BENEFIT = "benefit"
    CAPABILITY = "capability"
    INTEGRATION = "integration"
    REUSE = "reuse"


class QuestionKind(StrEnum):
    """How a question is answered."""

    LEVEL = "level"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


class Element(BaseModel):
    """Base of everything in a catalogue: frozen, and unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Element):
    """When a question is asked.

    Either a comparison with one earlier answer (`answer` and exactly one of `is`, `in`,
    `at_least`, `at_most`) or a combination of conditions (exactly one of `all`, `any`,
    `not`).
    """

    answer: Key | None = None
    is_: Scalar | None = Field(default=None, alias="is")
    in_: tuple[Scalar, ...] | None = Field(default=None, alias="in", min_length=1)
    at_least: Whole | None = None
    at_most: Whole | None = None
    all_: tuple[Condition, ...] | None = Field(default=None, alias="all", min_length=1)
    any_: tuple[Condition, ...] | None = Field(default=None, alias="any", min_length=1)
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        comparisons = [self.is_, self.in_, self.at_least, self.at_most]
        combinations = [self.all_, self.any_, self.not_]
        compared = sum(part is not None for part in comparisons)
        combined = sum(part is not None for part in combinations)
        if self.answer is not None and (compared != 1 or combined):
            raise ValueError("condition_comparison")
        if self.answer is None and (combined != 1 or compared):
            raise ValueError("condition_combination")
        return self

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all questions and facts this condition looks at."""
        if self.answer is not None:
            return frozenset({self.answer})
        parts = self.all_ or self.any_ or ((self.not_,) if self.not_ else ())
        return frozenset().union(*(part.keys for part in parts))


class Option(Element):
    """One possible answer of a question with a fixed choice."""

    key: Key
    label: Line


class ExceptionOption(Option):
    """What an answer may not hold for, such as one site; `label` fits after „gilt nicht für“."""

    condition: Condition | None = None


class Term(Element):
    """A hard word and one sentence that explains it; `forms` are its other spellings."""

    term: Line
    forms: tuple[Line, ...] = Field(default=(), max_length=8)
    note: Sentence


class Question(Element):
    """One question of the check, or one opening fact.

    `levels` holds exactly five sentences for kind `level`, `options` at least two options
    for kinds `choice` and `choices`; both are empty otherwise. `prefill` names a property of
    the organisation that answers an opening fact beforehand. `formerly` are the keys that the
    question had in earlier versions or other catalogues.

    Only for kind `level`: `signs` say for each level what one can see there, `examples` tell a
    scene for some of them, and `exceptions` are the keys of the catalogue's exceptions that make
    sense here; none means all. `accepted` says why a warning of the strict check is none, by the
    key of its rule.
    """

    key: Key
    kind: QuestionKind = QuestionKind.LEVEL
    text: Line
    help: Text | None = None
    reason: Text | None = None
    levels: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()
    minimum: Whole | None = None
    maximum: Whole | None = None
    condition: Condition | None = None
    prefill: Literal["field_of_work", "staff_count"] | None = None
    formerly: tuple[Key, ...] = Field(default=(), max_length=12)
    signs: tuple[Sentence, ...] = ()
    # Keys come as texts from YAML and JSON; which there may be is judged below.
    examples: dict[int, Sentence] = Field(default={})
    exceptions: tuple[Key, ...] = ()
    accepted: dict[Key, Sentence] = Field(default={})

    def __hash__(self) -> int:
        """Return the hash of the key: mappings among the fields have none."""
        return hash(self.key)

    @model_validator(mode="after")
    def _answers_fit_the_kind(self) -> Question:
        if self.kind is QuestionKind.LEVEL and len(self.levels) != len(LEVELS):
            raise ValueError("five_levels")
        only_with_levels = self.levels or self.signs or self.examples or self.exceptions
        if self.kind is not QuestionKind.LEVEL and only_with_levels:
            raise ValueError("levels_without_level_kind")
        if self.signs and len(self.signs) != len(LEVELS):
            raise ValueError("five_signs")
        if not self.examples.keys() <= {*LEVELS}:
            raise ValueError("example_levels")
        has_choice = self.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
        if has_choice and len(self.options) < 2:
            raise ValueError("two_options")
        if not has_choice and self.options:
            raise ValueError("options_without_choice_kind")
        if self.kind is QuestionKind.LEVEL and not (self.help and self.reason):
            raise ValueError("help_and_reason")
        return self


class Effort(Element):
    """What a measure typically costs: hours of work and days until it is done."""

    hours: Annotated[int, Field(ge=1, le=2000, strict=True)]
    days: Annotated[int, Field(ge=1, le=1000, strict=True)]


class SuggestedRating(Element):
    """A default rating of a measure template on one criterion, with its reason."""

    value: RatingValue
    reason: Text


class Pressing(Element):
    """Why a measure cannot wait: people or data are at risk, or a law asks for it now.

    `at` maps question keys to the levels at which that holds, `law` names act and article.
    """

    at: dict[Key, tuple[Level, ...]] = Field(min_length=1)
    why: Sentence
    law: Line | None = None

    @model_validator(mode="after")
    def _levels_named(self) -> Pressing:
        if any(not levels for levels in self.at.values()):
            raise ValueError("pressing_levels_missing")
        return self


class Template(Element):
    """A measure that answers can suggest.

    `suggested_by` maps question keys to the levels at which the measure is suggested,
    `suggested_by_exceptions` to the exceptions with which it is; `keywords` are lower-case word
    beginnings that, found in a requirement of the same area, count as further evidence.
    """

    key: Key
    title: Line
    what: Text
    why: Text
    existing: Text
    steps: tuple[Text, ...] = Field(min_length=3, max_length=6)
    effort: Effort
    ratings: dict[Criterion, SuggestedRating]
    suggested_by: dict[Key, tuple[Level, ...]] = Field(min_length=1)
    suggested_by_exceptions: dict[Key, tuple[Key, ...]] = Field(default={})
    pressing: Pressing | None = None
    keywords: tuple[Line, ...] = ()
    accepted: dict[Key, Sentence] = Field(default={})

    @property
    def question_keys(self) -> frozenset[str]:
        """The keys of all questions that can suggest it, by a level or an exception."""
        return frozenset(self.suggested_by) | frozenset(self.suggested_by_exceptions)

    @model_validator(mode="after")
    def _all_criteria_rated(self) -> Template:
        if set(self.ratings) != set(Criterion):
            raise ValueError("five_ratings")
        if any(not levels for levels in self.suggested_by.values()):
            raise ValueError("levels_missing")
        if any(not named for named in self.suggested_by_exceptions.values()):
            raise ValueError("exceptions_missing")
        return self


class RequirementPrompt(Element):
    """The question for requirements at the end of an area, with two or three starters."""

    text: Line
    starters: tuple[Line, ...] = Field(min_length=2, max_length=3)


class Area(Element):
    """A Handlungsfeld with its questions and measure templates."""

    key: Key
    title: Line
    intro: Text
    requirement_prompt: RequirementPrompt
    questions: tuple[Question, ...] = Field(min_length=1)
    templates: tuple[Template, ...] = ()


class CatalogueDocument(Element):
    """A whole catalogue.

    The lookups are computed once and kept, because a published catalogue never changes.
    """

    key: Key
    version: Annotated[int, Field(ge=1, le=9999, strict=True)]
    title: Line
    language: Literal["de"] = "de"
    intro: Text
    facts: tuple[Question, ...] = Field(default=(), max_length=12)
    exceptions: tuple[ExceptionOption, ...] = Field(default=(), max_length=12)
    terms: tuple[Term, ...] = Field(default=(), max_length=100)
    areas: tuple[Area, ...] = Field(min_length=1, max_length=20)
    accepted: dict[Key, Sentence] = Field(default_factory=dict)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions of all areas in order, without the opening facts."""
        return tuple(question for area in self.areas for question in area.questions)

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """All measure templates of all areas in order."""
        return tuple(template for area in self.areas for template in area.templates)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Opening facts and questions by key."""
        return {question.key: question for question in (*self.facts, *self.questions)}

    @cached_property
    def area_of(self) -> dict[str, Area]:
        """The area of every question and of every template, by its key."""
        found = {question.key: area for area in self.areas for question in area.questions}
        found |= {template.key: area for area in self.areas for template in area.templates}
        return found

    @cached_property
    def template_by_key(self) -> dict[str, Template]:
        """Measure templates by key."""
        return {template.key: template for template in self.templates}

    @cached_property
    def term_positions(self) -> dict[str, int]:
        """Which term a word is, by its spelling."""
        return {
            word: position
            for position, term in enumerate(self.terms)
            for word in (term.term, *term.forms)
        }

    @cached_property
    def term_pattern(self) -> re.Pattern[str] | None:
        """Finds terms as whole words, the longest first; None without any."""
        words = sorted(self.term_positions, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None

    @cached_property
    def conditions_in_order(self) -> tuple[tuple[str, Condition], ...]:
        """Keys with their conditions, each after those its condition looks at.

        Raises `ValueError` when conditions depend on each other in a circle or on a key that
        the document does not have.
        """
        conditions = {key: asked.condition for key, asked in self.by_key.items() if asked.condition}
        needs = {key: condition.keys for key, condition in conditions.items()}
        unknown = {key for keys in needs.values() for key in keys} - self.by_key.keys()
        if unknown:
            raise ValueError(f"conditions look at unknown keys: {', '.join(sorted(unknown))}")
        try:
            order = tuple(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = " → ".join(error.args[1])
            raise ValueError(f"conditions in a circle: {circle}") from error
        return tuple((key, conditions[key]) for key in order if key in conditions)


State = Literal["answered", "unknown", "not_applicable"]
Value = bool | int | str | Sequence[str]


class Given(NamedTuple):
    """An answer that was given.

    `level` is set for answered level questions, `value` for answers of every other kind: an
    option's key, a sequence of them, a number, a text, or yes and no as a bool. A question
    that is still open has no `Given` at all. `exceptions` are the keys of what the answer does
    not hold for.
    """

    state: State
    level: int | None = None
    value: Value | None = None
    exceptions: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the question was answered in substance."""
        return self.state == "answered"

    @property
    def is_unknown(self) -> bool:
        """Whether the answer is „Weiß ich nicht“."""
        return self.state == "unknown"

    @property
    def is_not_applicable(self) -> bool:
        """Whether the answer is „Trifft nicht zu“."""
        return self.state == "not_applicable"
