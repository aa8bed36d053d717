"""What must hold between the elements of a catalogue, beyond what each one declares.

Pure: gets a `CatalogueDocument`, returns problems with their places. The reasons are German,
for the person who writes the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from checks.domain.catalogue import (
    LEVELS,
    LOW_LEVELS,
    CatalogueDocument,
    Condition,
    Question,
    QuestionKind,
)
from checks.domain.check_flow import FACTS_KEY

Place = tuple[str | int, ...]

# What the organisation told already, and the kind of fact that takes it up.
PREFILLED = {"field_of_work": QuestionKind.CHOICE, "staff_count": QuestionKind.NUMBER}
# For words that YAML takes for something else: no, on, 2027.
QUOTE_WORDS = "Ist ein Wort gemeint, setzen Sie es in Anführungszeichen."


@dataclass(frozen=True)
class RuleProblem:
    """A broken rule: its place as keys and indexes into the document, and the reason."""

    place: Place
    reason: str


def find_problems(document: CatalogueDocument) -> list[RuleProblem]:
    """Return everything that does not fit together, in the order of the document.

    Keys are unique; opening facts can be asked on one page; conditions name
    existing questions, fit their kind and form no circle; measures are suggested by level
    questions and cannot wait only where they are suggested; exceptions named are there and can be
    noted; every answer on level 0 or 1 leads to a measure.
    """
    return [
        *_doubled_keys(document),
        *_taken_keys(document),
        *_wrong_earlier_keys(document),
        *_wrong_facts(document),
        *_impossible_numbers(document),
        *_wrong_conditions(document),
        *_circle(document),
        *_wrong_suggestions(document),
        *_wrong_exceptions(document),
        *_pressing_without_suggestion(document),
        *_low_levels_without_measure(document),
    ]


def _elements(document: CatalogueDocument) -> Iterator[tuple[Place, str]]:
    """Yield place and key of every fact, question and template."""
    for number, fact in enumerate(document.facts):
        yield ("facts", number), fact.key
    for area_number, area in enumerate(document.areas):
        for number, question in enumerate(area.questions):
            yield ("areas", area_number, "questions", number), question.key
        for number, template in enumerate(area.templates):
            yield ("areas", area_number, "templates", number), template.key


def _questions(document: CatalogueDocument) -> Iterator[tuple[Place, Question]]:
    for number, fact in enumerate(document.facts):
        yield ("facts", number), fact
    for area_number, area in enumerate(document.areas):
        for number, question in enumerate(area.questions):
            yield ("areas", area_number, "questions", number), question


def _doubled(named: Iterator[tuple[Place, str]], what: str) -> Iterator[RuleProblem]:
    seen: set[str] = set()
    for place, name in named:
        if name in seen:
            yield RuleProblem(place, f"{what} „{name}“ gibt es schon weiter oben.")
        seen.add(name)


def _doubled_keys(document: CatalogueDocument) -> Iterator[RuleProblem]:
    yield from _doubled(_elements(document), "Den Schlüssel")
    areas = ((("areas", number), area.key) for number, area in enumerate(document.areas))
    yield from _doubled(areas, "Das Handlungsfeld")
    titles = (
        (("areas", area_number, "templates", number, "title"), template.title)
        for area_number, area in enumerate(document.areas)
        for number, template in enumerate(area.templates)
    )
    yield from _doubled(titles, "Eine Maßnahme mit dem Titel")
    for place, question in _questions(document):
        options = (
            ((*place, "options", number), option.key)
            for number, option in enumerate(question.options)
        )
        yield from _doubled(options, "Die Antwort")
        named = (((*place, "exceptions", n), key) for n, key in enumerate(question.exceptions))
        yield from _doubled(named, "Die Ausnahme")
    exceptions = ((("exceptions", n), one.key) for n, one in enumerate(document.exceptions))
    yield from _doubled(exceptions, "Die Ausnahme")
    words = (
        (("terms", number), word)
        for number, term in enumerate(document.terms)
        for word in (term.term, *term.forms)
    )
    yield from _doubled(words, "Den Begriff")


def _taken_keys(document: CatalogueDocument) -> Iterator[RuleProblem]:
    """Areas, their questions and the opening facts are pages of a check, each with its key."""
    areas = {area.key for area in document.areas}
    for place, question in _questions(document):
        if place[0] == "areas" and question.key in areas:
            reason = f"Den Schlüssel „{question.key}“ hat schon ein Handlungsfeld."
            yield RuleProblem(place, reason)
    pages: list[tuple[Place, str]] = [
        (("areas", number), area.key) for number, area in enumerate(document.areas)
    ]
    pages += [(place, question.key) for place, question in _questions(document)]
    for place, key in pages:
        if key == FACTS_KEY:
            yield RuleProblem(place, f"Der Schlüssel „{key}“ ist vergeben, bitte anders nennen.")


def _wrong_earlier_keys(document: CatalogueDocument) -> Iterator[RuleProblem]:
    """An earlier key leads to another question than itself, and is named there once."""
    for place, question in _questions(document):
        for number, key in enumerate(question.formerly):
            here = (*place, "formerly", number)
            if key == question.key:
                reason = f"„{key}“ unter „formerly“ ist der Schlüssel der Frage selbst."
                yield RuleProblem(here, reason)
            elif key in question.formerly[:number]:
                reason = f"Der frühere Schlüssel „{key}“ steht hier schon."
                yield RuleProblem(here, reason)


def _wrong_facts(document: CatalogueDocument) -> Iterator[RuleProblem]:
    """All facts stand on one page before the questions, so none can depend on another."""
    for number, fact in enumerate(document.facts):
        place: Place = ("facts", number)
        if fact.kind is QuestionKind.LEVEL:
            yield RuleProblem(place, "Eine Angabe unter „facts“ kann keine Stufen haben.")
        if fact.condition:
            reason = "Eine Angabe unter „facts“ kann keine Bedingung haben."
            yield RuleProblem((*place, "condition"), reason)
        if fact.prefill and fact.kind is not PREFILLED[fact.prefill]:
            reason = f"„prefill: {fact.prefill}“ braucht „kind: {PREFILLED[fact.prefill]}“."
            yield RuleProblem((*place, "prefill"), reason)


def _impossible_numbers(document: CatalogueDocument) -> Iterator[RuleProblem]:
    for place, question in _questions(document):
        low, high = question.minimum, question.maximum
        if low is not None and high is not None and low > high:
            yield RuleProblem((*place, "maximum"), "„maximum“ ist kleiner als „minimum“.")


def _wrong_conditions(document: CatalogueDocument) -> Iterator[RuleProblem]:
    for place, question in _questions(document):
        if question.condition:
            for reason in _wrong_in(question.condition, document):
                yield RuleProblem((*place, "condition"), reason)
    for number, one in enumerate(document.exceptions):
        for reason in _wrong_in(one.condition, document) if one.condition else ():
            yield RuleProblem(("exceptions", number, "condition"), reason)


def _wrong_in(condition: Condition, document: CatalogueDocument) -> Iterator[str]:
    if condition.answer is None:
        parts = (*(condition.all_ or ()), *(condition.any_ or ()))
        for part in parts or ((condition.not_,) if condition.not_ else ()):
            yield from _wrong_in(part, document)
        return
    asked = document.by_key.get(condition.answer)
    if asked is None:
        yield f"Die Bedingung nennt „{condition.answer}“, aber diese Frage gibt es nicht."
        return
    compares_size = condition.at_least is not None or condition.at_most is not None
    if compares_size:
        if asked.kind not in (QuestionKind.NUMBER, QuestionKind.LEVEL):
            yield f"„{asked.key}“ ist keine Zahl und keine Stufe, „at_least“ passt hier nicht."
        return
    for value in condition.in_ or (condition.is_,):
        if not _is_possible(value, asked):
            said = str(value).lower() if isinstance(value, bool) else value
            means_word = asked.options and not isinstance(value, str)
            yield (
                f"„{said}“ ist keine mögliche Antwort auf „{asked.key}“."
                f"{f' {QUOTE_WORDS}' if means_word else ''}"
            )


def _is_possible(value: object, asked: Question) -> bool:
    """Whether a question can be answered with `value`."""
    if asked.kind is QuestionKind.YES_NO:
        return isinstance(value, bool)
    if asked.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        return value in {option.key for option in asked.options}
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if asked.kind is QuestionKind.LEVEL:
        return is_number and value in LEVELS
    return is_number and asked.kind is QuestionKind.NUMBER


def _circle(document: CatalogueDocument) -> Iterator[RuleProblem]:
    questions = {question.key: (place, question) for place, question in _questions(document)}
    needs = {
        key: question.condition.keys & questions.keys()
        for key, (_, question) in questions.items()
        if question.condition
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        keys = error.args[1]
        place, _ = questions[keys[0]]
        way = " → ".join(reversed(keys))
        yield RuleProblem((*place, "condition"), f"Bedingungen hängen im Kreis: {way}.")


def _wrong_suggestions(document: CatalogueDocument) -> Iterator[RuleProblem]:
    for area_number, area in enumerate(document.areas):
        for number, template in enumerate(area.templates):
            place: Place = ("areas", area_number, "templates", number, "suggested_by")
            for key in template.suggested_by:
                asked = document.by_key.get(key)
                if asked is None:
                    reason = f"Die Maßnahme nennt „{key}“, aber diese Frage gibt es nicht."
                    yield RuleProblem((*place, key), reason)
                elif asked.kind is not QuestionKind.LEVEL:
                    reason = f"„{key}“ hat keine Stufen und kann keine Maßnahme vorschlagen."
                    yield RuleProblem((*place, key), reason)


def _wrong_exceptions(document: CatalogueDocument) -> Iterator[RuleProblem]:
    """Exceptions that are named exist, and can be noted where a measure waits for them."""
    known = {one.key for one in document.exceptions}
    named: list[tuple[Place, str]] = [
        ((*place, "exceptions", number), key)
        for place, question in _questions(document)
        for number, key in enumerate(question.exceptions)
    ]
    for area_number, area in enumerate(document.areas):
        for number, template in enumerate(area.templates):
            place: Place = ("areas", area_number, "templates", number, "suggested_by_exceptions")
            for key, exceptions in template.suggested_by_exceptions.items():
                asked = document.by_key.get(key)
                named += [((*place, key, n), one) for n, one in enumerate(exceptions)]
                if asked is None:
                    reason = f"Die Maßnahme nennt „{key}“, aber diese Frage gibt es nicht."
                    yield RuleProblem((*place, key), reason)
                elif asked.kind is not QuestionKind.LEVEL:
                    reason = f"Bei „{key}“ lassen sich keine Ausnahmen anmerken."
                    yield RuleProblem((*place, key), reason)
                elif asked.exceptions:
                    for one in known.intersection(exceptions).difference(asked.exceptions):
                        reason = f"Die Ausnahme „{one}“ steht bei „{key}“ nicht zur Wahl."
                        yield RuleProblem((*place, key), reason)
    for where, key in named:
        if key not in known:
            reason = f"Die Ausnahme „{key}“ steht nicht unter „exceptions“ im Katalog."
            yield RuleProblem(where, reason)


def _pressing_without_suggestion(document: CatalogueDocument) -> Iterator[RuleProblem]:
    """What cannot wait is suggested, too: otherwise nobody could take it up."""
    for area_number, area in enumerate(document.areas):
        for number, template in enumerate(area.templates):
            place: Place = ("areas", area_number, "templates", number, "pressing", "at")
            for key, levels in template.pressing.at.items() if template.pressing else ():
                missing = sorted({*levels} - {*template.suggested_by.get(key, ())})
                if missing:
                    words = " und ".join(map(str, missing))
                    reason = (
                        f"Bei „{key}“ auf Stufe {words} kann die Maßnahme nicht warten, wird dort "
                        "aber unter „suggested_by“ nicht vorgeschlagen."
                    )
                    yield RuleProblem((*place, key), reason)


def _low_levels_without_measure(document: CatalogueDocument) -> Iterator[RuleProblem]:
    suggested = {
        (key, level)
        for template in document.templates
        for key, levels in template.suggested_by.items()
        for level in levels
    }
    for place, question in _questions(document):
        if question.kind is QuestionKind.LEVEL:
            missing = [level for level in LOW_LEVELS if (question.key, level) not in suggested]
            if missing:
                levels = " und ".join(map(str, missing))
                reason = f"Zu „{question.key}“ auf Stufe {levels} gibt es keine Maßnahme."
                yield RuleProblem(place, reason)
