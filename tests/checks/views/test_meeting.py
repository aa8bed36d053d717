"""One question on one screen, and hands up."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.models import HandCount
from organisations import tenancy
from tests.checks.views.wizard import text
from tests.factories import ContributionRequestFactory, HandCountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(pilot):
    return ContributionRequestFactory(
        organisation=pilot.organisation, question_keys=["pilot", "backup-place", "goals"]
    )


def at(asked, key="", name="meeting_question"):
    kwargs = {"slug": asked.organisation.slug, "contribution_request_id": asked.pk}
    return reverse(f"checks:{name}", kwargs=kwargs | ({"key": key} if key else {}))


def counted(asked):
    with tenancy.activate(asked.organisation):
        return {(one.question_key, one.option): one.hands for one in HandCount.objects.all()}


def test_leads_through_the_questions_for_which_hands_can_be_raised(client, asked):
    request = text(client.get(at(asked, name="contribution_request")))
    assert f'href="{at(asked, "pilot")}"' in request
    page = text(client.get(at(asked, "pilot")))
    assert "Frage 1 von 2" in page
    assert "pilot auf Stufe 3." in page
    response = client.post(at(asked, "pilot"), {"hands-1": "4", "hands-unknown": "1", "seen": ""})
    assert response.url == at(asked, "goals")
    response = client.post(at(asked, "goals"), {"action": "previous", "hands-0": "2"})
    assert response.url == at(asked, "pilot")
    assert 'value="4"' in text(client.get(at(asked, "pilot")))
    response = client.post(at(asked, "goals"), {"hands-0": "2"}, follow=True)
    assert "Die Hände sind gezählt." in text(response)
    assert counted(asked) == {("pilot", "1"): 4, ("pilot", "unknown"): 1, ("goals", "0"): 2}


def test_bad_numbers_are_answered_beside_the_field(client, asked):
    response = client.post(at(asked, "pilot"), {"hands-1": "viele", "hands-2": "3"})
    assert response.status_code == 422
    assert "Bitte eine ganze Zahl eingeben." in text(response)
    assert 'value="3"' in text(response)
    assert counted(asked) == {}


def test_another_count_is_shown_beside_ones_own(client, asked):
    HandCountFactory(organisation=asked.organisation, request=asked)
    response = client.post(at(asked, "pilot"), {"hands-2": "3", "seen": ""})
    assert response.status_code == 409
    assert "Inzwischen steht hier eine andere Zählung" in text(response)
    assert "pilot auf Stufe 1.: 2" in text(response)
    assert 'value="3"' in text(response)
    client.post(at(asked, "pilot"), {"hands-2": "3", "seen": "1:2"})
    assert counted(asked) == {("pilot", "2"): 3}


def test_nothing_is_counted_once_the_request_is_over(client, asked):
    with tenancy.activate(asked.organisation):
        asked.closes_on = "2026-01-01"
        asked.save()
    there = at(asked, name="contribution_request")
    assert "Treffen beginnen" not in text(client.get(there))
    response = client.post(at(asked, "pilot"), {"hands-2": "3"})
    assert response.status_code == 422
    assert "Diese Anfrage ist beendet." in text(response)


@pytest.mark.parametrize("key", ["backup-place", "passwords", "gibt-es-nicht"])
def test_has_no_page_for_other_questions(client, asked, key):
    assert client.get(at(asked, key)).status_code == 404


def test_is_not_offered_where_everything_has_to_be_written(client, pilot):
    asked = ContributionRequestFactory(
        organisation=pilot.organisation, question_keys=["backup-place"]
    )
    there = at(asked, name="contribution_request")
    assert "lassen sich keine Hände zählen" in text(client.get(there))


@given(
    st.dictionaries(
        st.sampled_from(["hands-0", "hands-4", "hands-unknown", "seen", "action"]), st.text()
    )
)
@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_whatever_is_sent_is_answered(client, asked, data):
    assert client.post(at(asked, "pilot"), data).status_code in (302, 409, 422)
