"""Closing a check while colleagues may still answer: nobody's promise ends without a word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks.models import Check, ContributionRequest
from organisations import tenancy
from tests.checks.views.wizard import at
from tests.factories import (
    CheckFactory,
    ContributionFactory,
    ContributionLinkFactory,
    ContributionMailFactory,
    ContributionRequestFactory,
    MembershipFactory,
)
from tests.postman import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilot(client):
    membership = MembershipFactory(user__name="Piet")
    client.force_login(membership.user)
    return membership


@pytest.fixture
def check(pilot):
    return CheckFactory(organisation=pilot.organisation)


@pytest.fixture
def asked(check, pilot):
    """An open request: Ada answered, Bert did not, both got a mail; Carla got her link by hand."""
    request = ContributionRequestFactory(
        organisation=check.organisation, check_run=check, asked_by=pilot.user
    )
    for name in ("Ada", "Bert", "Carla"):
        link = ContributionLinkFactory(
            organisation=check.organisation,
            request=request,
            name=name,
            secret=name,
            email="" if name == "Carla" else f"{name.lower()}@test.example",
        )
        if name == "Ada":
            ContributionFactory(organisation=check.organisation, voice=link.voice)
        if name != "Carla":
            ContributionMailFactory(
                organisation=check.organisation, link=link, sent_at=timezone.now()
            )
    return request


def text(response):
    return " ".join(response.content.decode().split())


def is_finished(check):
    with tenancy.activate(check.organisation):
        return Check.objects.get(pk=check.pk).is_finished


def test_says_what_is_still_out_and_offers_to_wait_or_to_end_it(client, pilot, asked):
    page = text(client.get(at(pilot, "finish")))
    assert "Eine Anfrage an Kolleg:innen läuft noch" in page
    assert f"offen bis {asked.closes_on.day}." in page
    assert "1 Person hat geantwortet." in page
    assert "Einen eigenen Link haben: Ada, Bert, Carla" in page
    assert "Antworten abwarten" in page
    assert page.count("Check abschließen</button>") == 1
    assert "Anfrage beenden und Check abschließen" in page


@pytest.mark.parametrize("seen", [[], ["0"], ["tampered"]])
def test_ends_no_request_that_the_person_did_not_see(client, pilot, check, asked, seen):
    response = client.post(at(pilot, "finish"), {"anfrage": seen})
    assert response.status_code == 422
    assert 'role="alert"' in text(response)
    assert not is_finished(check)


def test_ends_it_with_one_mail_to_those_who_were_asked_by_mail(
    client, pilot, check, asked, mailoutbox
):
    response = client.post(at(pilot, "finish"), {"anfrage": [asked.pk]}, follow=True)
    assert is_finished(check)
    page = text(response)
    assert "2 Personen bekommen eine Mail, dass die Anfrage beendet ist." in page
    # What was answered stays readable with the result.
    assert "Stimmen der Kolleg:innen" in page
    place = at(pilot, "contribution_request", contribution_request_id=asked.pk)
    assert place in page
    assert "Zum Ergebnis" in text(client.get(place))
    deliver()
    deliver()
    assert [mail.to for mail in mailoutbox] == [["ada@test.example"], ["bert@test.example"]]
    body = mailoutbox[0].body
    assert "Guten Tag Ada," in body
    assert "Die Anfrage ist jetzt schon beendet." in body
    assert "sprechen Sie Piet an" in body
    assert "/beitrag/" not in body
    assert "Die Anfrage ist beendet" in mailoutbox[0].subject


def test_shows_colleagues_that_it_was_ended_with_what_they_said(client, pilot, check, asked):
    client.post(at(pilot, "finish"), {"anfrage": [asked.pk]})
    client.logout()
    ada, bert = (text(client.get(f"/beitrag/{name}/")) for name in ("Ada", "Bert"))
    for page in (ada, bert):
        assert "Diese Anfrage ist beendet" in page
        assert "beendet, früher als angekündigt." in page
    assert "Was Sie gesagt haben, ist gespeichert und zählt mit." in ada
    assert "pilot auf Stufe 1." in ada
    assert "Ihre Antworten" not in bert


def test_says_nothing_where_nothing_is_open(client, pilot, check, asked, mailoutbox):
    with tenancy.activate(check.organisation):
        ContributionRequest.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "läuft noch" not in text(client.get(at(pilot, "finish")))
    assert "bekommen eine Mail" not in text(client.post(at(pilot, "finish"), follow=True))
    assert is_finished(check)
    deliver()
    assert mailoutbox == []


def test_stays_ended_when_the_check_is_opened_again(client, pilot, check, asked):
    """Colleagues were told of the end, so it goes on only by somebody's word."""
    client.post(at(pilot, "finish"), {"anfrage": [asked.pk]})
    client.post(at(pilot, "reopen", check_id=check.pk))
    with tenancy.activate(check.organisation):
        assert not ContributionRequest.objects.get().is_open
