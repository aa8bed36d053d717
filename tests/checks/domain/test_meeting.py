"""Counting hands in a meeting."""

import pytest

from checks.domain import contributing, contribution_requests
from checks.models import HandCount
from organisations import tenancy
from organisations.models import AuditEntry
from tests.factories import ContributionRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    asked = ContributionRequestFactory(question_keys=["pilot", "backup-place", "goals"])
    with tenancy.activate(asked.organisation):
        yield asked


def test_hands_can_be_raised_only_where_one_chooses(asked):
    questions = contributing.questions_for_hands(asked)
    assert [question.key for question in questions] == ["pilot", "goals"]
    answers = contributing.answers_for_hands(questions[0])
    assert list(answers) == ["0", "1", "2", "3", "4", "unknown"]


def test_a_count_replaces_the_one_before(asked, person):
    question = contributing.questions_for_hands(asked)[0]
    contributing.count_hands(asked, question, {"0": 2, "4": 3, "1": 0}, seen={}, by=person)
    assert contributing.hands_on(asked, question) == {"0": 2, "4": 3}
    assert str(HandCount.objects.first()) in {"pilot, 0: 2", "pilot, 4: 3"}
    contributing.count_hands(asked, question, {"0": 1}, seen={"0": 2, "4": 3, "2": 0}, by=person)
    contributing.count_hands(asked, question, {"0": 1}, seen={}, by=person)
    assert contributing.hands_on(asked, question) == {"0": 1}
    trail = [
        (one.action, one.before, one.after) for one in AuditEntry.objects.of(asked.organisation)
    ]
    assert trail == [
        ("check.hands_counted", {"Hände": 5}, {"Hände": 1}),
        ("check.hands_counted", {}, {"Hände": 5}),
    ]


def test_two_who_count_notice_one_another(asked, person):
    question = contributing.questions_for_hands(asked)[0]
    contributing.count_hands(asked, question, {"0": 2}, seen={}, by=person)
    with pytest.raises(contributing.StaleHands) as stale:
        contributing.count_hands(asked, question, {"1": 2}, seen={}, by=person)
    assert stale.value.stored == {"0": 2}
    assert contributing.hands_on(asked, question) == {"0": 2}


def test_nothing_is_counted_once_the_request_is_over(asked, person):
    question = contributing.questions_for_hands(asked)[0]
    contribution_requests.end(asked, person)
    with pytest.raises(contribution_requests.RequestOver):
        contributing.count_hands(asked, question, {"0": 2}, seen={}, by=person)
