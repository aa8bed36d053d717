"""Our questions by the topics of other assessments, in the code and in docs/methode.md."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from checks.domain.frameworks import FRAMEWORKS, Framework, frameworks_for
from checks.forms.catalogue_file import DEFAULT_CATALOGUE, read_catalogue
from tests.factories import small_document, small_question

METHOD = (Path(__file__).parents[3] / "docs" / "methode.md").read_text(encoding="utf-8")
default = read_catalogue(DEFAULT_CATALOGUE)
each = pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)


@each
def test_names_only_questions_of_the_default_catalogue_each_once(framework: Framework) -> None:
    named = Counter(key for topic in framework.topics for key in topic.questions)
    assert named.keys() <= {question.key for question in default.questions}
    assert set(named.values()) == {1}


@each
def test_the_method_page_shows_the_same_table(framework: Framework) -> None:
    _before, _title, chapter = METHOD.partition(f"### {framework.name}\n")
    rows = re.findall(r"^\| (.*?) \| (.*?) \| (.*?) \|$", chapter.split("\n#")[0], re.MULTILINE)
    assert [
        (title, tuple(re.findall(r"`(.*?)`", keys)), "" if missing == "–" else missing)
        for title, keys, missing in rows[2:]
    ] == [(topic.title, topic.questions, topic.missing) for topic in framework.topics]


@each
def test_a_topic_says_what_is_asked_or_what_is_not(framework: Framework) -> None:
    assert all(topic.questions or topic.missing for topic in framework.topics)


def test_the_default_catalogue_has_all_of_it() -> None:
    assert frameworks_for(default) == [*FRAMEWORKS]


def test_an_older_version_has_what_it_asked() -> None:
    area = small_document().areas[0].model_dump(mode="json", by_alias=True, exclude_none=True)
    area |= {"questions": [small_question("skills-help")], "templates": []}
    [found] = frameworks_for(small_document(areas=[area]))
    assert [topic.title for topic in found.topics] == [one.title for one in FRAMEWORKS[0].topics]
    assert [key for topic in found.topics for key in topic.questions] == ["skills-help"]


def test_other_catalogues_have_none() -> None:
    assert frameworks_for(small_document()) == []
    assert frameworks_for(default.model_copy(update={"key": "kurzcheck"})) == []
