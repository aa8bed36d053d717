"""What changed between two catalogues, in German, for the person who writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from checks.domain.catalogue import (
    CatalogueDocument,
    Condition,
    Criterion,
    Effort,
    ExceptionOption,
    Option,
    Pressing,
    Question,
    QuestionKind,
    Term,
)
from checks.domain.catalogue_diff import (
    CatalogueDiff,
    ChangeKind,
    ElementChange,
    ElementKind,
    FieldChange,
    comparable_levels,
)

SHORT = 48
NOTHING = "nichts"
TOPICS = {
    ElementKind.CATALOGUE: "Katalog",
    ElementKind.FACT: "Angabe",
    ElementKind.AREA: "Handlungsfeld",
    ElementKind.QUESTION: "Frage",
    ElementKind.TEMPLATE: "Maßnahme",
}
FATES = {ChangeKind.ADDED: "neu", ChangeKind.REMOVED: "gestrichen", ChangeKind.CHANGED: "geändert"}
FIELDS = {
    "key": "Schlüssel",
    "version": "Version",
    "title": "Titel",
    "language": "Sprache",
    "intro": "Einleitung",
    "area": "Ort",
    "kind": "Art der Antwort",
    "text": "Wortlaut",
    "help": "Hilfe",
    "reason": "Warum das wichtig ist",
    "levels": "Stufe",
    "signs": "Zeichen für Stufe",
    "examples": "Beispiel zu Stufe",
    "exceptions": "Ausnahmen",
    "accepted": "Hingenommener Hinweis",
    "terms": "Begriffe",
    "options": "Antworten zur Auswahl",
    "minimum": "Kleinste Zahl",
    "maximum": "Größte Zahl",
    "condition": "Bedingung",
    "prefill": "Vorab eingetragen",
    "formerly": "Frühere Schlüssel",
    "prompt_text": "Frage nach Anforderungen",
    "prompt_starters": "Beispiele für Anforderungen",
    "what": "Was getan wird",
    "why": "Was es bringt",
    "existing": "Was schon da ist",
    "steps": "Erste Schritte",
    "effort": "Aufwand",
    "rating_value": "Bewertung",
    "rating_reason": "Grund der Bewertung",
    "suggested_by": "Vorgeschlagen bei",
    "suggested_by_exceptions": "Vorgeschlagen bei Ausnahmen von",
    "pressing": "Kann nicht warten",
    "keywords": "Stichwörter",
    "order_of_facts": "Reihenfolge der Angaben",
    "order_of_areas": "Reihenfolge der Handlungsfelder",
    "order_of_questions": "Reihenfolge der Fragen",
    "order_of_templates": "Reihenfolge der Maßnahmen",
}
KINDS = {
    QuestionKind.LEVEL: "Stufen",
    QuestionKind.CHOICE: "eine Antwort aus mehreren",
    QuestionKind.CHOICES: "mehrere Antworten",
    QuestionKind.YES_NO: "Ja oder Nein",
    QuestionKind.NUMBER: "eine Zahl",
    QuestionKind.TEXT: "freier Text",
}
CRITERIA = {
    Criterion.FEASIBILITY: "einfache Umsetzbarkeit",
    Criterion.BENEFIT: "klarer Mehrwert",
    Criterion.CAPABILITY: "eigene Fähigkeiten",
    Criterion.INTEGRATION: "keine digitalen Inseln",
    Criterion.REUSE: "vorhandene Systeme",
}
PREFILLED = {"field_of_work": "Arbeitsfeld", "staff_count": "Zahl der Mitarbeitenden"}


def describe(diff: CatalogueDiff) -> Iterator[str]:
    """Yield what changed and what it means, line by line."""
    yield _head(diff)
    if diff.old == diff.new:
        yield ""
        yield "Beide sind gleich."
        return
    area: str | None = None
    for entry in diff.entries:
        if entry.area != area and entry.area is not None:
            yield ""
            yield f"== {entry.area} =="
        elif entry.area is None:
            yield ""
        area = entry.area
        yield from _entry(entry, diff)
    yield ""
    yield "Was das bedeutet"
    for line in (*_meaning(diff), *_advice(diff)):
        yield f"- {line}"


def _head(diff: CatalogueDiff) -> str:
    if (diff.old.key, diff.old.title) == (diff.new.key, diff.new.title):
        return f"{_named(diff.old)} → Version {diff.new.version}"
    return f"{_named(diff.old)} → {_named(diff.new)}"


def _named(document: CatalogueDocument) -> str:
    return f"{document.title} ({document.key}), Version {document.version}"


def _entry(entry: ElementChange, diff: CatalogueDiff) -> Iterator[str]:
    name = f"{TOPICS[entry.topic]} „{entry.name}“ ({entry.key})"
    if entry.fate is not ChangeKind.CHANGED:
        yield f"{name}: {FATES[entry.fate]}"
        return
    yield name
    for change in entry.changes:
        yield from _change(change, diff)


def _change(change: FieldChange, diff: CatalogueDiff) -> Iterator[str]:
    label = FIELDS[change.field]
    if change.field.startswith("rating_"):
        label = f"{label}, {CRITERIA[Criterion(str(change.part))]}"
    elif change.part is not None:
        label = f"{label} {change.part}"
    before = in_words(change.field, change.before, diff.old)
    after = in_words(change.field, change.after, diff.new)
    if len(before) + len(after) <= SHORT:
        yield f"  {label}: {before} → {after}"
        return
    yield f"  {label}"
    yield f"    bisher: {before}"
    yield f"    jetzt:  {after}"


def in_words(field: str, value: Any, document: CatalogueDocument) -> str:
    """Return the value of a field as one reads it aloud; `document` explains conditions."""
    if field == "area":
        return value or "Angaben zur Organisation"
    if value is None or value == ():
        return NOTHING
    say = WAYS.get(field)
    if say:
        return say(value)
    if field == "exceptions":
        return ", ".join(_exception(one, document) for one in value)
    if isinstance(value, Condition):
        return condition_in_words(value, document)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def _options(options: Sequence[Option]) -> str:
    return ", ".join(f"„{option.label}“ ({option.key})" for option in options)


def _exception(one: ExceptionOption | str, document: CatalogueDocument) -> str:
    """Return an exception of the catalogue, or the key of one at a question."""
    if isinstance(one, str):
        return one
    when = f", wenn {condition_in_words(one.condition, document)}" if one.condition else ""
    return f"„{one.label}“ ({one.key}{when})"


def _terms(terms: Sequence[Term]) -> str:
    return " / ".join(f"{', '.join((one.term, *one.forms))}: {one.note}" for one in terms)


def _effort(effort: Effort) -> str:
    hours = "1 Stunde" if effort.hours == 1 else f"{effort.hours} Stunden"
    days = "einem Tag" if effort.days == 1 else f"{effort.days} Tagen"
    return f"{hours} in {days}"


def _levels(levels: Sequence[int]) -> str:
    return ("Stufe " if len(levels) == 1 else "Stufen ") + _joined(list(map(str, levels)))


def _pressing(pressing: Pressing) -> str:
    where = "; ".join(f"{key} {_levels(levels)}" for key, levels in pressing.at.items())
    return f"bei {where}: {pressing.why}{f' ({pressing.law})' if pressing.law else ''}"


def _sentences(sentences: Sequence[str]) -> str:
    return " / ".join(sentences)


WAYS: dict[str, Callable[[Any], str]] = {
    "kind": lambda kind: KINDS[kind],
    "options": _options,
    "effort": _effort,
    "suggested_by": _levels,
    "pressing": _pressing,
    "prefill": lambda name: PREFILLED[name],
    "steps": _sentences,
    "prompt_starters": _sentences,
    "levels": lambda said: said if isinstance(said, str) else _sentences(said),
    "signs": lambda said: said if isinstance(said, str) else _sentences(said),
    "terms": _terms,
}


def condition_in_words(condition: Condition, document: CatalogueDocument) -> str:
    """Return when a question is asked, naming the questions it looks at by their words."""
    if condition.not_ is not None:
        return f"nicht ({condition_in_words(condition.not_, document)})"
    parts = condition.all_ or condition.any_
    if parts:
        word = " und " if condition.all_ else " oder "
        return word.join(f"({condition_in_words(part, document)})" for part in parts)
    question = document.by_key[str(condition.answer)]
    name = f"„{question.text}“"
    if condition.at_least is not None:
        return f"{name} mindestens {condition.at_least}"
    if condition.at_most is not None:
        return f"{name} höchstens {condition.at_most}"
    wanted = [_answer(question, value) for value in condition.in_ or (condition.is_,)]
    return f"{name}: {' oder '.join(wanted)}"


def _answer(question: Question, value: object) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    if question.kind is QuestionKind.LEVEL:
        return f"Stufe {value}"
    labels = {option.key: option.label for option in question.options}
    return labels.get(str(value), str(value))


def _joined(words: Sequence[str]) -> str:
    """Return words as a German list: a, b und c."""
    return " und ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _meaning(diff: CatalogueDiff) -> Iterator[str]:
    """Say what becomes of running checks and of comparing."""
    if diff.old.key != diff.new.key:
        yield (
            "Das sind zwei verschiedene Kataloge. Laufende Checks lassen sich nicht umstellen. "
            "Ein neuer Check übernimmt Antworten auf Fragen, die genau gleich lauten, also "
            f"{_questions(len(diff.same))}."
        )
    else:
        gone = len(diff.matching.only_old) + len(diff.of_other_kind)
        yield (
            "Laufende Checks bleiben auf ihrer Version, bis jemand sie umstellt. Für Fragen und "
            "Angaben gilt dann:"
        )
        yield f"Die Antwort bleibt, wie sie ist: {_questions(len(diff.same))}."
        yield (
            "Die Antwort bleibt und ist zu prüfen, weil der Wortlaut ein anderer ist: "
            f"{_questions(len(diff.to_review) - len(diff.regrouped))}."
        )
        if diff.regrouped:
            yield (
                "Die Antwort bleibt und ist zu prüfen, weil aus einer Frage mehrere wurden oder "
                f"aus mehreren eine: {_questions(len(diff.regrouped))}."
            )
        yield f"Die Antwort hat keinen Platz mehr und bleibt aufgehoben: {_questions(gone)}."
        if diff.narrowed:
            yield (
                "Aufgehoben wird auch eine Antwort, die es nicht mehr gibt: "
                f"{_questions(len(diff.narrowed))} ist die Auswahl kleiner oder die Zahl enger."
            )
        yield f"Es gibt noch keine Antwort: {_questions(len(diff.matching.only_new))}."
    comparable, total = comparable_levels(diff)
    reworded = sum(pair in diff.to_review for pair in diff.matching.comparable)
    yield (
        f"Mit früheren Checks vergleichbar: {comparable} von {total} Fragen mit Stufen, "
        f"davon {reworded} mit anderem Wortlaut."
    )


def _questions(number: int) -> str:
    """Return a number of questions and opening facts in words."""
    return {0: "bei keiner Frage", 1: "bei 1 Frage"}.get(number, f"bei {number} Fragen")


def _advice(diff: CatalogueDiff) -> Iterator[str]:
    """Say what to do before publishing."""
    if diff.old.key == diff.new.key and diff.new.version <= diff.old.version:
        yield (f"Vor dem Veröffentlichen: „version“ auf mindestens {diff.old.version + 1} erhöhen.")
    for pair in diff.likely_renamed:
        yield (
            f"Ist „{pair.new.key}“ dieselbe Frage wie bisher „{pair.old.key}“? Dann schreiben "
            f"Sie dort „formerly: [{pair.old.key}]“, sonst gehen die Antworten nicht mit."
        )
