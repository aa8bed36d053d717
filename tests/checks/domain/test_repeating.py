"""Answering a check with the last one beside it."""

from datetime import date

import pytest

from checks.domain import answering
from checks.domain.answering import AnswerInput, CheckClosed
from checks.domain.check_state import CheckState
from checks.domain.repeating import LastTime, repeat_area
from checks.models import Answer, AnswerState
from organisations import tenancy
from tests.factories import (
    AnswerFactory,
    CatalogueFactory,
    CheckFactory,
    UserFactory,
    small_document,
    small_question,
    small_template,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    """A closed check in its opened organisation."""
    check = CheckFactory(finished_at="2025-03-03T10:00Z")
    with tenancy.activate(check.organisation):
        yield check


def answered(check, key, level=None, **more):
    fields = {"level": level, "note": ""} | more
    return AnswerFactory(
        organisation=check.organisation, check_run=check, question_key=key, **fields
    )


def again(before, **more):
    """Begin the check that repeats another and return it with what it repeats."""
    check = CheckFactory(organisation=before.organisation, predecessor=before, **more)
    return LastTime.of(CheckState(check))


def question(last_time, key):
    return last_time.check_state.document.by_key[key]


def save(last_time, key, said):
    check_state = last_time.check_state
    stored = check_state.answers.get(key)
    answering.save_answer(
        check_state,
        question(last_time, key),
        said,
        seen_version=stored.version if stored else 0,
        by=check_state.check.started_by,
    )


def level(number, note=""):
    return AnswerInput(AnswerState.ANSWERED, level=number, note=note)


def newer_catalogue(**first_area):
    """Publish a version in which the questions of the first area are others."""
    content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
    content["areas"][0] |= first_area
    return CatalogueFactory(document=small_document(version=2, areas=content["areas"]))


class TestTheLastTime:
    def test_is_none_for_a_first_check(self, before):
        assert LastTime.of(CheckState(before)) is None

    def test_shows_sentence_level_and_note(self, before):
        answered(before, "pilot", 1, note="Seit Mai.")
        last_time = again(before)
        old = last_time.old(question(last_time, "pilot"))
        assert (old.sentence, old.level, old.note) == ("pilot auf Stufe 1.", 1, "Seit Mai.")
        assert old.given.level == 1
        assert not old.is_open
        assert last_time.day.date() == date(2025, 3, 3)

    def test_says_nothing_of_questions_that_were_left_open(self, before):
        last_time = again(before)
        assert last_time.old(question(last_time, "pilot")) is None

    def test_knows_a_note_without_an_answer(self, before):
        answered(before, "pilot", state="open", note="Fragen wir den Vorstand.")
        last_time = again(before)
        old = last_time.old(question(last_time, "pilot"))
        assert (old.is_open, old.given, old.note) == (True, None, "Fragen wir den Vorstand.")

    def test_says_nothing_of_questions_that_were_hidden(self, before):
        answered(before, "donations", value=False)
        answered(before, "donation-goals", 3)
        last_time = again(before)
        assert last_time.old(question(last_time, "donation-goals")) is None
        save(last_time, "donation-goals", level(3))
        assert last_time.difference(question(last_time, "donation-goals")) is None

    def test_follows_a_question_under_its_new_key(self, before):
        answered(before, "pilot", 2)
        first = small_document().areas[0]
        questions = [
            one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in first.questions
        ]
        questions[0] |= {"key": "lotse", "formerly": ["pilot"], "text": "Wer lotst?"}
        templates = [
            one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in first.templates
        ]
        templates[0]["suggested_by"] = {"lotse": [0, 1]}
        questions.append(questions[1] | {"key": "fresh"})
        last_time = again(
            before, catalogue=newer_catalogue(questions=questions, templates=templates)
        )
        old = last_time.old(question(last_time, "lotse"))
        assert old.sentence == "pilot auf Stufe 2."
        assert old.pair.is_reworded
        assert last_time.is_new(question(last_time, "fresh"))
        assert last_time.old(question(last_time, "fresh")) is None
        assert not last_time.is_new(question(last_time, "lotse"))

    def test_of_several_questions_that_became_one_shows_the_first_answer_and_takes_nothing_over(
        self, before
    ):
        answered(before, "pilot", state="open", note="Unklar")
        answered(before, "goals", 2)
        merged = small_question("lotse", formerly=["pilot", "goals"])
        last_time = again(
            before,
            catalogue=newer_catalogue(
                questions=[merged], templates=[small_template("both", {"lotse": [0, 1]})]
            ),
        )
        lotse = question(last_time, "lotse")
        old = last_time.old(lotse)
        assert (old.sentence, old.given) == ("goals auf Stufe 2.", None)
        save(last_time, "lotse", level(3))
        assert last_time.difference(lotse) is None

    def test_offers_opening_facts_again(self, before):
        answered(before, "staff", value=7)
        answered(before, "donations", state="open", note="Unklar")
        last_time = again(before)
        assert {key: answer.value for key, answer in last_time.facts.items()} == {"staff": 7}


class TestDifferences:
    @pytest.mark.parametrize(
        ("said", "is_changed", "words"),
        [
            (level(3), True, ("1", "3")),
            (level(1), False, ("1", "1")),
            (level(1, note="Andere Notiz"), False, ("1", "1")),
            (AnswerInput(AnswerState.UNKNOWN), True, ("1", "„Weiß ich nicht“")),
        ],
        ids=str,
    )
    def test_are_told_in_few_words(self, before, said, is_changed, words):
        answered(before, "pilot", 1)
        last_time = again(before)
        save(last_time, "pilot", said)
        found = last_time.difference(question(last_time, "pilot"))
        assert (found.is_changed, (found.before, found.after)) == (is_changed, words)

    def test_wait_for_an_answer(self, before):
        answered(before, "pilot", 1)
        last_time = again(before)
        assert last_time.difference(question(last_time, "pilot")) is None
        assert last_time.changed == []

    def test_need_an_answer_last_time(self, before):
        last_time = again(before)
        save(last_time, "pilot", level(2))
        assert last_time.difference(question(last_time, "pilot")) is None

    def test_of_several_choices_do_not_depend_on_their_order(self, before):
        answered(before, "tools", value=["phone", "mail"])
        last_time = again(before)
        save(last_time, "tools", AnswerInput(AnswerState.ANSWERED, value=["mail", "phone"]))
        assert not last_time.difference(question(last_time, "tools")).is_changed

    def test_of_another_kind_are_none(self, before):
        answered(before, "backup-place", value="Im Keller")
        content = small_document().model_dump(mode="json", by_alias=True, exclude_none=True)
        content["areas"][1]["questions"][2] = {
            "key": "backup-place",
            "kind": "yes_no",
            "text": "Liegen Sicherungen außer Haus?",
        }
        catalogue = CatalogueFactory(document=small_document(version=3, areas=content["areas"]))
        last_time = again(before, catalogue=catalogue)
        old = last_time.old(question(last_time, "backup-place"))
        assert (old.sentence, old.given) == ("Im Keller", None)
        save(last_time, "backup-place", AnswerInput(AnswerState.ANSWERED, value=True))
        assert last_time.difference(question(last_time, "backup-place")) is None

    def test_are_listed_in_the_order_of_the_questions(self, before):
        for key, number in {"passwords": 0, "pilot": 1, "goals": 2}.items():
            answered(before, key, number)
        last_time = again(before)
        for key, number in {"passwords": 4, "pilot": 3, "goals": 2}.items():
            save(last_time, key, level(number))
        assert [one.question.key for one in last_time.changed] == ["pilot", "passwords"]
        assert last_time.changed_keys() == {"pilot", "passwords"}


class TestTakingOverAnArea:
    def test_answers_what_is_open_and_leaves_the_rest(self, before):
        answered(before, "pilot", 1)
        answered(before, "goals", 2, note="Im Plan.")
        answered(before, "donation-goals", 0)
        answered(before, "passwords", 4)
        last_time = again(before)
        check_state, by = last_time.check_state, UserFactory()
        save(last_time, "pilot", level(3))
        area = check_state.document.areas[0]
        assert [one.key for one, _old in last_time.repeatable(area)] == ["goals", "donation-goals"]

        assert repeat_area(last_time, area, by) == 2
        assert repeat_area(last_time, area, by) == 0

        stored = {
            answer.question_key: answer
            for answer in Answer.objects.filter(check_run=check_state.check)
        }
        assert {key: answer.level for key, answer in stored.items()} == {
            "pilot": 3,
            "goals": 2,
            "donation-goals": 0,
        }
        assert (stored["goals"].note, stored["goals"].updated_by) == ("Im Plan.", by)

    def test_keeps_a_note_of_ones_own(self, before):
        answered(before, "pilot", 1, note="Damals.")
        last_time = again(before)
        save(last_time, "pilot", AnswerInput(note="Heute."))
        repeat_area(last_time, last_time.check_state.document.areas[0], UserFactory())
        assert last_time.check_state.answers["pilot"].note == "Heute."
        assert last_time.check_state.answers["pilot"].level == 1

    def test_leaves_out_what_new_answers_hide(self, before):
        answered(before, "donation-goals", 2)
        last_time = again(before)
        save(last_time, "donations", AnswerInput(AnswerState.ANSWERED, value=False))
        assert repeat_area(last_time, last_time.check_state.document.areas[0], UserFactory()) == 0

    def test_is_refused_once_the_check_is_closed(self, before):
        answered(before, "pilot", 1)
        last_time = again(before)
        answering.finish_check(last_time.check_state.check, UserFactory())
        with pytest.raises(CheckClosed):
            repeat_area(last_time, last_time.check_state.document.areas[0], UserFactory())


def test_a_new_check_remembers_the_latest_closed_one(before):
    organisation, by = before.organisation, UserFactory()
    CheckFactory(organisation=organisation, finished_at="2024-03-03T10:00Z")
    check = answering.start_check(organisation, before.catalogue, by)
    assert check.predecessor == before
    before.delete()
    check.refresh_from_db()
    assert check.predecessor is None
    assert LastTime.of(CheckState(check)) is None
