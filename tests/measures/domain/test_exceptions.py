"""What an answer does not hold for becomes a topic, a suggestion, a measure."""

import pytest

from checks.domain.check_state import CheckState
from measures.domain.exceptions import LONGEST_TITLE, excepted_in
from measures.domain.result import Result
from measures.domain.suggesting import suggest_measures
from organisations import tenancy
from tests.factories import AnswerFactory, CatalogueFactory, CheckFactory
from tests.factories.checks import explained_document, small_question

pytestmark = pytest.mark.django_db


def check_on(document):
    return CheckFactory(catalogue=CatalogueFactory(document=document))


@pytest.fixture
def check():
    """A check on the catalogue with exceptions in its opened organisation."""
    check = check_on(explained_document())
    with tenancy.activate(check.organisation):
        yield check


def answered(check, key="pilot", level=3, exceptions=("site",), **more):
    AnswerFactory(
        organisation=check.organisation,
        check_run=check,
        question_key=key,
        level=level,
        exceptions=list(exceptions),
        **more,
    )
    return CheckState(check)


class TestSuggestions:
    def test_follow_from_an_exception_with_a_sentence_that_says_so(self, check):
        (suggestion,) = suggest_measures(answered(check))
        assert suggestion.template.key == "name-pilot"
        assert [piece.words for piece in suggestion.evidence] == [
            "„pilot auf Stufe 3“ gilt bei Ihnen nicht für einen Standort."
        ]
        assert suggestion.urgency == 1

    def test_do_not_follow_from_another_exception_or_without_a_level(self, check):
        assert suggest_measures(answered(check, exceptions=["group"])) == []
        unknown = check_on(explained_document(version=2))
        with tenancy.activate(unknown.organisation):
            assert suggest_measures(answered(unknown, level=None, state="unknown")) == []

    def test_name_level_and_exception_where_both_speak_for_them(self, check):
        (suggestion,) = suggest_measures(answered(check, level=1))
        assert [piece.words for piece in suggestion.evidence] == [
            "„pilot auf Stufe 1.“",
            "„pilot auf Stufe 1“ gilt bei Ihnen nicht für einen Standort.",
        ]
        assert suggestion.urgency == 4

    def test_can_wait_where_only_an_exception_brings_them(self):
        content = explained_document().model_dump(mode="json", by_alias=True, exclude_defaults=True)
        template = content["areas"][0]["templates"][0]
        template["pressing"] = {"at": {"pilot": [0]}, "why": "Menschen sind in Gefahr."}
        check = check_on(type(explained_document()).model_validate(content))
        with tenancy.activate(check.organisation):
            (suggestion,) = suggest_measures(answered(check))
            assert not suggestion.cannot_wait


class TestTopics:
    def test_are_answers_that_do_not_hold_for_everyone(self, check):
        answered(check, "goals", 2, ["site"])
        result = Result(answered(check, exceptions=["site", "group"]))
        pilot, goals = result.excepted
        assert (pilot.sentence, pilot.but_not) == (
            "pilot auf Stufe 3.",
            "einen Standort, eine Gruppe",
        )
        assert [one.template.key for one in pilot.suggestions] == ["name-pilot"]
        assert [one.label for one in pilot.without_measure] == ["eine Gruppe"]
        assert goals.suggestions == ()
        assert [one.label for one in goals.without_measure] == ["einen Standort"]

    def test_are_none_where_nothing_was_noted(self, check):
        assert Result(answered(check, exceptions=[])).excepted == []

    def test_give_a_measure_its_words(self, check):
        (topic,) = excepted_in(answered(check, "goals", 2, ["site"]))
        assert topic.as_measure == {
            "title": "Auch für einen Standort: goals auf Stufe 2",
            "why": "Im Check steht „goals auf Stufe 2.“ Das gilt bisher nicht für einen Standort.",
        }

    def test_give_no_measure_a_title_that_is_too_long(self):
        levels = [f"{level} " + "sehr lang " * 30 for level in range(5)]
        content = explained_document().model_dump(mode="json", by_alias=True, exclude_defaults=True)
        content["areas"][0]["questions"][0] = small_question("pilot", levels=levels)
        check = check_on(type(explained_document()).model_validate(content))
        with tenancy.activate(check.organisation):
            (topic,) = excepted_in(answered(check))
            assert len(topic.as_measure["title"]) <= LONGEST_TITLE
            assert topic.as_measure["title"].endswith("…")
