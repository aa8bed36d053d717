"""„Meine Daten“: taking along what is stored about oneself, and closing the account."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from lotse.portability.domain import own_data
from measures.models import Measure
from organisations import tenancy
from organisations.models import Consultant, Membership, User
from tests.factories import (
    AnswerFactory,
    ConsultantFactory,
    MeasureFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.organisations import PASSWORD
from tests.lotse.addresses import all_patterns

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    """Someone signed in who is not the last pilot of their organisation."""
    membership = MembershipFactory(organisation__name="Verein Übersee", user__name="Mira Muster")
    MembershipFactory(organisation=membership.organisation)
    client.force_login(membership.user)
    return membership


@pytest.fixture
def confirmed(client, member):
    """The same, having given the password once more a moment ago."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return member


CLOSE = "/konto/loeschen/"


class TestTakingAlong:
    def test_gives_everything_about_the_account_and_what_one_wrote(self, client, member):
        AnswerFactory(
            organisation=member.organisation, updated_by=member.user, note="Von mir notiert"
        )
        AnswerFactory(
            organisation=member.organisation,
            note="Von anderen",
            check_run__finished_at="2026-01-01T10:00Z",
        )
        MeasureFactory(organisation=member.organisation, title="Meine Sorge", responsible=member)
        MeasureFactory(title="Aus einer anderen Organisation", created_by=member.user)
        ConsultantFactory(user=member.user)
        response = client.post(reverse("portability:own_data_download"))
        assert "attachment" in response["Content-Disposition"]
        text = response.content.decode()
        assert member.user.email in text
        assert "Von mir notiert" in text
        assert "Meine Sorge" in text
        for foreign in ("Von anderen", "Aus einer anderen Organisation", member.user.password):
            assert foreign not in text
        content = json.loads(text)
        assert content["Konto"]["Name"] == "Mira Muster"
        (organisation,) = content["Organisationen"]
        assert organisation["Name"] == "Verein Übersee"
        assert "Berater:innen" in content["Rund um das Konto"]

    def test_is_offered_on_a_page(self, client, member):
        text = client.get(reverse("portability:own_data")).content.decode()
        assert "Meine Daten herunterladen" in text


class TestClosingTheAccount:
    def test_asks_for_the_password_once_more(self, client, member):
        response = client.get(CLOSE)
        assert response.status_code == 302
        assert "reauthenticate" in response.url

    def test_removes_name_address_roles_and_sign_ins(self, client, confirmed):
        user = confirmed.user
        address = user.email
        ConsultantFactory(user=user)
        measure = MeasureFactory(organisation=confirmed.organisation, created_by=user)
        response = client.post(CLOSE, {"email": f" {address.upper()}"}, follow=True)
        assert "Ihr Konto ist gelöscht." in response.content.decode()
        user.refresh_from_db()
        assert (user.name, user.is_active, user.has_usable_password()) == (
            "Gelöschtes Konto",
            False,
            False,
        )
        assert not User.objects.filter(email=address).exists()
        assert not EmailAddress.objects.filter(user=user).exists()
        assert not Consultant.objects.filter(user=user).exists()
        with tenancy.activate(confirmed.organisation):
            assert not Membership.objects.of_person(user).exists()
            assert str(Measure.objects.get(pk=measure.pk).created_by) == "Gelöschtes Konto"
        assert not client.login(email=address, password=PASSWORD)

    def test_frees_the_address_for_a_new_account(self, confirmed):
        address = confirmed.user.email
        own_data.close_account(confirmed.user)
        UserFactory(email=address)

    def test_needs_the_right_address(self, client, confirmed):
        response = client.post(CLOSE, {"email": "andere@test.example"})
        assert response.status_code == 422
        assert "Mit dieser Adresse melden Sie sich nicht an." in response.content.decode()

    def test_has_to_wait_until_someone_took_over(self, client, confirmed):
        alone = MembershipFactory(
            user=confirmed.user, role="director", organisation__name="Ein-Personen-Verein"
        )
        assert "Ein-Personen-Verein: " in client.get(CLOSE).content.decode()
        response = client.post(CLOSE, {"email": confirmed.user.email})
        assert response.status_code == 422
        with pytest.raises(own_data.MustStay, match="Ein-Personen-Verein"):
            own_data.close_account(confirmed.user)
        with tenancy.own_memberships(confirmed.user):
            assert set(Membership.objects.all()) == {confirmed, alone}

    def test_ends_nothing_when_someone_else_left_at_the_same_moment(self, client, confirmed):
        with tenancy.activate(confirmed.organisation):
            Membership.objects.exclude(pk=confirmed.pk).delete()
        response = client.post(CLOSE, {"email": confirmed.user.email})
        assert response.status_code == 422
        assert "Das geht noch nicht" in response.content.decode()


def test_no_secret_leaves_with_the_data():
    assert {"password", "data", "token"} <= own_data.SECRETS
    assert any(name == "portability:own_data" for name, *_ in all_patterns())
