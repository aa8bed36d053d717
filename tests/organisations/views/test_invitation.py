"""The page behind the link of an invitation."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations import tenancy
from organisations.models import Invitation, Membership, Role, User
from tests.factories import (
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SIGN_UP = {
    "action": "sign_up",
    "name": "Neu Dabei",
    "password1": "ein-langes-Kennwort-7",
    "password2": "ein-langes-Kennwort-7",
}


@pytest.fixture
def invitation():
    return InvitationFactory(
        organisation=OrganisationFactory(name="Club Süd"),
        email="neu@test.example",
        role=Role.PILOT,
        secret="geheim",
        invited_by=UserFactory(name="Frau Leitung"),
    )


@pytest.fixture
def link(invitation):
    return "/einladung/geheim/"


def page(response):
    return response.content.decode()


def stored(invitation):
    with tenancy.activate(invitation.organisation):
        return Invitation.objects.get(pk=invitation.pk)


def members(invitation):
    with tenancy.activate(invitation.organisation):
        return [(one.user.email, one.role) for one in Membership.objects.with_people()]


def change(invitation, **values):
    with tenancy.activate(invitation.organisation):
        Invitation.objects.filter(pk=invitation.pk).update(**values)


class TestSomeoneWithoutAnAccount:
    def test_sees_who_invites_where_and_as_what(self, client, link):
        response = client.get(link)
        for text in ("Club Süd", "Frau Leitung lädt Sie ein", "Digitalisierungslots:in"):
            assert text in page(response)
        assert 'value="neu@test.example"' in page(response)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"

    @pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
    def test_signs_up_and_is_in_without_another_mail(
        self, client, link, invitation, settings, mailoutbox, is_open
    ):
        settings.REGISTRATION_OPEN = is_open
        response = client.post(link, SIGN_UP | {"email": "andere@test.example"}, follow=True)
        assert response.redirect_chain[-1][0] == f"/o/{invitation.organisation.slug}/"
        assert "Willkommen! Sie gehören jetzt zu „Club Süd“." in page(response)
        user = User.objects.get(email="neu@test.example")
        assert user.name == "Neu Dabei"
        address = EmailAddress.objects.get(user=user)
        assert (address.email, address.verified, address.primary) == (user.email, True, True)
        assert members(invitation) == [("neu@test.example", "pilot")]
        assert not User.objects.filter(email="andere@test.example").exists()
        assert mailoutbox == []

    def test_is_told_what_is_missing_and_keeps_what_was_typed(self, client, link, invitation):
        response = client.post(link, SIGN_UP | {"password2": "anders"})
        assert response.status_code == 422
        assert "Neu Dabei" in page(response)
        assert not User.objects.filter(email="neu@test.example").exists()
        assert members(invitation) == []

    def test_a_closed_instance_takes_nobody_else(self, client, link, settings):
        settings.REGISTRATION_OPEN = False
        client.get(link)
        assert "gerade keine Konten anlegen" in page(client.get(reverse("account_signup")))

    def test_whose_address_got_an_account_meanwhile_is_sent_to_sign_in(self, client, link):
        client.get(link)
        UserFactory(email="neu@test.example")
        response = client.post(link, SIGN_UP)
        assert "Melden Sie sich damit an" in page(response)


class TestSomeoneSignedOut:
    def test_signs_in_comes_back_and_joins(self, client, link, invitation):
        user = UserFactory(email="neu@test.example")
        text = page(client.get(link))
        assert "Zu dieser Adresse gibt es schon ein Konto." in text
        sign_in = reverse("account_login")
        assert f'href="{sign_in}?next={link}"' in text
        response = client.post(
            f"{sign_in}?next={link}",
            {"login": user.email, "password": "ein-langes-testkennwort", "next": link},
            follow=True,
        )
        assert response.redirect_chain[-1][0] == link
        response = client.post(link, {"action": "join"}, follow=True)
        assert "Willkommen!" in page(response)
        assert members(invitation) == [("neu@test.example", "pilot")]


class TestTheInvitedPersonSignedIn:
    def test_joins_with_one_click_once(self, client, link, invitation):
        client.force_login(UserFactory(email="Neu@test.example"))
        assert "Einladung annehmen" in page(client.get(link))
        assert members(invitation) == []
        client.post(link, {"action": "join"})
        assert members(invitation) == [("neu@test.example", "pilot")]
        assert "Sie gehören schon zu „Club Süd“" in page(client.get(link))
        client.logout()
        response = client.get(link)
        assert response.status_code == 410
        assert "schon angenommen" in page(response)

    @pytest.mark.parametrize("data", [{}, {"action": "sign_up"}, {"action": "\0"}])
    def test_any_other_button_changes_nothing(self, client, link, invitation, data):
        client.force_login(UserFactory(email="neu@test.example"))
        assert "Einladung annehmen" in page(client.post(link, data))
        assert members(invitation) == []


class TestSomeoneElseSignedIn:
    @pytest.fixture(autouse=True)
    def other(self, client):
        user = UserFactory(email="andere@test.example")
        client.force_login(user)
        return user

    def test_is_told_which_account_is_meant(self, client, link, invitation):
        text = page(client.get(link))
        assert "Die Einladung ging an neu@test.example." in text
        assert "Angemeldet sind Sie als andere@test.example." in text
        client.post(link, {"action": "join"})
        assert members(invitation) == []

    def test_switches_and_comes_back(self, client, link):
        response = client.post(link, {"action": "switch"}, follow=True)
        assert response.redirect_chain == [(link, 302)]
        assert "Konto anlegen und mitmachen" in page(response)

    def test_asks_for_the_invitation_at_their_own_address(
        self, client, link, invitation, django_capture_on_commit_callbacks, broker_away
    ):
        for news in (1, 0):
            with django_capture_on_commit_callbacks(execute=True) as callbacks:
                response = client.post(link, {"action": "ask"}, follow=True)
            assert "Ihre Bitte ist notiert." in page(response)
            assert len(callbacks) == news
        assert stored(invitation).wanted_email == "andere@test.example"
        client.force_login(UserFactory())
        assert "schon eine Bitte um eine andere Adresse" in page(client.get(link))


class TestDeadLinks:
    def test_that_nobody_made_are_not_found(self, client):
        response = client.get("/einladung/gibt-es-nicht/")
        assert response.status_code == 404
        assert "Diesen Link kennt Lotse nicht" in page(response)

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ({"revoked_at": timezone.now()}, "zurückgezogen"),
            ({"accepted_at": timezone.now()}, "schon angenommen"),
            ({"expires_at": timezone.now() - timedelta(days=1)}, "abgelaufen"),
        ],
    )
    @pytest.mark.parametrize("is_signed_in", [True, False])
    def test_say_why_and_name_nobody(self, client, link, invitation, state, words, is_signed_in):
        change(invitation, **state)
        if is_signed_in:
            client.force_login(UserFactory(email="neu@test.example"))
        for response in (client.get(link), client.post(link, SIGN_UP)):
            assert response.status_code == 410
            assert words in page(response)
            for name in ("Club Süd", "Frau Leitung", "neu@test.example<"):
                assert name not in page(response)
        assert members(invitation) == []

    def test_that_were_replaced_are_unknown(self, client, link, invitation):
        change(invitation, token_digest=None)
        assert client.get(link).status_code == 404


FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(min_size=1, max_size=80)


class TestWhateverIsTyped:
    """No address and no form of an invitation leads to an error or to a foreign name."""

    @FUZZ
    @given(token=TEXT.filter(lambda token: token != "geheim"))
    def test_as_a_token(self, client, invitation, token):
        response = client.get(reverse("organisations:invitation", args=[token.replace("/", "-")]))
        assert response.status_code in (301, 302, 404)
        assert "Club Süd" not in page(response)

    @FUZZ
    @given(data=st.dictionaries(st.sampled_from(["action", *SIGN_UP, "email"]), TEXT))
    def test_in_the_form(self, client, link, invitation, data):
        assert client.post(link, data).status_code in (200, 302, 422)
        assert members(invitation) == []

    @FUZZ
    @given(
        what=st.sampled_from(["rolle", "entfernen", "senden", "zurueckziehen"]),
        number=st.one_of(st.integers(max_value=0), st.integers(min_value=10**6), TEXT),
        method=st.sampled_from(["get", "post"]),
    )
    def test_as_an_id(self, client, invitation, what, number, method):
        member = MembershipFactory(role=Role.DIRECTOR)
        client.force_login(member.user)
        inner = "einladung/" if what in ("senden", "zurueckziehen") else ""
        path = f"/o/{member.organisation.slug}/team/{inner}{quote(str(number), safe='')}/{what}/"
        assert getattr(client, method)(path).status_code in (301, 302, 404, 405)
