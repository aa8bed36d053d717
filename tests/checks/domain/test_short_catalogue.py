"""The Kurzcheck: twelve questions of the large catalogue, the same in every word."""

from __future__ import annotations

import pytest

from checks.domain import readability
from checks.domain.catalogue import LOW_LEVELS, Given, Question, Template
from checks.domain.catalogue_rules import find_problems
from checks.domain.matching import carry
from checks.domain.offering import duration
from checks.forms.catalogue_file import DEFAULT_CATALOGUE, SHORT_CATALOGUE, read_catalogue
from scripts.short_catalogue import QUESTIONS, main, short_catalogue

short = read_catalogue(SHORT_CATALOGUE)
large = read_catalogue(DEFAULT_CATALOGUE)


def test_it_has_twelve_questions_in_all_areas_and_takes_ten_minutes() -> None:
    assert len(short.questions) == 12
    assert [area.key for area in short.areas] == [area.key for area in large.areas]
    assert duration(len(short.questions)) == "etwa zehn Minuten"
    assert [question.key for question in short.questions] == list(QUESTIONS)


@pytest.mark.parametrize("question", short.questions, ids=lambda question: question.key)
def test_a_question_is_the_same_as_in_the_large_catalogue(question: Question) -> None:
    assert question == large.by_key[question.key]
    assert question.condition is None, "there are no opening facts"


@pytest.mark.parametrize("template", short.templates, ids=lambda template: template.key)
def test_a_measure_is_the_same_and_suggested_by_the_same_levels(template: Template) -> None:
    full = large.template_by_key[template.key]
    ours = {
        field: {key: named for key, named in getattr(full, field).items() if key in short.by_key}
        for field in ("suggested_by", "suggested_by_exceptions")
    }
    assert template == full.model_copy(update=ours)


def test_no_measure_is_missing() -> None:
    expected = [
        template.key for template in large.templates if template.suggested_by.keys() & short.by_key
    ]
    assert [template.key for template in short.templates] == expected
    assert find_problems(short) == []


def test_areas_are_introduced_in_the_same_words() -> None:
    for area, full in zip(short.areas, large.areas, strict=True):
        assert (area.title, area.intro) == (full.title, full.intro)
        assert area.requirement_prompt == full.requirement_prompt


def test_every_answer_holds_in_the_large_catalogue() -> None:
    answers = {key: Given("answered", level=LOW_LEVELS[0]) for key in short.by_key}
    found = carry(short, large, answers, takes_other_words=False)
    assert (len(found.taken), found.left) == (12, ())


def test_it_reads_easily() -> None:
    report = readability.measure(short)
    assert report.too_hard == ()
    assert report.mean <= readability.HARDEST_MEAN


def test_the_file_is_what_is_written_from_the_large_catalogue(monkeypatch, tmp_path) -> None:
    written = tmp_path / "catalogue.yaml"
    monkeypatch.setattr("scripts.short_catalogue.SHORT_CATALOGUE", written)
    assert main() == 0
    text = SHORT_CATALOGUE.read_text(encoding="utf-8")
    assert written.read_text(encoding="utf-8") == text == short_catalogue()
