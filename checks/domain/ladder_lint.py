"""What makes two people choose different levels of one question for the same house.

Pure. Each finding has the key of its rule, a place inside of the question, and a German sentence
with a way out; `catalogue_lint` gathers them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise, zip_longest

from checks.domain import catalogue_words as words
from checks.domain.catalogue import Question
from checks.domain.catalogue_rules import Place

HIGH_LEVELS = (3, 4)
WITH_EXAMPLE = (1, 3)
# A half that says what the level below said adds nothing that could move by itself.
CONTAINED = 0.5
SAME_TOPIC = 0.15
WORDS_TO_COMPARE = 4
SAME_LEVEL = 0.85

Finding = tuple[str, Place, str]


def find_in_ladder(question: Question) -> Iterator[Finding]:
    """Yield what is found in a question with levels."""
    yield from _two_questions(question)
    yield from _two_ladders(question)
    yield from _absolutes(question)
    yield from _jumps(question)
    yield from _alike_levels(question)
    yield from _unshown(question)


def _two_questions(question: Question) -> Iterator[Finding]:
    if words.asks_twice(question.text):
        reason = "Hier wird zweierlei gefragt. Fragen Sie nach einem, das andere wird eine "
        yield "two-ladders", ("text",), f"{reason}eigene Frage oder fällt weg."
        return
    parted = words.parted_nouns(question.text, question.levels)
    if parted:
        reason = (
            f"Nach „{parted[0]}“ und „{parted[1]}“ wird zusammen gefragt, die Stufen sprechen "
            "getrennt davon. Fragen Sie nach einem."
        )
        yield "two-ladders", ("text",), reason


def _two_ladders(question: Question) -> Iterator[Finding]:
    for level, text in enumerate(question.levels):
        halves = words.two_halves(text)
        below = words.topic(question.levels[level - 1]) if level else frozenset()
        if halves and not any(_is_contained(half, below) for half in halves):
            one, other = (words.beginning(half) for half in halves)
            way_out = ", oder wiederholen Sie die Stufe darunter und fügen eines hinzu"
            reason = (
                f"Stufe {level} sagt zweierlei: „{one}“ und „{other}“. Wer nur eines davon hat, "
                f"zögert. Lassen Sie eines weg{way_out if level else ''}."
            )
            yield "two-ladders", ("levels", level), reason


def _is_contained(half: str, below: Collection[str]) -> bool:
    own = words.topic(half)
    return bool(own) and words.share(own, below) >= CONTAINED


def _absolutes(question: Question) -> Iterator[Finding]:
    for level in HIGH_LEVELS:
        for word, is_rhythm in words.absolutes(question.levels[level]):
            instead = "„regelmäßig“ oder „mindestens einmal …“" if is_rhythm else "„fast alle“"
            reason = (
                f"„{word}“ in Stufe {level}: Eine einzige Ausnahme macht den Satz unwahr. "
                f"Schreiben Sie zum Beispiel {instead}."
            )
            yield "absolute", ("levels", level), reason


def _jumps(question: Question) -> Iterator[Finding]:
    """Compare each level with the question and all that is said of the others."""
    asked = words.topic(*filter(None, (question.text, question.help, question.reason)))
    told = [
        words.topic(*texts) for texts in zip_longest(question.levels, question.signs, fillvalue="")
    ]
    for level, text in enumerate(question.levels):
        ground = asked.union(*(one for other, one in enumerate(told) if other != level))
        own = words.topic(text)
        nouns = words.topic(*(word for word in text.split() if word[:1].isupper()))
        is_lost = words.share(own, ground) < SAME_TOPIC and words.share(nouns, ground) == 0
        if level and len(own) >= WORDS_TO_COMPARE and is_lost:
            reason = (
                f"Stufe {level} hat kaum ein Wort mit der Frage und den anderen Stufen gemeinsam. "
                "Spricht sie von derselben Sache? Dann sagen Sie es mit denselben Wörtern."
            )
            yield "topic-jump", ("levels", level), reason


def _alike_levels(question: Question) -> Iterator[Finding]:
    for level, (below, text) in enumerate(pairwise(question.levels), start=1):
        if words.sameness(below, text) > SAME_LEVEL:
            reason = (
                f"Stufe {level - 1} und Stufe {level} sagen fast dasselbe. Woran sieht man den "
                "Unterschied? Sagen Sie es deutlicher."
            )
            yield "levels-alike", ("levels", level), reason


def _unshown(question: Question) -> Iterator[Finding]:
    if not question.signs:
        reason = "Zu den Stufen fehlt, woran man sie erkennt. Schreiben Sie fünf Sätze unter "
        yield "no-signs", (), f"{reason}„signs“."
    missing = [level for level in WITH_EXAMPLE if level not in question.examples]
    if missing:
        said = " und ".join(map(str, missing))
        yield "no-examples", (), f"Zu Stufe {said} fehlt ein Beispiel unter „examples“."
