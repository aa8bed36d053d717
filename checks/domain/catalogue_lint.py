"""What may trouble the people who answer a catalogue: warnings, each with a way out.

Pure: gets a `CatalogueDocument`, returns warnings with their places; the German is for the person
who writes the catalogue. A catalogue with warnings can be published. `accepted` beside a question
or template, or of the whole catalogue, silences a rule there and says why; what it silences in
vain is itself a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from checks.domain import catalogue_words as words
from checks.domain.catalogue import (
    LEVELS,
    LOW_LEVELS,
    Area,
    CatalogueDocument,
    Given,
    Question,
    QuestionKind,
    Template,
)
from checks.domain.catalogue_rules import Place
from checks.domain.conditions import can_be_asked, visible_keys
from checks.domain.ladder_lint import find_in_ladder
from checks.domain.readability import LONGEST_SENTENCE, Reading, sentences

SAME_MEASURE = 0.45
SAME_MEASURE_AT_ONE_QUESTION = 0.4
MOST_ASKED = 40
SMALL_HOUSE = 10
# The first level for which a measure is only good to have; below it must be there.
NEXT_LEVEL = len(LOW_LEVELS)

RULES = frozenset(
    {
        "two-ladders",
        "absolute",
        "topic-jump",
        "levels-alike",
        "unexplained",
        "long-sentence",
        "hard-to-read",
        "no-signs",
        "no-examples",
        "no-measure",
        "unled-measure",
        "measures-alike",
        "many-questions",
        "vain-acceptance",
    }
)


@dataclass(frozen=True)
class Warned:
    """A warning: its rule, its place in the document, the sentence, and whose it is.

    `owners` are keys of the question or template that can accept it; none means the catalogue.
    """

    rule: str
    place: Place
    reason: str
    owners: tuple[str, ...] = ()


def find_warnings(document: CatalogueDocument, hard: Collection[Reading] = ()) -> list[Warned]:
    """Return what is not accepted, and acceptances in vain.

    `hard` are the readings of elements that `readability` finds too hard.
    """
    found = [
        *_many_questions(document),
        *_of_facts(document),
        *_of_areas(document),
        *_alike_measures(document),
        *_hard_to_read(document, hard),
    ]
    accepted = _accepted(document)
    left = [
        warned
        for warned in found
        if not any(warned.rule in accepted[owner][1] for owner in warned.owners or ("",))
    ]
    return [*left, *_in_vain(found, accepted)]


def _accepted(document: CatalogueDocument) -> dict[str, tuple[Place, Mapping[str, str]]]:
    """Return place and accepted rules of the catalogue (without key) and of each element."""
    accepted: dict[str, tuple[Place, Mapping[str, str]]] = {"": ((), document.accepted)}
    for place, element in _elements(document):
        accepted[element.key] = (place, element.accepted)
    return accepted


def _in_vain(
    found: list[Warned], accepted: dict[str, tuple[Place, Mapping[str, str]]]
) -> Iterator[Warned]:
    met = {(owner, warned.rule) for warned in found for owner in warned.owners or ("",)}
    for owner, (place, rules) in accepted.items():
        for rule in rules:
            if rule not in RULES:
                reason = f"Eine Regel „{rule}“ gibt es nicht. Löschen Sie den Eintrag."
            elif (owner, rule) not in met:
                reason = f"Zu „{rule}“ gibt es hier keinen Hinweis mehr. Löschen Sie den Eintrag."
            else:
                continue
            yield Warned("vain-acceptance", (*place, "accepted", rule), reason)


def _elements(document: CatalogueDocument) -> Iterator[tuple[Place, Question | Template]]:
    for number, fact in enumerate(document.facts):
        yield ("facts", number), fact
    for area_number, area in enumerate(document.areas):
        for number, question in enumerate(area.questions):
            yield ("areas", area_number, "questions", number), question
        for number, template in enumerate(area.templates):
            yield ("areas", area_number, "templates", number), template


# --- The whole ------------------------------------------------------------------------------


def _many_questions(document: CatalogueDocument) -> Iterator[Warned]:
    """A small house where nothing special holds is asked what it can answer in one sitting."""
    facts = {fact.key: Given("answered", value=_of_small_house(fact)) for fact in document.facts}
    asked = set(visible_keys(document, facts)) - facts.keys()
    if len(asked) > MOST_ASKED:
        yield Warned(
            "many-questions",
            ("areas",),
            f"Ein kleines Haus wird {len(asked)}-mal gefragt, gut sind höchstens {MOST_ASKED} "
            "Fragen. Stellen Sie manche nur unter einer Bedingung, oder lassen Sie welche weg.",
        )


def _of_small_house(fact: Question) -> bool | int | str:
    if fact.kind is QuestionKind.NUMBER:
        return SMALL_HOUSE if fact.prefill else fact.minimum or 0
    if fact.options:
        return fact.options[0].key
    return False if fact.kind is QuestionKind.YES_NO else ""


def _of_facts(document: CatalogueDocument) -> Iterator[Warned]:
    yield from _of_texts(document, (), {"intro": document.intro}, ())
    for number, fact in enumerate(document.facts):
        yield from _of_texts(document, ("facts", number), _texts_of(fact), (fact.key,))


def _of_areas(document: CatalogueDocument) -> Iterator[Warned]:
    led = _levels_led_to_measures(document)
    never = {
        question.key for question in document.questions if not can_be_asked(question, document)
    }
    for area_number, area in enumerate(document.areas):
        here: Place = ("areas", area_number)
        yield from _of_texts(document, here, _texts_of_area(area), ())
        for number, question in enumerate(area.questions):
            place: Place = (*here, "questions", number)
            yield from _of_texts(document, place, _texts_of(question), (question.key,))
            if question.kind is QuestionKind.LEVEL:
                for rule, inner, reason in find_in_ladder(question):
                    yield Warned(rule, (*place, *inner), reason, (question.key,))
                yield from _unhelped(place, question, led)
        for number, template in enumerate(area.templates):
            place = (*here, "templates", number)
            yield from _of_texts(document, place, _texts_of_template(template), (template.key,))
            yield from _unled(place, template, never)


# --- Texts ----------------------------------------------------------------------------------

Texts = Mapping[str | tuple[str, int], str]


def _texts_of(question: Question) -> Texts:
    named = {"text": question.text, "help": question.help, "reason": question.reason}
    return {
        **{name: text for name, text in named.items() if text},
        **{("levels", level): text for level, text in enumerate(question.levels)},
        **{("signs", level): text for level, text in enumerate(question.signs)},
        **{("examples", level): text for level, text in question.examples.items()},
        **{("options", number): option.label for number, option in enumerate(question.options)},
    }


def _texts_of_template(template: Template) -> Texts:
    named = ("title", "what", "why", "existing")
    return {
        **{name: getattr(template, name) for name in named},
        **{("steps", number): step for number, step in enumerate(template.steps)},
        **({"pressing": template.pressing.why} if template.pressing else {}),
    }


def _texts_of_area(area: Area) -> Texts:
    prompt = area.requirement_prompt
    return {
        "title": area.title,
        "intro": area.intro,
        "requirement_prompt": " ".join((prompt.text, *(f"{one}." for one in prompt.starters))),
    }


def _of_texts(
    document: CatalogueDocument, place: Place, texts: Texts, owners: tuple[str, ...]
) -> Iterator[Warned]:
    """Warn of long sentences, and of hard words that nothing beside them explains."""
    together = " ".join(texts.values())
    known = {name for term in document.terms for name in (term.term, *term.forms)}
    met: set[str] = set()
    for name, text in texts.items():
        here = (*place, *((name,) if isinstance(name, str) else name))
        for sentence in sentences(text):
            number = len(sentence.split())
            if number > LONGEST_SENTENCE:
                reason = (
                    f"Ein Satz mit {number} Wörtern: „{words.beginning(sentence)}“. Teilen Sie "
                    f"ihn, gut sind höchstens {LONGEST_SENTENCE}."
                )
                yield Warned("long-sentence", here, reason, owners)
        for word in words.hard_words(text):
            is_term = any(word in name for name in known)
            if word in met or is_term or words.is_explained(word, together):
                continue
            met.add(word)
            reason = (
                f"„{word}“ kennt nicht jede:r. Nehmen Sie ein anderes Wort, erklären Sie es hier, "
                "oder nehmen Sie es unter „terms“ auf."
            )
            yield Warned("unexplained", here, reason, owners)


def _hard_to_read(document: CatalogueDocument, hard: Collection[Reading]) -> Iterator[Warned]:
    places: dict[str, tuple[Place, tuple[str, ...]]] = {
        area.key: (("areas", number), ()) for number, area in enumerate(document.areas)
    }
    places |= {element.key: (place, (element.key,)) for place, element in _elements(document)}
    for reading in hard:
        # Long sentences are told where they stand.
        if replace(reading, longest_sentence="").is_too_hard:
            place, owners = places[reading.key]
            reason = (
                f"Liest sich schwer (Wiener Sachtextformel {reading.grade:.1f}, schwerster Text "
                f"{reading.hardest_text:.1f}). Nehmen Sie kürzere Wörter und Sätze."
            )
            yield Warned("hard-to-read", place, reason, owners)


# --- Measures -------------------------------------------------------------------------------


def _levels_led_to_measures(document: CatalogueDocument) -> dict[str, set[int]]:
    led: dict[str, set[int]] = {}
    for template in document.templates:
        for key, levels in template.suggested_by.items():
            led.setdefault(key, set()).update(levels)
    return led


def _unhelped(
    place: Place, question: Question, led: Mapping[str, Collection[int]]
) -> Iterator[Warned]:
    if NEXT_LEVEL not in led.get(question.key, ()):
        reason = (
            f"Auf Stufe {NEXT_LEVEL} wird keine Maßnahme vorgeschlagen. Ergänzen Sie die Stufe "
            "unter „suggested_by“ einer Maßnahme."
        )
        yield Warned("no-measure", place, reason, (question.key,))


def _unled(place: Place, template: Template, never: Collection[str]) -> Iterator[Warned]:
    """Warn of a measure that only the best houses, or none at all, get suggested."""
    if any(key not in never for key in template.suggested_by_exceptions):
        return
    leading = {
        key: levels
        for key, levels in template.suggested_by.items()
        if key not in never and set(levels) != {max(LEVELS)}
    }
    if not leading:
        reason = (
            "Zu dieser Maßnahme kommt niemand: Sie wird nur auf der höchsten Stufe vorgeschlagen "
            "oder bei Fragen, die nie gestellt werden. Nennen Sie unter „suggested_by“ andere."
        )
        yield Warned("unled-measure", (*place, "suggested_by"), reason, (template.key,))


def _alike_measures(document: CatalogueDocument) -> Iterator[Warned]:
    listed = [
        (place, element, words.topic(element.title), words.topic(element.title, element.what))
        for place, element in _elements(document)
        if isinstance(element, Template)
    ]
    for (_, one, title, whole), (place, other, its_title, its_whole) in combinations(listed, 2):
        by_title = words.likeness(title, its_title)
        together = one.suggested_by.keys() & other.suggested_by.keys()
        enough = SAME_MEASURE_AT_ONE_QUESTION if together else SAME_MEASURE
        if by_title and (by_title + words.likeness(whole, its_whole)) / 2 >= enough:
            reason = (
                f"„{other.title}“ schlägt vielleicht dasselbe vor wie „{one.title}“ ({one.key}). "
                "Legen Sie beide zusammen, oder sagen Sie im Titel, was anders ist."
            )
            yield Warned("measures-alike", place, reason, (other.key, one.key))
