"""How easy the German of a catalogue is to read.

The measure is the first Wiener Sachtextformel (Bamberger and Vanecek, Lesen – Verstehen –
Lernen – Schreiben, 1984), as the package textstat computes it: about the school grade that
understands a text, 4 for very easy, 15 for very hard. Pure, and textstat is loaded only when
something is measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checks.domain.catalogue import CatalogueDocument, Question, Template

LONGEST_SENTENCE = 22
HARDEST_ELEMENT = 11.0
HARDEST_MEAN = 9.0
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")


@dataclass(frozen=True)
class Reading:
    """How one question or measure template reads: grade and its longest sentence."""

    key: str
    grade: float
    longest_sentence: str

    @property
    def words(self) -> int:
        """The number of words of the longest sentence."""
        return len(self.longest_sentence.split())


@dataclass(frozen=True)
class Readability:
    """The readings of all questions and templates of a catalogue."""

    readings: tuple[Reading, ...]

    @property
    def mean(self) -> float:
        """The mean grade."""
        return sum(reading.grade for reading in self.readings) / len(self.readings)

    @property
    def too_hard(self) -> tuple[Reading, ...]:
        """Readings above `HARDEST_ELEMENT`, or with a sentence over `LONGEST_SENTENCE` words."""
        return tuple(
            reading
            for reading in self.readings
            if reading.grade > HARDEST_ELEMENT or reading.words > LONGEST_SENTENCE
        )


def measure(document: CatalogueDocument) -> Readability:
    """Return how all questions and templates of a catalogue read."""
    texts = [(question.key, _of_question(question)) for question in document.questions]
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
    return Reading(key, grade(texts), longest)


def _of_question(question: Question) -> Iterator[str]:
    options = (option.label for option in question.options)
    for text in (question.text, question.help, question.reason, *question.levels, *options):
        if text:
            yield text


def _of_template(template: Template) -> Iterator[str]:
    yield from (template.title, template.what, template.why, template.existing, *template.steps)
    yield from (rating.reason for rating in template.ratings.values())
