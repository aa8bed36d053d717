"""How far the check is, for those who read along."""

import pytest
from django.urls import reverse

from tests.factories import AnswerFactory, CheckFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    membership = MembershipFactory(role="member")
    client.force_login(membership.user)
    return membership


def page(client, member):
    address = reverse("checks:standing", kwargs={"slug": member.organisation.slug})
    return client.get(address).content.decode()


def test_there_may_be_no_check_yet(client, member):
    assert "Noch hat niemand einen Check begonnen." in page(client, member)


def test_a_running_check_shows_how_much_is_answered(client, member):
    check = CheckFactory(organisation=member.organisation)
    AnswerFactory(organisation=member.organisation, check_run=check)
    assert "1 von höchstens 6 Fragen sind beantwortet." in page(client, member)


@pytest.mark.parametrize(
    ("percent", "word"), [(46, "Reifegrad 46 von 100"), (None, "Ergebnis vom")]
)
def test_closed_checks_lead_to_their_results(client, member, percent, word):
    check = CheckFactory(
        organisation=member.organisation, finished_at="2026-01-01T00:00:00Z", percent=percent
    )
    text = page(client, member)
    assert f"/ergebnis/{check.pk}/" in text
    assert word in text
