"""How easy the German of a catalogue is to read.

The measure is the first Wiener Sachtextformel (Bamberger and Vanecek, Lesen – Verstehen –
Lernen – Schreiben, 1984), as the package textstat computes it: about the school grade that
understands a text, 4 for very easy, 15 for very hard. Pure, and textstat is loaded only when
something is measured.

The bounds: no sentence has more than `LONGEST_SENTENCE` words, no element (an opening fact, an
area's introduction, a question or a measure template, each with all its texts) reads harder than
`HARDEST_ELEMENT`, no single text of at least `WORDS_TO_JUDGE` words reads harder than
`HARDEST_TEXT`, and the mean of all elements is at most `HARDEST_MEAN`. The formula says nothing
useful about shorter texts and elements. The default catalogue keeps them;
for others `check_catalogue` recommends them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.domain.catalogue import Area, CatalogueDocument, Question, Template

LONGEST_SENTENCE = 20
HARDEST_ELEMENT = 10.0
HARDEST_MEAN = 7.0
HARDEST_TEXT = 13.0
WORDS_TO_JUDGE = 20
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")


@dataclass(frozen=True)
class Reading:
    """How one element of a catalogue reads: grades of the whole and of its hardest text."""

    key: str
    grade: float
    hardest_text: float
    longest_sentence: str
    length: int

    @property
    def words(self) -> int:
        """The number of words of the longest sentence."""
        return len(self.longest_sentence.split())

    @property
    def is_too_hard(self) -> bool:
        """Whether it breaks one of the bounds for an element."""
        return (
            (self.grade > HARDEST_ELEMENT and self.length >= WORDS_TO_JUDGE)
            or self.hardest_text > HARDEST_TEXT
            or self.words > LONGEST_SENTENCE
        )


@dataclass(frozen=True)
class Readability:
    """The readings of all elements of a catalogue."""

    readings: tuple[Reading, ...]

    @property
    def mean(self) -> float:
        """The mean grade."""
        return sum(reading.grade for reading in self.readings) / len(self.readings)

    @property
    def too_hard(self) -> tuple[Reading, ...]:
        """The readings that break a bound."""
        return tuple(reading for reading in self.readings if reading.is_too_hard)


def measure(document: CatalogueDocument) -> Readability:
    """Return how a catalogue's facts, areas, questions and measure templates read."""
    texts = [(area.key, _of_area(area)) for area in document.areas]
    texts += [(question.key, _of_question(question)) for question in document.by_key.values()]
    texts += [(template.key, _of_template(template)) for template in document.templates]
    return Readability(tuple(_reading(key, list(parts)) for key, parts in texts))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; what follows a colon counts as one of its own."""
    return [sentence for sentence in SENTENCE_END.split(text.strip()) if sentence]


def grade(texts: Iterable[str]) -> float:
    """Return the first Wiener Sachtextformel of several texts read one after the other."""
    import textstat

    textstat.set_lang("de")
    joined = " ".join(text if text[-1] in ".!?" else f"{text}." for text in texts)
    return float(textstat.wiener_sachtextformel(joined, 1))


def _reading(key: str, texts: list[str]) -> Reading:
    spoken = [sentence for text in texts for sentence in sentences(text)]
    longest = max(spoken, key=lambda sentence: len(sentence.split()))
    judged = [text for text in texts if len(text.split()) >= WORDS_TO_JUDGE]
    hardest = max((grade([text]) for text in judged), default=0.0)
    length = sum(len(text.split()) for text in texts)
    return Reading(key, grade(texts), hardest, longest, length)


def _of_area(area: Area) -> Iterator[str]:
    yield from (area.intro, area.requirement_prompt.text, *area.requirement_prompt.starters)


def _of_question(question: Question) -> Iterator[str]:
    options = (option.label for option in question.options)
    scenes = (*question.signs, *question.examples.values())
    for text in (
        question.text,
        question.help,
        question.reason,
        *question.levels,
        *scenes,
        *options,
    ):
        if text:
            yield text


def _of_template(template: Template) -> Iterator[str]:
    yield from (template.title, template.what, template.why, template.existing, *template.steps)
    yield from (rating.reason for rating in template.ratings.values())
    if template.pressing:
        yield template.pressing.why
