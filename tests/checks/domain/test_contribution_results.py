"""What colleagues said: the spread of a question, topics to talk about, and deciding."""

import pytest
from django.utils import timezone

from checks import queries
from checks.domain.answering import AnswerInput, StaleAnswer
from checks.domain.catalogue import Question
from checks.domain.check_state import CheckState
from checks.domain.contribution_results import (
    ContributionResults,
    decide,
    difference_in_words,
    options_of,
    said_in_words,
)
from checks.domain.voices import Disagreement, Hidden
from checks.models import AnswerState, Contribution
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import (
    AnswerFactory,
    ContributionFactory,
    ContributionRequestFactory,
    HandCountFactory,
    UserFactory,
    VoiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    asked = ContributionRequestFactory(question_keys=["pilot", "goals", "backup-place"])
    with tenancy.activate(asked.organisation):
        yield asked


@pytest.fixture
def check_state(asked):
    return CheckState(asked.check_run)


def say(asked, *levels, key="pilot", function="people", name="", **more):
    for level in levels:
        voice = VoiceFactory(
            organisation=asked.organisation, request=asked, function=function, name=name
        )
        fields = {"level": level} | more
        ContributionFactory(
            organisation=asked.organisation, voice=voice, question_key=key, **fields
        )


def question(check_state, key="pilot"):
    return check_state.document.by_key[key]


def heard(check_state, key="pilot"):
    return ContributionResults(check_state).on(question(check_state, key))


class TestAQuestion:
    def test_adds_up_links_and_hands(self, asked, check_state):
        say(asked, 0, 0, 3)
        HandCountFactory(organisation=asked.organisation, request=asked, option="4", hands=2)
        other = ContributionRequestFactory(
            organisation=asked.organisation, check_run=asked.check_run
        )
        HandCountFactory(organisation=asked.organisation, request=other, option="4", hands=1)
        found = heard(check_state)
        assert found.spread.total == 6
        assert found.spread.counts == {"0": 2, "1": 0, "2": 0, "3": 1, "4": 3}
        assert found.sentence == "2 von 6 Stimmen liegen auf Stufe 0, 4 auf Stufe 3 oder 4."

    def test_shows_nothing_below_three_not_even_notes(self, asked, check_state):
        say(asked, 0, 1, note="Das war ich")
        found = heard(check_state)
        assert found.spread.hidden is Hidden.TOO_FEW
        assert (found.notes, found.named, found.sentence, found.numbers) == ([], [], "", [])

    def test_does_not_count_a_note_alone_as_a_voice(self, asked, check_state):
        say(asked, 0, 1)
        say(asked, None, state=AnswerState.OPEN, note="Dazu mehr im Gespräch")
        assert heard(check_state).spread.total == 2
        say(asked, 2)
        assert heard(check_state).notes == ["Dazu mehr im Gespräch"]

    def test_shows_notes_in_an_order_that_tells_nothing(self, asked, check_state):
        for note, level in (("Zu oft", 0), ("", 1), ("Am Anfang", 4)):
            say(asked, level, note=note)
        assert heard(check_state).notes == ["Am Anfang", "Zu oft"]

    def test_keeps_notes_of_voices_back_that_do_not_count_yet(self, asked, check_state):
        say(asked, 0, note="Verräterisch")
        HandCountFactory(organisation=asked.organisation, request=asked, option="4", hands=3)
        assert (heard(check_state).spread.held_back, heard(check_state).notes) == (1, [])

    def test_names_people_where_that_was_agreed(self, asked, check_state):
        for name, level in (("Zoe", 1), ("Ada", 3)):
            say(asked, level, name=name)
        say(asked, None, name="Bo", state=AnswerState.UNKNOWN)
        assert [(one.name, one.function, one.said) for one in heard(check_state).named] == [
            ("Ada", "Beratung, Betreuung, Pflege, Pädagogik", "pilot auf Stufe 3."),
            ("Bo", "Beratung, Betreuung, Pflege, Pädagogik", "Weiß ich nicht"),
            ("Zoe", "Beratung, Betreuung, Pflege, Pädagogik", "pilot auf Stufe 1."),
        ]

    def test_takes_in_what_people_wrote(self, asked, check_state):
        for value in ("im Büro", "im Büro", "zu Hause"):
            say(asked, None, key="backup-place", value=value)
        assert heard(check_state, "backup-place").spread.counts == {"im Büro": 2, "zu Hause": 1}


class TestOtherKinds:
    def test_numbers_are_listed_by_size(self, asked, check_state):
        for value in (12, 3, 3):
            say(asked, None, key="staff", value=value)
        assert heard(check_state, "staff").numbers == [3, 3, 12]

    def test_yes_and_no_and_several_choices_are_counted(self, asked, check_state):
        for value in (True, True, False):
            say(asked, None, key="donations", value=value)
        for value in (["mail"], ["mail", "phone"], ["phone"]):
            say(asked, None, key="tools", value=value)
        found = heard(check_state, "donations")
        assert found.spread.counts == {"yes": 2, "no": 1}
        assert found.sentence == "2 von 3 Stimmen liegen auf „Ja“, 1 auf „Nein“."
        assert heard(check_state, "tools").spread.counts == {"phone": 2, "mail": 2}

    def test_options_come_from_the_question(self, check_state):
        assert list(options_of(question(check_state))) == ["0", "1", "2", "3", "4"]
        assert options_of(question(check_state, "field")) == {
            "counselling": "Beratung",
            "youth": "Jugendarbeit",
        }
        assert options_of(question(check_state, "backup-place")) == {}

    def test_nothing_said_is_nothing(self, check_state):
        asked = question(check_state)
        assert said_in_words(asked, None) == ""
        assert said_in_words(asked, Contribution(state=AnswerState.OPEN)) == ""


def test_a_single_voice_has_a_sentence_of_its_own():
    asked = Question.model_validate(
        {"key": "q", "text": "Frage", "kind": "yes_no"},
    )
    difference = Disagreement(("yes",), 1, ("no",), 2, 3)
    assert difference_in_words(asked, difference) == (
        "1 von 3 Stimmen liegt auf „Ja“, 2 auf „Nein“."
    )


class TestTopics:
    def test_are_questions_with_big_differences_in_order(self, asked, check_state):
        say(asked, 0, 4, 4, key="goals")
        say(asked, 1, 1, 3, key="pilot")
        say(asked, 1, 1, 1, key="passwords")
        AnswerFactory(organisation=asked.organisation, check_run=asked.check_run, level=3)
        topics = ContributionResults(check_state).topics
        assert [topic.question.key for topic in topics] == ["pilot", "goals"]
        assert topics[0].decided == "pilot auf Stufe 3."
        assert topics[0].area.key == "leadership"
        assert topics[1].answer is None

    @pytest.mark.parametrize("number", [1, 20])
    def test_take_two_queries_however_many_voices_there_are(
        self, asked, check_state, number, django_assert_num_queries
    ):
        say(asked, *[0, 4] * number)
        assert check_state.answers == {}
        with django_assert_num_queries(2):
            assert len(ContributionResults(check_state).topics) == (number > 1)


class TestDeciding:
    def test_is_answering_and_the_trail_says_on_how_many_voices_it_rests(self, asked, check_state):
        say(asked, 0, 4, 4)
        person = UserFactory()
        said = AnswerInput(AnswerState.ANSWERED, level=2, note="Wir haben gesprochen")
        answer = decide(check_state, question(check_state), said, seen_version=0, by=person)
        assert (answer.level, answer.note) == (2, "Wir haben gesprochen")
        decide(check_state, question(check_state), said, seen_version=1, by=person)
        found = [(one.action, one.after) for one in AuditEntry.objects.of(asked.organisation)]
        assert found[0] == ("check.voices_decided", {"Stimmen": 3})
        assert [action for action, _ in found] == ["check.voices_decided", "check.answered"]

    def test_nothing_is_nothing(self, check_state):
        assert (
            decide(
                check_state, question(check_state), AnswerInput(), seen_version=0, by=UserFactory()
            )
            is None
        )

    def test_notices_another_version(self, asked, check_state):
        AnswerFactory(organisation=asked.organisation, check_run=asked.check_run)
        with pytest.raises(StaleAnswer):
            decide(
                check_state,
                question(check_state),
                AnswerInput(AnswerState.UNKNOWN),
                seen_version=0,
                by=UserFactory(),
            )


def test_how_many_were_heard_on_a_question_are_counted(asked, check_state):
    assert queries.heard_on(asked.check_run, "pilot") == 0
    say(asked, 1, 2)
    say(asked, None, state=AnswerState.OPEN, note="x")
    HandCountFactory(organisation=asked.organisation, request=asked, hands=3)
    assert queries.heard_on(asked.check_run, "pilot") == 5


def test_what_colleagues_were_asked_comes_along_with_the_running_check(
    asked, check_state, django_assert_num_queries
):
    running = queries.current_check_with_content(asked.organisation, locked=False)
    with django_assert_num_queries(0):
        assert CheckState.of_current(running).asked_of_colleagues == set(asked.question_keys)
    assert CheckState(asked.check_run).asked_of_colleagues == set(asked.question_keys)


def test_voices_of_a_closed_check_can_still_be_heard(asked, check_state):
    say(asked, 1, 1, 1)
    asked.check_run.finished_at = timezone.now()
    assert heard(check_state).spread.counts["1"] == 3
