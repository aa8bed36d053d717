"""Sign-in through a real OpenID provider, and what it must never allow."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from lotse.settings.signin import openid_provider
from organisations.models import User
from tests.factories import MembershipFactory
from tests.factories.organisations import PASSWORD
from tests.lotse.signin.people import (
    code_of_now,
    confirm_password,
    is_signed_in,
    sign_in,
    subjects,
    texts,
    with_app,
)
from tests.lotse.signin.provider import LOGIN, running_provider

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("openid")]

CONNECT = f"{LOGIN}?process=connect"
EMAIL = "ada@verein.example"


@pytest.fixture(scope="module")
def running():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running, settings):
    settings.SOCIALACCOUNT_PROVIDERS = openid_provider(
        running.address, "Verbandskonto", "lotse", "geheim"
    )
    settings.OIDC_SERVER_URL, settings.OIDC_NAME = running.address, "Verbandskonto"
    return running


@pytest.fixture
def ada(provider):
    """Somebody whom the provider knows, with a confirmed address."""
    provider.knows("ada-1", email=EMAIL, email_verified=True, name="Ada Beispiel")
    return "ada-1"


@pytest.fixture
def owner():
    """Somebody with an account at Lotse and the same address."""
    person = MembershipFactory(user__email=EMAIL).user
    mail.outbox.clear()
    return person


def vouch(settings, **more):
    settings.OIDC_DOMAINS = ["verein.example"]
    for name, value in more.items():
        setattr(settings, name, value)


class TestSomebodyNew:
    def test_comes_in_with_name_and_confirmed_address(self, client, provider, ada):
        page = provider.signs_in(client, ada)
        person = User.objects.get()
        assert (person.email, person.name) == (EMAIL, "Ada Beispiel")
        assert not person.has_usable_password()
        assert EmailAddress.objects.get().verified
        assert page.status_code == 200
        assert is_signed_in(client)

    def test_comes_in_again_whatever_their_address_has_become(self, client, provider, ada):
        provider.signs_in(client, ada)
        provider.knows(ada, email="ada.neu@verein.example", email_verified=True)
        again = Client()
        provider.signs_in(again, ada)
        assert is_signed_in(again)
        assert User.objects.get().email == EMAIL

    @pytest.mark.parametrize("said", [{}, {"email_verified": False}, {"email_verified": "false"}])
    def test_confirms_an_address_that_the_provider_did_not(self, client, provider, said):
        provider.knows("bea-1", email="bea@verein.example", name="Bea", **said)
        page = provider.signs_in(client, "bea-1")
        assert "Bitte sehen Sie in Ihr Postfach" in texts(page)
        assert not is_signed_in(client)
        assert subjects() == ["Bitte bestätigen Sie Ihre E-Mail-Adresse"]

    def test_is_named_by_what_the_provider_tells(self, client, provider):
        provider.knows(
            "cem-1",
            email="cem@verein.example",
            email_verified=True,
            given_name="Cem",
            family_name="Probe",
        )
        provider.signs_in(client, "cem-1")
        provider.knows("dan-1", email="dan@verein.example", email_verified=True)
        provider.signs_in(Client(), "dan-1")
        provider.knows("eva-1", email="eva@verein.example", email_verified=True, name="E" * 300)
        provider.signs_in(Client(), "eva-1")
        names = list(User.objects.order_by("pk").values_list("name", flat=True))
        assert names == ["Cem Probe", "dan", "E" * 120]

    def test_adds_the_address_that_the_provider_left_out(self, client, provider):
        provider.knows("ole-1", name="Ole Beispiel")
        page = provider.signs_in(client, "ole-1")
        assert "hat uns nicht alles mitgeteilt" in texts(page)
        assert "Ole Beispiel" in page.content.decode()
        page = client.post("/konto/3rdparty/signup/", {"name": "", "email": "unfug"})
        assert "Bitte noch einmal ansehen" in texts(page)
        data = {"name": "Ole Neu", "email": "ole@verein.example"}
        page = client.post("/konto/3rdparty/signup/", data, follow=True)
        assert "Bitte sehen Sie in Ihr Postfach" in texts(page)
        assert User.objects.get().name == "Ole Neu"

    def test_may_come_where_registration_is_closed(self, client, provider, ada, settings):
        settings.REGISTRATION_OPEN = False
        provider.signs_in(client, ada)
        assert is_signed_in(client)

    def test_may_not_where_the_host_does_not_want_it(self, client, provider, ada, settings):
        settings.REGISTRATION_OPEN = settings.OIDC_SIGNUP = False
        page = provider.signs_in(client, ada)
        assert not User.objects.exists()
        assert page.status_code == 200


class TestAnAccountThatIsThereAlready:
    def test_is_not_opened_by_an_address_alone(self, client, provider, ada, owner):
        page = provider.signs_in(client, ada)
        assert "Bitte sehen Sie in Ihr Postfach" in texts(page)
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()
        assert subjects() == ["Sie haben schon ein Konto"]

    def test_is_opened_where_the_host_vouches_for_the_domain(
        self, client, provider, ada, owner, settings
    ):
        vouch(settings)
        provider.signs_in(client, ada)
        assert is_signed_in(client)
        assert SocialAccount.objects.get().user == owner
        assert subjects() == ["Konto verbunden"]
        assert User.objects.get(email=EMAIL).check_password(PASSWORD)

    @pytest.mark.parametrize("said", [{}, {"email_verified": False}, {"email_verified": "true"}])
    def test_is_not_opened_by_an_address_that_the_provider_does_not_confirm(
        self, client, provider, owner, settings, said
    ):
        vouch(settings)
        provider.knows("dieb-1", email=EMAIL, name="Dieb", **said)
        provider.signs_in(client, "dieb-1")
        assert not is_signed_in(client)
        assert not SocialAccount.objects.exists()

    def test_is_opened_without_confirmation_where_the_host_trusts_the_provider(
        self, client, provider, owner, settings
    ):
        vouch(settings, OIDC_TRUST_EMAIL=True)
        provider.knows("ada-entra", email=EMAIL, name="Ada")
        provider.signs_in(client, "ada-entra")
        assert is_signed_in(client)

    def test_is_not_inherited_by_whoever_gets_the_address_next(
        self, client, provider, ada, owner, settings
    ):
        vouch(settings)
        provider.signs_in(client, ada)
        provider.knows("nachfolge-1", email=EMAIL, email_verified=True, name="Neue Ada")
        successor = Client()
        provider.signs_in(successor, "nachfolge-1")
        assert not is_signed_in(successor)
        assert SocialAccount.objects.get().uid == ada

    def test_prepared_with_a_strangers_address_is_worth_nothing(self, client, provider, settings):
        vouch(settings)
        stranger = Client()
        data = {"name": "Dieb", "email": EMAIL, "password1": "Zwieback kaut 7 Igel"}
        stranger.post("/konto/signup/", data | {"password2": data["password1"]})
        assert User.objects.filter(email=EMAIL).exists()
        provider.knows("ada-1", email=EMAIL, email_verified=True, name="Ada")
        page = provider.signs_in(client, "ada-1")
        assert "Bitte sehen Sie in Ihr Postfach" in texts(page)
        assert not User.objects.get(email=EMAIL).has_usable_password()

    def test_asks_for_its_second_factor_all_the_same(self, client, provider, ada, owner, settings):
        vouch(settings)
        with_app(owner)
        page = provider.signs_in(client, ada)
        assert "Jetzt noch der zweite Faktor" in texts(page)
        assert not is_signed_in(client)
        client.post("/konto/2fa/authenticate/", {"code": code_of_now()})
        assert is_signed_in(client)

    def test_that_is_locked_stays_locked(self, client, provider, ada, owner, settings):
        vouch(settings)
        owner.is_active = False
        owner.save()
        provider.signs_in(client, ada)
        assert not is_signed_in(client)


class TestConnectingOnesAccount:
    def test_is_done_signed_in_and_told_by_mail(self, client, provider, ada, owner):
        client.force_login(owner)
        confirm_password(client)
        page = provider.signs_in(client, ada, CONNECT)
        assert "Ihr Konto ist verbunden" in texts(page)
        assert EMAIL in texts(page)
        assert subjects() == ["Konto verbunden"]
        elsewhere = Client()
        provider.signs_in(elsewhere, ada)
        assert is_signed_in(elsewhere)

    def test_asks_for_the_password_first(self, client, provider, ada, owner):
        client.force_login(owner)
        page = provider.signs_in(client, ada, CONNECT)
        assert "noch einmal Ihr Passwort" in texts(page)
        assert not SocialAccount.objects.exists()
        confirm_password(client)
        assert SocialAccount.objects.get().user == owner

    def test_cannot_take_what_belongs_to_somebody_else(self, client, provider, ada, owner):
        other = MembershipFactory().user
        SocialAccount.objects.create(user=other, provider="anmeldedienst", uid=ada)
        client.force_login(owner)
        confirm_password(client)
        page = provider.signs_in(client, ada, CONNECT)
        assert "schon mit einem anderen Konto" in texts(page)
        assert SocialAccount.objects.get().user == other

    def test_can_be_undone(self, client, provider, ada, owner):
        client.force_login(owner)
        confirm_password(client)
        provider.signs_in(client, ada, CONNECT)
        mail.outbox.clear()
        data = {"account": SocialAccount.objects.get().pk}
        page = client.post("/konto/3rdparty/", data, follow=True)
        assert "Die Verbindung ist getrennt" in texts(page)
        assert subjects() == ["Verbindung getrennt"]
        assert not SocialAccount.objects.exists()

    def test_cannot_be_undone_where_it_is_the_only_way_in(self, client, provider, ada):
        provider.signs_in(client, ada)
        data = {"account": SocialAccount.objects.get().pk}
        page = client.post("/konto/3rdparty/", data, follow=True)
        assert "Legen Sie zuerst ein Passwort fest" in texts(page)
        assert SocialAccount.objects.exists()

    def test_is_shown_even_when_the_provider_is_gone(self, client, owner, settings):
        SocialAccount.objects.create(user=owner, provider="anmeldedienst", uid="7")
        client.force_login(owner)
        page = client.get("/konto/3rdparty/")
        assert "die es hier nicht mehr gibt" in texts(page)


class TestDomains:
    def test_that_may_not_come_through_the_provider_are_told(self, client, provider, settings):
        vouch(settings)
        provider.knows("fremd-1", email="fremd@anderswo.example", email_verified=True)
        page = provider.signs_in(client, "fremd-1")
        assert "geht die Anmeldung über „Verbandskonto“ nicht" in texts(page)
        assert not User.objects.exists()

    def test_cannot_be_checked_without_an_address(self, client, provider, settings):
        vouch(settings)
        provider.knows("ohne-1", name="Ohne Adresse")
        page = provider.signs_in(client, "ohne-1")
        assert "keine E-Mail-Adresse mitgeschickt" in texts(page)

    @pytest.mark.parametrize("email", [EMAIL, "niemand@verein.example", "GROSS@VEREIN.EXAMPLE "])
    @pytest.mark.parametrize(
        ("path", "field"),
        [
            ("/konto/login/", "login"),
            ("/konto/signup/", "email"),
            ("/konto/password/reset/", "email"),
        ],
    )
    def test_that_must_come_through_the_provider_are_sent_there(
        self, client, provider, owner, settings, path, field, email
    ):
        vouch(settings, OIDC_REQUIRED_DOMAINS=["verein.example"])
        data = {
            field: email,
            "password": PASSWORD,
            "name": "Ada",
            "password1": "x",
            "password2": "x",
        }
        page = client.post(path, data)
        assert "melden Sie sich bitte über „Verbandskonto“ an" in texts(page)
        assert not is_signed_in(client)
        assert not mail.outbox

    def test_that_must_find_no_way_around(self, client, provider, ada, owner, settings):
        link = None
        client.post("/konto/password/reset/", {"email": EMAIL})
        link = mail.outbox[0].body.partition("testserver")[2].split()[0]
        vouch(settings, OIDC_REQUIRED_DOMAINS=["verein.example"])
        page = client.get(link, follow=True)
        new = "Zwieback kaut 7 Igel"
        client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
        sign_in(client, owner, new)
        assert not is_signed_in(client)
        provider.signs_in(client, ada)
        assert is_signed_in(client)

    def test_that_must_need_a_connection_before_one_moves_there(self, client, provider, settings):
        vouch(settings, OIDC_REQUIRED_DOMAINS=["verein.example"])
        person = MembershipFactory().user
        client.force_login(person)
        confirm_password(client)
        data = {"action_add": "", "email": EMAIL}
        page = client.post("/konto/email/", data)
        assert "zuerst mit „Verbandskonto“" in texts(page)
        SocialAccount.objects.create(user=person, provider="anmeldedienst", uid="7")
        assert client.post("/konto/email/", data).status_code == 302

    def test_leave_everyone_else_alone(self, client, provider, settings):
        vouch(settings, OIDC_REQUIRED_DOMAINS=["verein.example"])
        person = MembershipFactory().user
        sign_in(client, person)
        assert is_signed_in(client)


class TestWhatGoesWrong:
    def test_a_cancelled_sign_in_leads_back(self, client, provider):
        state = provider.sends_back(client, "ada-1").partition("state=")[2].partition("&")[0]
        path = f"{LOGIN}callback/?error=access_denied&state={state}"
        assert "Anmeldung abgebrochen" in texts(client.get(path, follow=True))

    def test_an_answer_for_another_browser_opens_nothing(self, client, provider, ada):
        back = provider.sends_back(client, ada)
        other = Client()
        response = other.get(back)
        assert response.status_code == 401
        assert "hat nicht geklappt" in texts(response)
        assert not is_signed_in(other)

    def test_an_answer_counts_once(self, client, provider, ada):
        back = provider.sends_back(client, ada)
        client.get(back)
        client.post("/konto/logout/")
        assert client.get(back).status_code == 401
        assert not is_signed_in(client)

    @pytest.mark.parametrize("change", ["code=falsch", "error=server_error"])
    def test_a_wrong_answer_says_so(self, client, provider, ada, change):
        back = provider.sends_back(client, ada)
        state = back.partition("state=")[2].partition("&")[0]
        response = client.get(f"{LOGIN}callback/?{change}&state={state}")
        assert response.status_code == 401
        assert "hat nicht geklappt" in texts(response)

    def test_a_provider_that_is_away_says_so(self, client, provider, settings):
        settings.SOCIALACCOUNT_PROVIDERS = openid_provider(
            "http://127.0.0.1:9", "Verbandskonto", "lotse", "geheim"
        )
        response = client.post(LOGIN)
        assert response.status_code == 401
        assert "hat nicht geklappt" in texts(response)

    def test_without_a_provider_there_is_no_such_address(self, client):
        for path in (LOGIN, f"{LOGIN}callback/", "/konto/oidc/unfug/login/"):
            assert client.get(path).status_code == 404


class TestTheWayThere:
    def test_is_a_button_beside_the_password(self, client, provider):
        assert "Anmelden über „Verbandskonto“" in texts(client.get("/konto/login/"))

    def test_says_where_it_leads_when_one_follows_a_link(self, client, provider):
        page = client.get(LOGIN)
        assert page.status_code == 200
        assert "Sie melden sich gleich dort an" in texts(page)

    def test_proves_that_the_answer_is_for_this_request(self, client, provider):
        url = client.post(LOGIN).url
        for part in ("code_challenge=", "code_challenge_method=S256", "state=", "openid"):
            assert part in url

    def test_leads_back_to_where_one_was_going(self, client, provider, ada):
        page = provider.signs_in(client, ada, f"{LOGIN}?next=/organisationen/neu/")
        assert page.request["PATH_INFO"] == "/organisationen/neu/"

    def test_leads_nowhere_else(self, client, provider, ada):
        back = provider.sends_back(client, ada, f"{LOGIN}?next=https://boese.example/")
        assert "boese" not in client.get(back).url


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("strange", ["Ada \ud800", "Ada \0", "\udfff", "\0"])
def test_a_name_that_no_text_can_hold_is_no_error_of_ours(client, provider, strange):
    provider.knows("ada-2", email=EMAIL, email_verified=True, name=strange)
    page = provider.signs_in(client, "ada-2")
    assert page.status_code < 500
    if "\0" in strange:
        assert page.status_code == 401
        assert not User.objects.filter(email=EMAIL).exists()
